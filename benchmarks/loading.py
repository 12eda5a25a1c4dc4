"""Fill an installation with as many open complaints as a benchmark wants, fast.

`load(house, n)` logs and moves a hundred complaints through the desk, so that the program wrote every row, and
copies them inside the database until there are `n`. The copies have due times a little later each, and the events of
their original, so their ledger does not hold. With `open_in=10` nine copies in ten are over: of the two years
before, closed, all promises kept, all escalations reviewed.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, Connection, Table, text

from complaints.escalation.sweep import sweep
from complaints.infrastructure.database import db, transaction
from complaints.intake.complainant import Person
from complaints.intake.intake import Intake, receive
from complaints.models import Complainant, Complaint, Deadline, Escalation, Event, Handover, Officer
from tests.house import House, shanghai
from workflows.language import Act

MADE_BY_HAND = 100
NOW = shanghai("2026-09-21T10:00")  # nothing is due for a while after it
LONG_AGO = shanghai("2026-08-03T09:00")
LATER_EACH = 7  # seconds between the due times of one copy and the next
OF_ONE_PERSON = 30  # complaints at most
COPIED = (Complaint, Complainant, Deadline, Escalation, Handover, Event)
IN_THE_PAST = {"received_at", "accepted_at", "started_at", "first_due_at", "due_at", "climbed_at", "at"}
ENDED = {"ended_at": "received_at", "met_at": "due_at", "reviewed_at": "climbed_at"}  # with these times
CLOSED = {"state": "closed", "milestone": "ended", "ends_as": "closed"}
OF_OPEN_ONES = {"next_due_at", "next_action_at", "next_at", "house_due_at", "progress_due_at", "climbed_id"}
YEARS = timedelta(days=730)  # over which those that are over are spread
OF_PERSONS = {"phone_index", "name_index", "identity_index"}
SHIFTED = {
    "house_due_at",
    "progress_due_at",
    "next_due_at",
    "next_action_at",
    "due_at",
    "first_due_at",
    "next_at",
}


def load(house: House, n: int, open_in: int = 1) -> None:
    """Fill the empty installation until it has `n` complaints: one in `open_in` is open, and a tenth of these long overdue
    and escalated."""
    for number in range(min(n, MADE_BY_HAND)):
        _make(house, number, LONG_AGO if number % 10 == 0 else NOW - timedelta(hours=1))
    sweep(NOW)
    copies = max(0, n // MADE_BY_HAND - 1)
    if copies:
        with transaction() as session:
            _copy(session.connection(), copies, open_in)
    _analyse()


def _make(house: House, number: int, at: datetime) -> None:
    """One complaint, as far on its way as its number says: logged, accepted, offered, or worked on."""
    names = ("window", "other", "handler")
    by = names[number % 3]
    person = Person(name=f"李大爷{number}", phone=f"+86138{number:08}")
    intake = Intake(
        category="ATTITUDE", channel="window", subject="窗口态度", narrative="工作人员态度差。", person=person
    )
    with transaction():
        officer = house.officer(by)
        tracking_number = receive(intake, Act("receive", officer, at)).complaint.tracking_number
    taker = _takers(house, by)[number % 5]
    steps: list[tuple[str, str, dict[str, Any]]] = [
        (by, "accept", {}),
        (by, "assign", {"unit": taker.unit.code}),
        (taker.username, "sign_for", {}),
    ]
    for minute, (who, move, words) in enumerate(steps[: number % 4], 1):
        house.does(who, tracking_number, move, f"{at + timedelta(minutes=minute):%Y-%m-%dT%H:%M}", **words)


def _takers(house: House, giver: str) -> list[Officer]:
    """Officers of other units, one of them `handler` where it can be."""
    unit_id = house.officer(giver).unit_id
    query = db.select(Officer).order_by(Officer.username != "handler", Officer.id)
    officers = db.session.scalars(query)
    return [one for one in officers if "officer" in one.roles and one.unit.handles and one.unit_id != unit_id]


def _copy(connection: Connection, copies: int, open_in: int) -> None:
    if connection.dialect.name == "postgresql":
        # The rows copied refer to rows that are there; a million foreign keys need not be looked up one by one.
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
    strides = {model.__tablename__: _highest_id(connection, model.__table__) for model in COPIED}
    for model in COPIED:
        _multiply(connection, model.__table__, strides, (copies, open_in))
        if connection.dialect.name == "postgresql" and "id" in model.__table__.columns:
            name = model.__tablename__
            connection.exec_driver_sql(
                f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))"
            )


def _highest_id(connection: Connection, table: Table) -> int:
    key = next(iter(table.primary_key.columns))
    return connection.execute(db.select(db.func.max(key))).scalar_one() or 0


def _multiply(
    connection: Connection, table: Table, strides: dict[str, int], copies_open: tuple[int, int]
) -> None:
    columns, (copies, open_in) = list(table.columns), copies_open
    names = ", ".join(f'"{column.name}"' for column in columns)
    copied = [_copied(column, strides, connection.dialect.name) for column in columns]
    over = [
        _when_over(column.name, value, connection.dialect.name)
        for column, value in zip(columns, copied, strict=True)
    ]
    values = ", ".join(
        now if now == then else f"CASE WHEN copy.n % :open_in = 0 THEN {now} ELSE {then} END"
        for now, then in zip(copied, over, strict=True)
    )
    key = next(iter(table.primary_key.columns)).name
    connection.execute(
        text(
            f"WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < :copies)"
            f" INSERT INTO {table.name} ({names})"
            f" SELECT {values} FROM {table.name} o CROSS JOIN copy WHERE o.{key} <= :last"
        ),
        {
            "copies": copies,
            "last": strides[table.name],
            "open_in": open_in,
            "earlier": YEARS.total_seconds() / copies,
        },
    )


def _when_over(name: str, copied: str, dialect: str) -> str:
    """The value of a column of a copy that is over."""
    if name in CLOSED:
        return f"'{CLOSED[name]}'"
    if name in OF_OPEN_ONES:
        return "NULL"
    time = ENDED.get(name, name)
    return _shifted(f'o."{time}"', "- copy.n * :earlier", dialect) if time in IN_THE_PAST else copied


def _copied(column: Column[Any], strides: dict[str, int], dialect: str) -> str:
    """The value of a column of the n-th copy: references lead to rows of the same copy."""
    own = f'o."{column.name}"'
    if column.name == "tracking_number":
        return f"CAST(100000000000 + o.id + copy.n * {strides['complaint']} AS VARCHAR)"
    if column.name in OF_PERSONS:
        return f"{own} || CASE WHEN copy.n < {OF_ONE_PERSON} THEN '' ELSE '.' || copy.n / {OF_ONE_PERSON} END"
    if column.name in SHIFTED:
        return _shifted(own, f"+ copy.n * {LATER_EACH}", dialect)
    target = _target(column)
    return f"{own} + copy.n * {strides[target]}" if target in strides else own


def _target(column: Column[Any]) -> str:
    """The table whose numbers a column holds: its own, or the one it refers to."""
    if column.name == "id":
        return column.table.name
    if column.name in ("escalation_id", "climbed_id"):
        return "escalation"
    return next((key.column.table.name for key in column.foreign_keys), "")


def _shifted(time: str, seconds: str, dialect: str) -> str:
    if dialect == "postgresql":
        return f"{time} + (0 {seconds}) * interval '1 second'"
    return f"strftime('%Y-%m-%d %H:%M:%f000', {time}, (0 {seconds}) || ' seconds')"


def _analyse() -> None:
    command = "ANALYZE" if db.engine.dialect.name == "sqlite" else "VACUUM ANALYZE"
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(command)
