"""Every complaint is indexed as new ones are: in one script, with one sign of zero and without vowel marks, with radicals read as
signs, by the signs of patterns, and by phone numbers without their area code.

One pass in place of those that 0034, 0042, 0044 and 0045 made: a page of complaints at a time, one statement for each table of a page,
beside what each is found by already. Some thousand complaints a second; no lock is held for longer than the migration of a page
needs. The code before it may go on meanwhile; what it logs is found by the older forms alone until this runs again.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from alembic import op

from complaints.access.search_index import Findable, contacts_here, tokens_of
from complaints.infrastructure.encryption import blind_index, unseal
from complaints.models import Officer, Unit
from schemas.names import normal_name, normal_words
from schemas.phones import Contact, NoPhone

revision = "0047"
down_revision = "0046"

PAGE = 1000
STORED = sa.text(
    "SELECT c.id, c.subject, c.narrative, c.words, c.sender_number, p.name, p.name_index, p.contacts, p.agent,"
    " p.representatives FROM complaint c JOIN complainant p ON p.complaint_id = c.id"
    " WHERE c.id > :last ORDER BY c.id LIMIT :page"
)
BETWEEN = "complaint_id BETWEEN :first AND :last"
RESPONDENTS = sa.text(f"SELECT complaint_id, name, unit_id, officer_id FROM respondent WHERE {BETWEEN}")
CORRECTED = sa.text(
    "SELECT complaint_id, field, before, after FROM correction"
    f" WHERE field IN ('name', 'agent_name', 'phone', 'agent_phone', 'sender_number') AND {BETWEEN}"
)
KNOWN = sa.text(f"SELECT complaint_id, token FROM search_token WHERE {BETWEEN}")
GIVEN = {  # the values of a page, as rows of (id, text)
    "sqlite": "(SELECT value ->> 0 AS id, value ->> 1 AS text FROM json_each(:rows)) AS given",
    "postgresql": (
        "(SELECT CAST(value ->> 0 AS bigint) AS id, value ->> 1 AS text"
        " FROM json_array_elements(CAST(:rows AS json))) AS given"
    ),
}
ADDED = "INSERT INTO search_token (complaint_id, token) SELECT id, text FROM {given}"
WORDED = "UPDATE complaint SET words = given.text FROM {given} WHERE complaint.id = given.id"
NAMED = "UPDATE complainant SET name_index = given.text FROM {given} WHERE complainant.complaint_id = given.id"

Rows = list[tuple[int, str]]


def upgrade() -> None:
    for rows in _pages():
        _index(rows)


def downgrade() -> None:
    """What is found by more stays so."""


def _pages() -> Iterator[Sequence[sa.Row]]:
    last = 0
    while rows := op.get_bind().execute(STORED, {"last": last, "page": PAGE}).all():
        yield rows
        last = rows[-1].id


def _index(rows: Sequence[sa.Row]) -> None:
    page = {"first": rows[0].id, "last": rows[-1].id}
    before, known = _of_before(page), defaultdict(set)
    for complaint_id, token in op.get_bind().execute(KNOWN, page):
        known[complaint_id].add(token)
    added: Rows = []
    words: Rows = []
    named: Rows = []
    for row in rows:
        name, text = row.name and unseal(row.name), normal_words(row.subject, row.narrative)
        tokens = {token for one in (_findable(row, name), *before[row.id]) for token in tokens_of(one)}
        added += [(row.id, token) for token in sorted(tokens - known[row.id])]
        words += [(row.id, text)] if text != row.words else []
        index = blind_index("name", normal_name(name)) if name else None
        named += [(row.id, index)] if index and index != row.name_index else []
    for statement, values in ((ADDED, added), (WORDED, words), (NAMED, named)):
        _write(statement, values)


def _write(statement: str, values: Rows) -> None:
    bind = op.get_bind()
    if values:
        given = statement.format(given=GIVEN[bind.dialect.name])
        bind.execute(sa.text(given), {"rows": json.dumps(values, ensure_ascii=False)})


def _of_before(page: dict[str, int]) -> dict[int, list[Findable]]:
    """Respondents, and what was corrected: it is still found by that."""
    found: dict[int, list[Findable]] = defaultdict(list)
    for row in op.get_bind().execute(RESPONDENTS, page):
        given = [unseal(row.name)] if row.name else []
        given += [Officer(id=row.officer_id)] if row.officer_id else []
        given += [Unit(id=row.unit_id)] if row.unit_id else []
        found[row.complaint_id].append(Findable(respondents=given))
    for row in op.get_bind().execute(CORRECTED, page):
        for text in (unseal(sealed) for sealed in (row.before, row.after) if sealed):
            found[row.complaint_id].append(_corrected(row.field, text))
    return found


def _corrected(field: str, text: str) -> Findable:
    if field == "sender_number":
        return Findable(sender_number=text)
    return Findable(contacts=_contacts(text)) if field.endswith("phone") else Findable(names=[text])


def _findable(row: sa.Row, name: str | None) -> Findable:
    """The person, who speaks for them, who represents a group, and the number of the sender."""
    others = [json.loads(unseal(row.agent))] if row.agent else []
    others += json.loads(unseal(row.representatives)) if row.representatives else []
    names = [name] if name else []
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
