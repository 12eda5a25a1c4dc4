"""Commands on rulebooks: check, publish, use, and what they say."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from complaints.cli.arguments import read_text
from complaints.cli.rulebook_texts import read_rulebook, write_folder
from complaints.cli.vocabulary import vocabulary
from complaints.infrastructure import clock, errors
from complaints.infrastructure.database import transaction
from complaints.rulebooks import cited_law, store
from complaints.rulebooks.cited_law import Touched
from complaints.simulation.rehearsal import rehearse
from schemas.cited_articles import read_articles
from schemas.rulebook import load_rulebook
from workflows.diagram import mermaid
from workflows.errors import RulebookError
from workflows.rulebook import Rulebook


@click.group("rulebook")
def rulebook_group() -> None:
    """The rules complaints are handled by. 办理规则。"""


FILE = click.argument("file", type=click.Path(exists=True, path_type=Path), default=store.SHIPPED)


@rulebook_group.command("check")
@FILE
def check_command(file: Path) -> None:
    """Say everything that is wrong with a rulebook: FILE, or a folder with a file for each section. 检查规则文件或文件夹。"""
    try:
        book = load_rulebook(read_rulebook(file))
    except RulebookError as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"{book.name} {book.version}: {len(book.moves)} moves, {len(book.categories)} categories, no fault"
    )


@rulebook_group.command("publish")
@FILE
@with_appcontext
def publish_command(file: Path) -> None:
    """Publish a rulebook: what comes in from now on follows it. A text published before changes nothing. 发布规则。"""
    try:
        text, now = read_rulebook(file), clock.now()
        if store.is_published(text):
            _say_unchanged(load_rulebook(text, published=True))
            return
        with transaction():
            rehearse(text, now)
            book = store.publish(text, now)
    except (RulebookError, errors.WorkError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"published {book.version} {book.sha256}")


def _say_unchanged(book: Rulebook) -> None:
    current = store.newest()
    click.echo(
        f"没有变化：{book.name} {book.version} 此前已经发布，现行的是 {current.name} {current.version}。\n"
        f"nothing changed: {book.name} {book.version} was published before; current is {current.name} {current.version}"
    )
    if current.sha256 != book.sha256:
        click.echo(f"flask rulebook use {book.name} {book.version}")


@rulebook_group.command("use")
@click.argument("name")
@click.argument("version")
@with_appcontext
def use_command(name: str, version: str) -> None:
    """Make a published rulebook current again; complaints already in stay on theirs. 改用已发布的规则。"""
    try:
        with transaction():
            book = store.use(name, version, clock.now())
    except errors.NotFound as error:
        raise click.ClickException(
            f"没有发布过 {name} {version} (no rulebook {name} {version} was published)."
        ) from error
    click.echo(f"current {book.name} {book.version} {book.sha256}")


@rulebook_group.command("list")
@with_appcontext
def list_command() -> None:
    """The rulebooks in use, with their categories. 现行规则。"""
    for book in store.in_use():
        click.echo(f"{book.name} {book.version} {book.sha256[:12]}: {' '.join(book.categories)}")


@rulebook_group.command("end")
@click.argument("name")
@with_appcontext
def end_command(name: str) -> None:
    """Take in nothing more under the rulebook NAME; open complaints go on to their end. 停用规则。"""
    try:
        with transaction():
            store.end_use(name, clock.now())
    except errors.NotFound as error:
        raise click.ClickException(f"没有现行的规则 {name} (no rulebook {name} is in use).") from error
    except errors.NoRules as error:
        raise click.ClickException("至少要有一套现行规则 (at least one rulebook stays in use).") from error
    click.echo(f"ended {name}")


@rulebook_group.command("diagram")
@FILE
def diagram_command(file: Path) -> None:
    """The states and moves as a Mermaid diagram. 状态图。"""
    try:
        click.echo(mermaid(load_rulebook(read_rulebook(file))))
    except RulebookError as error:
        raise click.ClickException(str(error)) from error


@rulebook_group.command("split")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("folder", type=click.Path(path_type=Path))
def split_command(file: Path, folder: Path) -> None:
    """Write a rulebook FILE into FOLDER, a file for each section. 把规则文件按节拆成文件夹。"""
    text = read_text(file)
    try:
        load_rulebook(text)
    except RulebookError as error:
        raise click.ClickException(str(error)) from error
    for name in write_folder(text, folder):
        click.echo(folder / name)


@rulebook_group.command("words")
def words_command() -> None:
    """Every word a rulebook may use: milestones, parties, guards, conditions, effects, whom to tell. 规则可用的词。"""
    for title, words in vocabulary().items():
        click.echo(f"\n{title}")
        for name, meaning in words.items():
            click.echo(f"  {name}" + (f": {meaning}" if meaning else ""))


@rulebook_group.command("law")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def law_command(file: Path) -> None:
    """What rests on changed articles: limits, categories, open complaints. FILE cites one or more in each line. 法条变动。"""
    try:
        articles = read_articles(read_text(file))
    except RulebookError as error:
        raise click.ClickException(str(error)) from error
    books = store.in_use()
    for article in articles:
        _say_touched(cited_law.touched_by(article, books))
    click.echo(
        "已作出的承诺不变；要改期限，请发布新版规则 (promises already made stay; a limit changes with a new version)."
    )


def _say_touched(touched: Touched) -> None:
    click.echo(str(touched.article))
    if not touched.bases and not touched.open:
        click.echo("  没有依据引用它 (no basis cites it)")
        return
    for label, found in (
        ("依据 bases", touched.bases),
        ("期限 limits", touched.limits),
        ("类别 categories", touched.categories),
    ):
        click.echo(f"  {label}: {len(found)}")
        for one in found:
            click.echo(f"    {one}")
    more = " …" if touched.open > len(touched.numbers) else ""
    click.echo(f"  在办 open complaints: {touched.open}")
    if touched.numbers:
        click.echo(f"    {' '.join(touched.numbers)}{more}")


COMMANDS = [rulebook_group]
