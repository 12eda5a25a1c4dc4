"""Every sealed column is declared with its purpose, readers and time, and what officers' accounts hold in clear too."""

from __future__ import annotations

import sqlalchemy as sa

from complaints.casework.personal_columns import declared, not_personal
from complaints.infrastructure.database import db
from complaints.infrastructure.sealed_columns import kind_of, sealed_tables
from complaints.web.auditor.assessment import PERIODS, SEALED
from tests.laws.test_sealed_columns import _ACCOUNT, IN_CLEAR

OTHERS = {"complaint", "account", "record"}


def undeclared(metadata: sa.MetaData) -> set[str]:
    sealed = {f"{table.name}.{name}" for table in sealed_tables(metadata) for name in table.columns}
    of_accounts = {name for name, why in IN_CLEAR.items() if why == _ACCOUNT}
    return (sealed | of_accounts) - set(named()) - not_personal()


def named() -> list[str]:
    return [name for one in declared() for name in one.names]


def test_personal_data_is_declared() -> None:
    assert undeclared(db.metadata) == set()


def test_what_is_declared_is_there_once() -> None:
    there = {f"{table.name}.{column.name}" for table in db.metadata.sorted_tables for column in table.columns}

    assert set(named()) | not_personal() <= there
    assert len(named()) == len(set(named()))


def test_every_period_and_seal_has_words() -> None:
    kinds = {kind_of(column) for table in db.metadata.sorted_tables for column in table.columns} - {None}

    assert {one.kept for one in declared()} <= OTHERS | PERIODS.keys()
    assert kinds <= SEALED.keys()


def test_law_sees_a_sealed_column_that_is_not_declared() -> None:
    metadata = sa.MetaData()
    kind = next(c.type for c in db.metadata.tables["complainant"].columns if c.name == "phone")
    sa.Table("remark", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("phone", kind))

    assert "remark.phone" in undeclared(metadata)
