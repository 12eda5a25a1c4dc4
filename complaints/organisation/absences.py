"""Officers away, and their deputies: who takes an officer's place at a time. There is always one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from complaints.infrastructure.database import STOOD_IN, db
from complaints.infrastructure.errors import BadInput
from complaints.models import Absence, Notice, Officer, Unit
from workflows.calendar import SHANGHAI
from workflows.language import Text

Side = InstrumentedAttribute[int]  # of an absence: the absent officer, or the deputy

YEARS_AHEAD = 2
OVER = Text(
    "这段时间已经过去了，请登记今天或以后还不在岗的。",
    "This time has passed; mark who is away today or later.",
)
TOO_FAR = Text(
    f"最多登记到今后 {YEARS_AHEAD} 年，请核对年份。",
    f"At most {YEARS_AHEAD} years ahead can be marked; check the year.",
)
LONGEST_CHAIN = 5  # a deputy who is away has a deputy too


def covers(at: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(Absence.from_at <= at, Absence.until_at > at)


def deputies(officer_ids: Collection[int], at: datetime) -> dict[int, Officer]:
    """Officer id → deputy, for those of them who are away."""
    query = sa.select(Absence).filter(Absence.officer_id.in_(officer_ids), covers(at)).order_by(Absence.id)
    query = query.options(joinedload(Absence.deputy))
    return {row.officer_id: row.deputy for row in db.session.scalars(query)} if officer_ids else {}


def present(officer: Officer, at: datetime) -> Officer:
    """The officer; while away the deputy, or the deputy's own. Where everybody is away, the first deputy."""
    return next(reversed(in_place_of(officer, at)), officer)


def in_place_of(officer: Officer, at: datetime) -> list[Officer]:
    """Empty, or the deputy and the deputy's own, ending with one who is there. Where all are away, the first alone."""
    line, seen = list[Officer](), {officer.id}
    found = deputies([officer.id], at).get(officer.id)
    while found is not None and found.id not in seen and len(line) < LONGEST_CHAIN:
        line.append(found)
        seen.add(found.id)
        found = deputies([found.id], at).get(found.id)
    return line if found is None else line[:1]


def stands_in(deputy_id: int, officer_id: int, at: datetime) -> bool:
    """For the officer, or for a deputy of theirs who is away as well."""
    line = _line(Absence.officer_id, officer_id, Absence.deputy_id, at)
    query = sa.select(line.c.deputy_id).filter(line.c.deputy_id == deputy_id)
    return db.session.execute(query).first() is not None


def stood_in_for(officer: Officer) -> list[int]:
    """Everybody whose place this officer takes now, took, or will take; asked once a session."""
    kept: dict[int, list[int]] = db.session().info.setdefault(STOOD_IN, {})
    if officer.id not in kept:
        query = sa.select(Absence.officer_id).filter(Absence.deputy_id == officer.id).distinct()
        kept[officer.id] = list(db.session.scalars(query))
    return kept[officer.id]


def stood_in_for_now(officer: Officer, at: datetime) -> list[int]:
    """Whose place this officer takes at a time: of those who are away, and of those whose deputies are away as well."""
    if not stood_in_for(officer):
        return []
    line = _line(Absence.deputy_id, officer.id, Absence.officer_id, at)
    return list(db.session.scalars(sa.select(line.c.officer_id).filter(line.c.officer_id != officer.id)))


def _line(side: Side, officer_id: int, other: Side, at: datetime) -> sa.CTE:
    """The officers on the other side of an absence that covers the time, then on the other side of theirs, and so on. Each
    is in it once, so a circle ends."""
    line = sa.select(other).filter(side == officer_id, covers(at)).cte("line", recursive=True)
    return line.union(sa.select(other).join(line, side == line.c[other.key]).filter(covers(at)))


def owed_while_away(deputy: Officer, holder: int | None = None) -> sa.ColumnElement[bool]:
    """A notice made while this deputy stood in for the officer it is for, or for the holder of the post it is for."""
    return sa.exists().where(
        Absence.deputy_id == deputy.id,
        Absence.officer_id == (Notice.officer_id if holder is None else holder),
        Absence.from_at <= Notice.created_at,
        Absence.until_at > Notice.created_at,
    )


