"""The bulletin of a period as a file."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from complaints.cli.arguments import read_near_today
from complaints.infrastructure import clock
from schemas.dates import explain

KINDS = (".docx", ".xlsx")


@click.command("bulletin")
@click.argument("period")
@click.option(
    "--out", "out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="FILE.docx or .xlsx"
)
@click.option("--lang", "locale", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@with_appcontext
def bulletin_command(period: str, out: Path, locale: str) -> None:
    """Write the bulletin of PERIOD (2026-10) to a file: its newest version, else a fresh draft. 通报。"""
    from complaints.queries import bulletin_files, bulletins
    from complaints.queries.statistics.indicators import Chosen
    from complaints.queries.statistics.periods import name_of, read_period

    try:
        days = read_near_today(read_period, period)
    except ValueError as error:
        zh, en = explain(error)
        raise click.UsageError(
            f"“{period}”不是一个时间段{zh}，可以写成 2026-10、2026-Q3 或 2026。"
            f" / “{period}” is no period{en}: 2026-10, 2026-Q3 or 2026."
        ) from None
    if out.suffix.lower() not in KINDS:
        raise click.UsageError("文件名请以 .docx 或 .xlsx 结尾。 / The file should end in .docx or .xlsx.")
    row, at = bulletins.present(name_of(days)), clock.now()
    content = row.content if row else bulletins.draft_content(days, at)
    with out.open("wb") as file:
        if out.suffix.lower() == ".docx":
            bulletin_files.write_bulletin_docx(file, content, row.issue if row else None, locale)
        else:
            bulletin_files.write_bulletin_xlsx(file, content, Chosen(None, *days, at), locale)
    click.echo(f"{out}: {bulletin_files.in_words(content['title'], locale)}")


COMMANDS = [bulletin_command]
