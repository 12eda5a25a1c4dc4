"""Edits by who administers the database, with its protection switched off, and what `flask ledger verify` says of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from complaints.casework import attachments, ledger
from complaints.commitments.calendar import editing
from complaints.commitments.calendar.editing import hours_from
from complaints.infrastructure.database import db, transaction
from complaints.models import Complaint
from complaints.organisation import duty_roster
from complaints.queries import bulletins, open_data
from complaints.rulebooks import store
from tests.house import House, shanghai
from tests.support.stories import badly_rated, in_hand, offered

PDF = b"%PDF-1.4 something\n%%EOF"


def live(house: House, with_help: bool = True) -> None:
    """Rows in every table: climbed, reviewed, rated, a file, an extension asked, an appeal, a merge, a day set by hand.
    Without help of another unit, which versions before 0067 did not know."""
    number = badly_rated(house, respondent_name="某人", sender_number="12345-1")
    house.does("citizen", number, "appeal", "2026-09-23T10:00", reason="不服")
    late = in_hand(house)
    for unit in ("HR-BUREAU", "EZ-SECTION"):
        house.does("handler", late, "consult", "2026-09-18T10:50", unit=unit, question="收过吗？")
    house.does("handler", late, "withdraw_consultation", "2026-09-18T10:55", of=2)
    if with_help:
        task = {"unit": "HR-BUREAU", "task": "请查台账。"}
        house.does("handler", late, "add_assist", "2026-09-18T10:56", **task)
    house.does("handler", late, "request_extension", "2026-09-18T11:00", days=5, reason="…", basis="…")
    with transaction():
        complaint = db.session.scalars(sa.select(Complaint).filter_by(tracking_number=late)).one()
        file = attachments.File("照片.pdf", PDF)
        row = attachments._row(file, shanghai("2026-09-18T12:00"))
        row.complaint_id = complaint.id
        db.session.add(row)
    house.sweeps("2026-10-12T18:00")
    offered(house)
    with transaction():
        editing.load_year(2027, {date(2027, 1, 1): (False, "元旦")}, "通知", shanghai("2026-10-13T09:00"))
        why = editing.Why(shanghai("2026-10-13T09:00"), "停电")
        editing.set_days(date(2026, 11, 2), date(2026, 11, 2), False, why)
        open_data.publish_months(shanghai("2026-10-13T09:00"))
        bulletins.draft_bulletin("2026-09", None, shanghai("2026-10-13T09:00"))
        duty_roster.set_date(house.unit("EZ-CENTRE"), "2026-10-20", "window", shanghai("2026-10-13T09:00"))
        editing.set_hours(hours_from("05-01", "08:30-12:00,14:30-17:30"), shanghai("2026-10-13T09:00"))


def faults(edits: tuple[Any, ...] = ()) -> list[str]:
    """A rulebook is compiled again only where its text was edited: that takes longer than all the rest."""
    if any(edit.table.name == "rulebook_text" for edit in edits if hasattr(edit, "table")):
        store._compiled.cache_clear()
    found = [fault.what for fault in ledger.breaks_beside_complaints()]
    return found + [fault.what for _, fault in ledger.breaks() if fault]


def is_found(*edits: Any) -> bool:
    """Whether an edit by who administers the database, and switched its protection off, is found. It is undone again."""
    db.session.rollback()
    db.session.expunge_all()
    try:
        switch_protection_off()
        for edit in edits:
            db.session.execute(edit)
        return bool(faults(edits))
    except IntegrityError:
        return True  # the database itself refuses it
    finally:
        db.session.rollback()
        db.session.expunge_all()


def switch_protection_off() -> None:
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.text("SET LOCAL session_replication_role = replica"))
        return
    names = db.session.execute(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    for name in names.scalars().all():
        db.session.execute(sa.text(f"DROP TRIGGER {name}"))
    db.session.execute(sa.text("PRAGMA defer_foreign_keys = ON"))
