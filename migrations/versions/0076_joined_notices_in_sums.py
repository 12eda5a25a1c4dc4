"""Notices to citizens of joined complaints count into the sums of the leading one, and the seeds of call-backs into one of their own.

An empty column and its index, then one statement over the notices: a minute for some millions. Sums that agree with their rows
are counted again after the last migration (migrations/env.py); others stay a break. The code before it must not go on meanwhile.
"""

import sqlalchemy as sa
from alembic import op

from complaints.casework.checksum_completion import WITHOUT_JOINED, mark, unmark

revision = "0076"
down_revision = "0075"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# number of the leading complaint/step/citizen/number of the joined one
OF_JOINED = """
UPDATE notice SET about_id = (
    SELECT owing.id FROM complaint AS owing
    WHERE owing.tracking_number = substr(notice.key, 1, 12) AND owing.id <> notice.complaint_id
) WHERE recipient = 'citizen' AND key LIKE '____________/%/citizen/____________'
"""


def upgrade() -> None:
    op.add_column("notice", sa.Column("about_id", KEY, nullable=True))
    op.execute(OF_JOINED)
    some = sa.text("about_id IS NOT NULL")
    op.create_index("ix_notice_about", "notice", ["about_id"], postgresql_where=some, sqlite_where=some)
    mark(op.get_bind(), WITHOUT_JOINED)


def downgrade() -> None:
    unmark(op.get_bind(), WITHOUT_JOINED)
    op.drop_index("ix_notice_about", "notice")
    op.drop_column("notice", "about_id")
