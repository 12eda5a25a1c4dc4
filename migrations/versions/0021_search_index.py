"""Complaints are found by parts of names, pinyin, any of the numbers given, and the sender's number.

A new table and a column without a value: nothing waits for their locks. What is stored is indexed again, a page of complaints
at a time. The code before it may go on meanwhile, but what it logs is found by its exact name and number alone.
"""

import json
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from complaints.access.search_index import Findable, contacts_here, tokens_of
from complaints.infrastructure.encryption import blind_index, seal, unseal
from complaints.models import Officer, Unit
from schemas.names import normal_name
from schemas.phones import NoPhone, as_stored

revision = "0021"
down_revision = "0020"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PAGE = 500
STORED = sa.text(
    "SELECT c.id, c.sender_number, c.respondent_name, c.respondent_officer_id, c.respondent_unit_id, p.name, p.phone"
    " FROM complaint c JOIN complainant p ON p.complaint_id = c.id WHERE c.id > :last ORDER BY c.id LIMIT :page"
)
TOKEN = sa.table("search_token", sa.column("token", sa.String()), sa.column("complaint_id", KEY))
PERSON = sa.text(
    "UPDATE complainant SET contacts = :contacts, name_index = :name_index WHERE complaint_id = :id"
)
NAMED = sa.text("UPDATE complainant SET name_index = :name_index WHERE complaint_id = :id")


def upgrade() -> None:
    op.add_column("complainant", sa.Column("contacts", sa.Text()))
    op.create_table(
        "search_token",
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("complaint_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name="fk_search_token_complaint_id"),
        sa.PrimaryKeyConstraint("token", "complaint_id", name="pk_search_token"),
    )
    op.create_index("ix_search_token_complaint_id", "search_token", ["complaint_id"])
    for rows in _pages():
        _index(rows)


def downgrade() -> None:
    for rows in _pages():
        for row in rows:
            if row.name:
                op.get_bind().execute(NAMED, {"id": row.id, "name_index": blind_index("name", unseal(row.name))})
    op.drop_table("search_token")
    op.drop_column("complainant", "contacts")


def _pages() -> Iterator[list[sa.Row]]:
    last = 0
    while rows := list(op.get_bind().execute(STORED, {"last": last, "page": PAGE})):
        yield rows
        last = rows[-1].id


def _index(rows: list[sa.Row]) -> None:
    """One statement for each table of a page."""
    tokens, persons = [], []
    for row in rows:
        found, person = _found_by(row)
        tokens += [{"token": token, "complaint_id": row.id} for token in sorted(found)]
        persons.append({"id": row.id, **person})
    if tokens:
        op.get_bind().execute(sa.insert(TOKEN), tokens)
    op.get_bind().execute(PERSON, persons)


def _found_by(row: sa.Row) -> tuple[set[str], dict[str, str | None]]:
    name, phone = (unseal(sealed) if sealed else "" for sealed in (row.name, row.phone))
    try:
        contacts = contacts_here(phone)
    except NoPhone:  # stored by other means than a form: shown as it is, found by nothing
        contacts = ()
    about = [unseal(row.respondent_name)] if row.respondent_name else []
    about += [Officer(id=row.respondent_officer_id)] if row.respondent_officer_id else []
    about += [Unit(id=row.respondent_unit_id)] if row.respondent_unit_id else []
    findable = Findable([name] if name else [], contacts, about, row.sender_number or "")
    stored = json.dumps([as_stored(one) for one in contacts], ensure_ascii=False)
    return tokens_of(findable), {
        "contacts": seal(stored) if contacts else None,
        "name_index": blind_index("name", normal_name(name)) if name else None,
    }
