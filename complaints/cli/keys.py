"""The keys that seal what is stored: which are needed, sealing again with the newest, and doing without an old one."""

from __future__ import annotations

import click
from flask.cli import with_appcontext
from tqdm import tqdm

from complaints.casework import code_move, index_move, key_rotation
from complaints.casework.key_rotation import KeyUse
from complaints.infrastructure import clock
from complaints.infrastructure.errors import WorkError


@click.group("keys")
def keys_group() -> None:
    """The keys of personal data and texts. 密钥。"""


@keys_group.command("status")
@with_appcontext
def status_command() -> None:
    """The id of each key, how many values it sealed, and what it is for; never the key itself. 密钥用量。"""
    for use in key_rotation.uses():
        click.echo(_line_of(use))


def _line_of(use: KeyUse) -> str:
    said = [f"{use.id or '旧版（older version）'}: {use.values}"]
    if use.seals:
        said.append("加密 (seals)")
    if use.carries_index:
        said.append("查询索引 (carries the index)")
    if use.id and not use.known:
        said.append("设置里没有 (not in the settings)")
    return " · ".join(said)


@keys_group.command("rotate")
@with_appcontext
def rotate_command() -> None:
    """Seal everything again with the first key. The site may run meanwhile; run again, it goes on where it was. 重新加密。"""
    with tqdm(unit=" rows", dynamic_ncols=True, mininterval=0.5) as bar:

        def report(table: str, seen: int, total: int) -> None:
            if bar.desc != f"{table}: ":
                bar.reset(total)
                bar.set_description(table)
            bar.update(seen - bar.n)

        key_rotation.rotate(report)
    if count := sum(1 for _ in key_rotation.find_unopened()):
        click.echo(f"有 {count} 个值打不开，保持原样 ({count} values did not open and stay as they are)")
    for use in key_rotation.uses():
        click.echo(_line_of(use))


@keys_group.command("reindex")
@with_appcontext
def reindex_command() -> None:
    """Make search index, checksums and query codes again under the first key, so that the last can be retired. Stop web and scheduler
    until the index is moved; while codes follow they may run. Run again, it goes on where it was. 换索引密钥。"""
    with tqdm(unit="", dynamic_ncols=True, mininterval=0.5) as bar:

        def report(what: str, done: int, total: int) -> None:
            if bar.desc != f"{what}: ":
                bar.reset(total)
                bar.set_description(what)
            bar.update(done - bar.n)

        try:
            index_move.move_index(clock.now(), report)
            tqdm.write("索引已换好，网站可以启动 (the index is moved; the site may start)")
            code_move.move_codes(report)
        except WorkError as error:
            raise click.ClickException(f"{error.text.zh}\n{error.text.en}") from error
    for use in key_rotation.uses():
        click.echo(_line_of(use))


@keys_group.command("retire")
@click.argument("id")
@with_appcontext
def retire_command(id: str) -> None:
    """Say whether the key ID may be taken out of SHOUWEN_PII_KEYS. 停用密钥。"""
    try:
        key_rotation.require_retirable(id)
    except WorkError as error:
        raise click.ClickException(f"{error.text.zh}\n{error.text.en}") from error
    click.echo(
        f"现在可以从 SHOUWEN_PII_KEYS 删去 {id}，再重启 (take {id} out of SHOUWEN_PII_KEYS and restart)"
    )


COMMANDS = [keys_group]
