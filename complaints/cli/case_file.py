"""One complaint as a file in order."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from complaints.infrastructure import clock


@click.command("case-file")
@click.argument("number")
@click.option("--out", "out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="FILE.zip")
@with_appcontext
def case_file_command(number: str, out: Path) -> None:
    """Write the case file of a complaint: cover, index, documents, steps, attachments, ledger, hashes. 卷宗。"""
    from sqlalchemy import select

    from complaints.casework.documents.case_file import write_case_file
    from complaints.infrastructure.database import db, transaction
    from complaints.infrastructure.tracking_numbers import digits_of
    from complaints.models import Complaint, audit

    complaint = db.session.scalars(
        select(Complaint).filter_by(tracking_number=digits_of(number))
    ).one_or_none()
    if complaint is None:
        raise click.ClickException(
            f"没有受理编号为“{number[:40]}”的件。 / There is no complaint {number[:40]}."
        )
    at, digits = clock.now(), complaint.tracking_number
    with out.open("wb") as file:
        entries = write_case_file(file, complaint, at)
    with transaction():
        audit.note("case file written", at, {"complaint": digits})
    click.echo(f"{out}: {len(entries)} 件 (files)")


COMMANDS = [case_file_command]
