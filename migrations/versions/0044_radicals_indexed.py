"""Names and words written with radicals out of a PDF are found as the signs they look like.

Indexed again as 0042 did, a page of complaints at a time and beside what each is found by already; no lock is held for long.
"""

from alembic import context

revision = "0044"
down_revision = "0043"


def upgrade() -> None:
    words_indexed = context.script.get_revision("0042").module
    for rows in words_indexed._pages():
        words_indexed._index(rows)


def downgrade() -> None:
    """What is found by more stays so."""
