"""Names of Chinese signs and Latin letters are found by their pinyin, and numbers of other offices without their prefix and the zeros
of their serial.

A page of complaints at a time, beside what each is found by already. No lock is held for longer than the migration of a page needs.
The code before it may go on meanwhile; what it logs is found by the older forms alone.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from alembic import op

from complaints.access.search_index import Findable, tokens_of
from complaints.infrastructure.encryption import unseal
from complaints.infrastructure.pinyin import is_mixed
from schemas.names import normal_name

revision = "0070"
down_revision = "0069"

PAGE = 1000
STORED = sa.text(
    "SELECT c.id, c.sender_number, p.name, p.agent, p.representatives"
    " FROM complaint c LEFT JOIN complainant p ON p.complaint_id = c.id WHERE c.id > :last ORDER BY c.id LIMIT :page"
)
BETWEEN = "complaint_id BETWEEN :first AND :last"
RESPONDENTS = sa.text(f"SELECT complaint_id, name FROM respondent WHERE name IS NOT NULL AND {BETWEEN}")
CORRECTED = sa.text(
    "SELECT complaint_id, field, before, after FROM correction"
    f" WHERE field IN ('name', 'agent_name', 'sender_number') AND {BETWEEN}"
)
GIVEN = {  # the values of a page, as rows of (id, text)
    "sqlite": "(SELECT value ->> 0 AS id, value ->> 1 AS text FROM json_each(:rows)) AS given",
    "postgresql": (
        "(SELECT CAST(value ->> 0 AS bigint) AS id, value ->> 1 AS text"
        " FROM json_array_elements(CAST(:rows AS json))) AS given"
    ),
}
ADDED = (
    "INSERT INTO search_token (complaint_id, token) SELECT id, text FROM {given} WHERE true"
    " ON CONFLICT DO NOTHING"
)
NUMBER = "sender_number"

Given = tuple[int, Findable]


def upgrade() -> None:
    bind = op.get_bind()
    statement = sa.text(ADDED.format(given=GIVEN[bind.dialect.name]))
    for rows in _pages():
        tokens: dict[int, set[str]] = defaultdict(set)
        for complaint_id, findable in (*_stored(rows), *_beside(rows)):
            tokens[complaint_id] |= tokens_of(findable)
        added = [(complaint_id, one) for complaint_id, found in tokens.items() for one in sorted(found)]
        if added:
            bind.execute(statement, {"rows": json.dumps(added, ensure_ascii=False)})


def downgrade() -> None:
    """What is found by more stays so."""


def _pages() -> Iterator[Sequence[sa.Row]]:
    last = 0
    while rows := op.get_bind().execute(STORED, {"last": last, "page": PAGE}).all():
        yield rows
        last = rows[-1].id


def _stored(rows: Sequence[sa.Row]) -> Iterator[Given]:
    for row in rows:
        others = [json.loads(unseal(row.agent))] if row.agent else []
        others += json.loads(unseal(row.representatives)) if row.representatives else []
        names = [unseal(row.name)] if row.name else []
        names += [one["name"] for one in others if one.get("name")]
        yield row.id, Findable(_mixed(names), sender_number=unseal(row.sender_number) if row.sender_number else "")


def _beside(rows: Sequence[sa.Row]) -> Iterator[Given]:
    """Respondents, and what was corrected: it is still found by that."""
    bind, page = op.get_bind(), {"first": rows[0].id, "last": rows[-1].id}
    for row in bind.execute(RESPONDENTS, page):
        yield row.complaint_id, Findable(respondents=_mixed([unseal(row.name)]))
    for row in bind.execute(CORRECTED, page):
        for text in (unseal(sealed) for sealed in (row.before, row.after) if sealed):
            is_number = row.field == NUMBER
            yield row.complaint_id, Findable(sender_number=text) if is_number else Findable(_mixed([text]))


def _mixed(names: list[str]) -> list[str]:
    return [name for name in names if is_mixed(normal_name(name))]
