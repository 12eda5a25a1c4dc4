"""Names are found by every reading of their signs, without accents, and whatever dots and apostrophes they have.

The forms that complaints are found by are added to those that are there, a page of complaints at a time; no column changes. The
code before it may go on meanwhile; what it logs is found by the older forms alone until this runs again.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from alembic import op

from complaints.access.search_index import Findable, tokens_of
from complaints.infrastructure.encryption import blind_index, unseal
from schemas.names import normal_name

revision = "0034"
down_revision = "0033"

PAGE = 500
STORED = sa.text(
    "SELECT complaint_id, name, agent, representatives FROM complainant WHERE complaint_id > :last"
    " ORDER BY complaint_id LIMIT :page"
)
BETWEEN = "complaint_id BETWEEN :first AND :last"
RESPONDENTS = sa.text(f"SELECT complaint_id, name FROM respondent WHERE name IS NOT NULL AND {BETWEEN}")
CORRECTED = sa.text(f"SELECT complaint_id, before, after FROM correction WHERE field = 'name' AND {BETWEEN}")
KNOWN = sa.text(f"SELECT complaint_id, token FROM search_token WHERE {BETWEEN}")
ADDED = sa.text("INSERT INTO search_token (token, complaint_id) VALUES (:token, :id)")
NAMED = sa.text("UPDATE complainant SET name_index = :name_index WHERE complaint_id = :id")


def upgrade() -> None:
    for rows in _pages():
        _index(rows)


def downgrade() -> None:
    """What is found by more stays so."""


def _pages() -> Iterator[Sequence[sa.Row]]:
    last = 0
    while rows := op.get_bind().execute(STORED, {"last": last, "page": PAGE}).all():
        yield rows
        last = rows[-1].complaint_id


def _index(rows: Sequence[sa.Row]) -> None:
    bind, page = op.get_bind(), {"first": rows[0].complaint_id, "last": rows[-1].complaint_id}
    names, about, known = defaultdict(list), defaultdict(list), defaultdict(set)
    for row in bind.execute(CORRECTED, page):
        names[row.complaint_id] += [unseal(name) for name in (row.before, row.after) if name]
    for row in bind.execute(RESPONDENTS, page):
        about[row.complaint_id].append(unseal(row.name))
    for row in bind.execute(KNOWN, page):
        known[row.complaint_id].add(row.token)
    added, renamed = [], []
    for row in rows:
        names[row.complaint_id] += _names_of(row)
        findable = Findable(names=names[row.complaint_id], respondents=about[row.complaint_id])
        added += [
            {"token": token, "id": row.complaint_id} for token in tokens_of(findable) - known[row.complaint_id]
        ]
        if row.name:
            index = blind_index("name", normal_name(unseal(row.name)))
            renamed.append({"name_index": index, "id": row.complaint_id})
    for statement, values in ((ADDED, added), (NAMED, renamed)):
        if values:
            bind.execute(statement, values)


def _names_of(row: sa.Row) -> list[str]:
    """Of the person, of who speaks for them, and of who represents a group."""
    spoken_for = [json.loads(unseal(row.agent))] if row.agent else []
    spoken_for += json.loads(unseal(row.representatives)) if row.representatives else []
    own = [unseal(row.name)] if row.name else []
    return own + [one["name"] for one in spoken_for if one.get("name")]
