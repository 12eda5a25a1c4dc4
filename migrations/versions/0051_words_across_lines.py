"""Words are found across line breaks, as across spaces.

A page of complaints at a time, one statement for each; only those of several lines. The code before it may go on meanwhile: words
that a line break parts are not found in what it logs.
"""

import json
from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from alembic import op

from schemas.names import normal_words

revision = "0051"
down_revision = "0050"

PAGE = 1000
STORED = sa.text(
    "SELECT id, subject, narrative, words FROM complaint WHERE id > :last AND words IS NOT NULL ORDER BY id LIMIT :page"
)
GIVEN = {  # the values of a page, as rows of (id, text)
    "sqlite": "(SELECT value ->> 0 AS id, value ->> 1 AS text FROM json_each(:rows)) AS given",
    "postgresql": (
        "(SELECT CAST(value ->> 0 AS bigint) AS id, value ->> 1 AS text"
        " FROM json_array_elements(CAST(:rows AS json))) AS given"
    ),
}
WORDED = "UPDATE complaint SET words = given.text FROM {given} WHERE complaint.id = given.id"


def upgrade() -> None:
    bind = op.get_bind()
    worded = sa.text(WORDED.format(given=GIVEN[bind.dialect.name]))
    for page in _pages():
        changed = [(row.id, text) for row in page if (text := _words_of(row)) != row.words]
        if changed:
            bind.execute(worded, {"rows": json.dumps(changed, ensure_ascii=False)})


def downgrade() -> None:
    """What is found by more stays so."""


def _pages() -> Iterator[Sequence[sa.Row]]:
    last = 0
    while rows := op.get_bind().execute(STORED, {"last": last, "page": PAGE}).all():
        yield rows
        last = rows[-1].id


def _words_of(row: sa.Row) -> str:
    return normal_words(row.subject, row.narrative)
