"""`flask ledger verify` finds what is changed in the database past the program: every column that matters, both databases.

The edits are generated from the tables themselves, so a new column is covered, or `models/uncovered.py` lists it with a reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from time import process_time
from typing import Any

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet
from flask_migrate import downgrade, upgrade

from app import create_app
from complaints.casework import ledger
from complaints.casework.checksum_verification import models
from complaints.infrastructure.database import UTCDateTime, db, transaction
from complaints.infrastructure.encryption import Sealed, SealedBytes
from complaints.infrastructure.errors import RulebookAltered
from complaints.models.checksums import covered
from complaints.models.uncovered import COLUMNS, ROWS, TABLES
from complaints.rulebooks import store
from tests.house import KEY, House, opened, settings, shanghai
from tests.support.counting import counted
from tests.support.edits_past_program import faults, is_found, live
from tests.support.stories import in_hand

BEFORE_CHECKSUMS = "0024"
BY_OTHER_MEANS = (
    "complaint.findings",
    "complaint.milestone",
    "complaint.ends_as",
    "complaint.reply",
    "attachment.body",
    "event.note",
    "event.detail",
    "event.move",
    "event.at",
    "event.traces",
    "notice.delivered_at",
    "notice.dead_at",
    "notice.attempts",
    "notice.last_error",
    "notice.words",
)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def lived(request: pytest.FixtureRequest) -> Iterator[House]:
    with opened(request.param) as house:
        live(house)
        yield house


def _columns() -> list[sa.Column[Any]]:
    """Every column that is covered, and what is verified in another way."""
    found = [db.metadata.tables[model.__tablename__].c[name] for model in models() for name in covered(model)]
    others = [column for name in BY_OTHER_MEANS for column in [_column(name)]]
    return [*found, *others]


def _column(name: str) -> sa.Column[Any]:
    table, column = name.split(".")
    return db.metadata.tables[table].c[column]


def _another(column: sa.Column[Any], value: Any) -> Any:
    if isinstance(column.type, sa.JSON) or isinstance(value, list | dict):
        return [*value, 9] if isinstance(value, list) else {**(value or {}), "x": 9}
    if isinstance(column.type, Sealed | sa.String):
        return f"{value or ''}9"
    if isinstance(column.type, UTCDateTime):
        return (value or shanghai("2026-09-18T09:00")) + timedelta(hours=1)
    if isinstance(column.type, sa.Boolean):
        return not value
    if isinstance(column.type, SealedBytes):
        return value + b" "
    if isinstance(column.type, sa.Date):
        return (value or date(2026, 9, 18)) + timedelta(days=400)
    for key in column.foreign_keys:
        other = sa.select(key.column).where(key.column != (value if value is not None else -1))
        return db.session.execute(other.limit(1)).scalar_one()
    return (value or 0) + 1


def _edit_of(column: sa.Column[Any]) -> Any:
    """A change of one row: of one that has a value there, if any has."""
    table = column.table
    keys = list(table.primary_key.columns)
    counted = [] if "complaint_id" not in table.c else [table.c.complaint_id.is_not(None)]
    query = sa.select(column, *(key.label(f"key_{key.name}") for key in keys)).where(*counted)
    row = db.session.execute(query.order_by(column.is_(None), *keys).limit(1)).one_or_none()
    if row is None:
        return None  # a table this story has no row of
    one = [key == getattr(row, f"key_{key.name}") for key in keys]
    return sa.update(table).where(*one).values({column: _another(column, row[0])})


def test_an_honest_ledger_holds(lived: House) -> None:
    assert not is_found()


def test_every_edit_of_a_column_that_matters_isis_found(lived: House) -> None:
    missed, columns = [], _columns()
    for column in columns:
        edit = _edit_of(column)
        if edit is not None and not is_found(edit):
            missed.append(str(column))

    assert missed == []
    assert len(columns) > 100


@pytest.mark.parametrize("kind", ["deleted", "added"])
def test_every_row_deleted_or_added_isis_found(lived: House, kind: str) -> None:
    missed = []
    for model in models():
        table = db.metadata.tables[model.__tablename__]
        if table.name in ROWS or _one_of(table) is None:
            continue  # found by what was kept elsewhere (--since)
        if kind == "added" and "complaint_id" in table.primary_key.columns:
            continue  # one for each complaint: the database refuses a second
        edit = _deletion(table) if kind == "deleted" else _addition(table)
        if not is_found(edit):
            missed.append(table.name)

    assert missed == []


def _one_of(table: sa.Table) -> Any:
    query = sa.select(table).where(
        *([table.c.complaint_id.is_not(None)] if "complaint_id" in table.c else [])
    )
    return db.session.execute(query.order_by(*table.primary_key.columns).limit(1)).one_or_none()


def _deletion(table: sa.Table) -> Any:
    row = _one_of(table)
    return sa.delete(table).where(*(key == getattr(row, key.key) for key in table.primary_key.columns))


def _addition(table: sa.Table) -> Any:
    """The same row once more, under another key."""
    values = dict(_one_of(table)._mapping)
    for key in table.primary_key.columns:
        values[key.key] = 999_999 if isinstance(key.type, sa.Integer) else _another(key, values[key.key])
    for name in ("key", "event_seq", "seq", "cycle", "round"):
        if name in values:
            values[name] = _another(table.c[name], values[name])
    return sa.insert(table).values(values)


def test_what_is_not_covered_has_a_reason(lived: House) -> None:
    """And names a table or column that is there, so that the list does not outlive what it speaks of."""
    tables = db.metadata.tables
    assert all(TABLES.values()) and all(COLUMNS.values())
    assert all(name in tables for name in TABLES)
    assert all(name.split(".")[1] in tables[name.split(".")[0]].c for name in COLUMNS)
    counted = {m.__tablename__ for m in models()}
    assert {table.name for table in tables.values()} - counted == set(TABLES)
    assert set(ROWS) <= counted and all(ROWS.values())


def test_a_changed_rulebook_is_not_used(house: House) -> None:
    in_hand(house)
    store._compiled.cache_clear()
    with transaction() as session:
        session.execute(sa.text("UPDATE rulebook_text SET text = text || '# '"))

    try:
        with pytest.raises(RulebookAltered):
            store.current()
    finally:
        store._compiled.cache_clear()


def test_new_keys_are_no_break() -> None:
    """A new key in front seals what comes; sums are of the plain text, under the oldest key."""
    with opened("sqlite") as before:
        in_hand(before)
        url = before.app.config["SQLALCHEMY_DATABASE_URI"]
        with transaction() as session:
            assert session.execute(sa.text("SELECT count(*) FROM complainant")).scalar_one()
    app = create_app(settings(url, SHOUWEN_PII_KEYS=f"{Fernet.generate_key().decode()},{KEY}"))
    with app.app_context():
        number = House(app).logs("2026-09-19T09:00")
        assert number and faults() == []
        db.session.remove()
        db.engine.dispose()


def test_rows_from_before_are_given_their_sums_by_the_migration(either_house: House) -> None:
    live(either_house)
    db.session.remove()

    downgrade(revision=BEFORE_CHECKSUMS)
    upgrade()

    assert faults() == []


def test_ten_thousand_complaints_take_half_a_minute_at_most(lived: House) -> None:
    """Three milliseconds each at the most, of the processor's time: what thirty more complaints cost beside these few. The
    statements are as many for all as for one, so what else the machine has to do counts for neither."""
    few = _seconds_spent()
    for minute in range(30):
        number = lived.logs(f"2026-09-18T09:{minute:02}")
        lived.does("window", number, "assign", f"2026-09-18T10:{minute:02}", unit="EC-BUREAU")
        lived.does("handler", number, "sign_for", f"2026-09-18T11:{minute:02}")
    assert (_seconds_spent() - few) / 30 < 0.003

    with counted() as of_one:
        assert len(list(ledger.checked(ledger.page(0)[:1]))) == 1
    with counted() as of_all:
        assert len(list(ledger.checked(ledger.page(0)))) > 30
    assert of_all == of_one


def _seconds_spent() -> float:
    """Of the processor, the best of several."""
    spent = []
    for _ in range(7):
        began = process_time()
        assert faults() == []
        spent.append(process_time() - began)
    return min(spent)
