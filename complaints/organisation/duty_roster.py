"""Who is on duty for what comes in by the web: on a weekday, or on one date, which goes first."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.infrastructure.errors import BadInput
from complaints.models import Officer, Roster, Unit, audit
from schemas.addresses import account_of
from schemas.dates import day_in, explain
from workflows.calendar import SHANGHAI
from workflows.language import Text

OVER = Text("这一天已经过去，请选今天或以后的日期。", "This day has passed; choose today or a later one.")


def of_unit(unit: Unit) -> tuple[dict[int, Roster], list[Roster]]:
    """(by weekday, by date from the earliest on)"""
    rows = list(
        db.session.scalars(select(Roster).filter_by(unit_id=unit.id).order_by(Roster.on_date, Roster.id))
    )
    by_weekday = {row.weekday: row for row in rows if row.on_date is None and row.weekday is not None}
    return by_weekday, [row for row in rows if row.on_date is not None]


def may_stand(unit: Unit) -> list[Officer]:
    """Who can be on duty there: active officers of the unit."""
    query = select(Officer).filter_by(unit_id=unit.id, active=True).order_by(Officer.id)
    return [officer for officer in db.session.scalars(query) if "officer" in officer.roles]


def set_weekday(unit: Unit, weekday: int, username: str, at: datetime) -> bool:
    """An empty username leaves the weekday to any officer of the unit. False where nothing changes."""
    row = of_unit(unit)[0].get(weekday)
    officer = _chosen(unit, username, f"weekday-{weekday}") if username else None
    if (row.officer_id if row else None) == (officer.id if officer else None):
        return False
    if row is not None:
        db.session.delete(row)
        db.session.flush()
    if officer is not None:
        db.session.add(Roster(unit_id=unit.id, weekday=weekday, officer_id=officer.id))
    words = {"unit": unit.code, "weekday": weekday + 1, "officer": username or "-"}
    audit.note("roster changed", at, words)
    return True


def set_date(unit: Unit, written: str, username: str, at: datetime) -> None:
    """Raises BadInput."""
    day = _day(written)
    if day < at.astimezone(SHANGHAI).date():
        raise BadInput({"on_date": OVER})
    officer = _chosen(unit, username, "officer")
    row = db.session.scalars(select(Roster).filter_by(unit_id=unit.id, on_date=day)).one_or_none()
    if row is None:
        row = Roster(unit_id=unit.id, on_date=day)
        db.session.add(row)
    row.officer_id = officer.id
    audit.note("roster changed", at, {"unit": unit.code, "date": str(day), "officer": officer.username})


def forget_date(unit: Unit, written: str, at: datetime) -> None:
    day = _day(written)
    row = db.session.scalars(select(Roster).filter_by(unit_id=unit.id, on_date=day)).one_or_none()
    if row is not None:
        db.session.delete(row)
        audit.note("roster changed", at, {"unit": unit.code, "date": str(day), "officer": "-"})


def _day(written: str) -> date:
    try:
        return day_in(written)
    except ValueError as error:
        zh, en = explain(error)
    wanted = Text(f"请填写日期，如 2026-10-01{zh}。", f"Write a date like 2026-10-01{en}.")
    raise BadInput({"on_date": wanted})


def _chosen(unit: Unit, username: str, field: str) -> Officer:
    for officer in may_stand(unit):
        if officer.username == account_of(username):
            return officer
    wanted = Text("请选择本单位在用的工作人员。", "Choose an active officer of this unit.")
    raise BadInput({field: wanted})
