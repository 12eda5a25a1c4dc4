"""Complaints of other offices are found by the sender's number with and without the optional words in it: 年, 字, Ref, 工单.

A page of complaints at a time, only those with such a number, beside what each is found by already. No lock is held for longer than
the migration of a page needs. The code before it may go on meanwhile; what it logs is found by the older form alone.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from alembic import op

from complaints.access.search_index import Findable, tokens_of
from complaints.infrastructure.encryption import unseal

revision = "0060"
down_revision = "0059"

PAGE = 1000
STORED = sa.text(
    "SELECT id, sender_number FROM complaint WHERE id > :last AND sender_number IS NOT NULL ORDER BY id LIMIT :page"
)
CORRECTED = sa.text(
    "SELECT complaint_id, before, after FROM correction"
    " WHERE field = 'sender_number' AND complaint_id BETWEEN :first AND :last"
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
    bind, page = op.get_bind(), {"first": rows[0].id, "last": rows[-1].id}
    numbers = defaultdict(set)
    for row in rows:
        numbers[row.id].add(row.sender_number)
    for row in bind.execute(CORRECTED, page):
        numbers[row.complaint_id] |= {unseal(sealed) for sealed in (row.before, row.after) if sealed}
    added = [(complaint_id, token) for complaint_id, given in numbers.items() for token in _tokens(given)]
    statement = sa.text(ADDED.format(given=GIVEN[bind.dialect.name]))
    bind.execute(statement, {"rows": json.dumps(added, ensure_ascii=False)})


def _tokens(numbers: set[str]) -> list[str]:
    return sorted({token for number in numbers for token in tokens_of(Findable(sender_number=number))})