def mark(officer: Officer, deputy: Officer, times: tuple[datetime, datetime], by: Officer) -> Absence:
    """Mark an officer away from one time until another. Inside a transaction. Raises BadInput."""
    begins, ends = times
    if deputy.id == officer.id:
        raise BadInput({"deputy": Text("代理人须是另一个人。", "The deputy should be somebody else.")})
    if not deputy.active or ("officer" in officer.roles and "officer" not in deputy.roles):
        raise BadInput(
            {"deputy": Text("代理人须能办理投诉。", "The deputy should be somebody who handles complaints.")}
        )
    if ends <= begins:
        raise BadInput({"until": Text("结束须晚于开始。", "The end should come after the beginning.")})
    overlapping = sa.select(Absence.id).filter(
        Absence.officer_id == officer.id, Absence.from_at < ends, Absence.until_at > begins
    )
    if db.session.execute(overlapping).first():
        raise BadInput(
            {
                "officer": Text(
                    "这段时间已登记过请假；请先结束原来的。",
                    "An absence in this time is there already; end it first.",
                )
            }
        )
    row = Absence(officer_id=officer.id, deputy_id=deputy.id, set_by_id=by.id, from_at=begins, until_at=ends)
    db.session.add(row)
    db.session.flush()
    db.session().info.pop(STOOD_IN, None)
    return row


def of_days(first: date, last: date, at: datetime) -> tuple[datetime, datetime]:
    """From the beginning of the first day until the end of the last, in Shanghai; never what has passed already. Raises
    BadInput for what is over, and for an end that is years away."""
    today = at.astimezone(SHANGHAI).date()
    if first <= last < today:
        raise BadInput({"until": OVER})
    if last > today + timedelta(days=366 * YEARS_AHEAD):
        raise BadInput({"until": TOO_FAR})
    begins = datetime.combine(first, time(), SHANGHAI)
    return at if first <= today else begins, datetime.combine(last, time(23, 59, 59), SHANGHAI)


def with_id(absence_id: int) -> Absence | None:
    return db.session.get(Absence, absence_id)


def end(row: Absence, at: datetime) -> None:
    """Back at work: an absence that has begun ends now, one that has not never begins, one that is over stays as it was.
    Inside a transaction."""
    row.until_at = min(row.until_at, max(at, row.from_at))


def led_by(officer: Officer) -> sa.ColumnElement[bool]:
    """Officers of the units this officer leads, for queries that join `Unit`."""
    return Unit.path.startswith(officer.unit_path, autoescape=True)


def listed(officer: Officer, at: datetime) -> list[Absence]:
    """Present and later absences among the people this officer leads."""
    query = (
        sa.select(Absence)
        .join(Officer, Officer.id == Absence.officer_id)
        .join(Unit, Unit.id == Officer.unit_id)
        .filter(led_by(officer), Absence.until_at > at)
        .order_by(Absence.from_at, Absence.id)
        .limit(200)
    )
    return list(db.session.scalars(query))


def own(officer: Officer, at: datetime) -> list[Absence]:
    """Present and later absences of this officer."""
    query = sa.select(Absence).filter_by(officer_id=officer.id).filter(Absence.until_at > at)
    return list(db.session.scalars(query.order_by(Absence.from_at, Absence.id)))


def colleagues(officer: Officer) -> Iterable[Officer]:
    """Active officers of the same unit, without this one."""
    query = sa.select(Officer).filter_by(unit_id=officer.unit_id, active=True)
    return db.session.scalars(query.filter(Officer.id != officer.id).order_by(Officer.id))


def people(officer: Officer) -> Iterable[Officer]:
    """Active officers of the units this officer leads."""
    query = sa.select(Officer).join(Unit, Unit.id == Officer.unit_id).filter(Officer.active, led_by(officer))
    return db.session.scalars(query.order_by(Unit.path, Officer.id))
