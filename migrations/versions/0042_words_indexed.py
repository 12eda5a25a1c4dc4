"""Words, names and numbers are found in one script, without accents, brackets and masks.

A column without a value: nothing waits for its lock. What is stored is indexed again, a page of complaints at a time, beside what
it is found by already. The code before it may go on meanwhile; what it logs has no words of this form and is looked through as
it was typed.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from alembic import op

from complaints.access.search_index import Findable, contacts_here, tokens_of
from complaints.infrastructure.encryption import blind_index, unseal
from schemas.names import normal_name, normal_words
from schemas.phones import Contact, NoPhone

revision = "0042"
down_revision = "0041"

PAGE = 500
STORED = sa.text(
    "SELECT c.id, c.subject, c.narrative, c.sender_number, p.name, p.contacts, p.agent, p.representatives"
    " FROM complaint c JOIN complainant p ON p.complaint_id = c.id WHERE c.id > :last ORDER BY c.id LIMIT :page"
)
BETWEEN = "complaint_id BETWEEN :first AND :last"
RESPONDENTS = sa.text(f"SELECT complaint_id, name FROM respondent WHERE name IS NOT NULL AND {BETWEEN}")
CORRECTED = sa.text(
    "SELECT complaint_id, field, before, after FROM correction"
    f" WHERE field IN ('name', 'agent_name', 'sender_number') AND {BETWEEN}"
)
KNOWN = sa.text(f"SELECT complaint_id, token FROM search_token WHERE {BETWEEN}")
ADDED = sa.text("INSERT INTO search_token (token, complaint_id) VALUES (:token, :id)")
NAMED = sa.text("UPDATE complainant SET name_index = :name_index WHERE complaint_id = :id")
WORDED = sa.text("UPDATE complaint SET words = :words WHERE id = :id")


def upgrade() -> None:
    op.add_column("complaint", sa.Column("words", sa.Text()))
    for rows in _pages():
        _index(rows)


def downgrade() -> None:
    """What is found by more stays so."""
    op.drop_column("complaint", "words")


def _pages() -> Iterator[Sequence[sa.Row]]:
    last = 0
    while rows := op.get_bind().execute(STORED, {"last": last, "page": PAGE}).all():
        yield rows
        last = rows[-1].id


def _index(rows: Sequence[sa.Row]) -> None:
    bind, page = op.get_bind(), {"first": rows[0].id, "last": rows[-1].id}
    before, known = _of_before(page), defaultdict(set)
    for row in bind.execute(KNOWN, page):
        known[row.complaint_id].add(row.token)
    added: list[dict[str, object]] = []
    for row in rows:
        tokens = {token for one in (_findable(row), *before[row.id]) for token in tokens_of(one)}
        added += [{"token": token, "id": row.id} for token in sorted(tokens - known[row.id])]
    words = [{"words": normal_words(f"{row.subject}\n{row.narrative}"), "id": row.id} for row in rows]
    named = [
        {"name_index": blind_index("name", normal_name(unseal(row.name))), "id": row.id} for row in rows if row.name
    ]
    for statement, values in ((ADDED, added), (WORDED, words), (NAMED, named)):
        if values:
            bind.execute(statement, values)


def _of_before(page: dict[str, int]) -> dict[int, list[Findable]]:
    """Respondents by name, and what was corrected: it is still found by that."""
    found: dict[int, list[Findable]] = defaultdict(list)
    for row in op.get_bind().execute(RESPONDENTS, page):
        found[row.complaint_id].append(Findable(respondents=[unseal(row.name)]))
    for row in op.get_bind().execute(CORRECTED, page):
        for text in (unseal(sealed) for sealed in (row.before, row.after) if sealed):
            is_number = row.field == "sender_number"
            one = Findable(sender_number=text) if is_number else Findable(names=[text])
            found[row.complaint_id].append(one)
    return found


def _findable(row: sa.Row) -> Findable:
    """The person, who speaks for them, who represents a group, and the number of the sender."""
    others = [json.loads(unseal(row.agent))] if row.agent else []
    others += json.loads(unseal(row.representatives)) if row.representatives else []
    names = [unseal(row.name)] if row.name else []
    names += [one["name"] for one in others if one.get("name")]
    contacts = [Contact(**one) for one in json.loads(unseal(row.contacts))] if row.contacts else []
    for one in others:
        contacts += _contacts(one.get("phone") or "")
    return Findable(names, contacts, sender_number=row.sender_number or "")


def _contacts(text: str) -> tuple[Contact, ...]:
    try:
        return contacts_here(text)
    except NoPhone:  # stored by other means than a form: shown as it is, found by nothing
        return ()
