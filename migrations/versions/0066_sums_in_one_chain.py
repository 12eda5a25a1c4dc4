"""The ids of rows count into their sums, and each sum of a table of the organisation is a link in one chain.

A new table and a mark: quick. Sums that agree with their rows are counted again after the last migration (migrations/env.py);
others stay a break. The code before it must not go on meanwhile: what it writes would be a break.
"""

import sqlalchemy as sa
from alembic import op

from complaints.casework.checksum_completion import WITHOUT_IDS, mark, unmark

revision = "0066"
down_revision = "0065"
TABLE = "organisation_sum"
PERMANENT = f"the record of {TABLE} is permanent"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column(
            "number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=False
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("checksum", sa.String(), nullable=False),
    )
    _protect()
    mark(op.get_bind(), WITHOUT_IDS)


def downgrade() -> None:
    unmark(op.get_bind(), WITHOUT_IDS)
    op.drop_table(TABLE)


def _protect() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {TABLE}_{verb.lower()}_refused BEFORE {verb} ON {TABLE}"
                f" BEGIN SELECT RAISE(ABORT, '{PERMANENT}'); END"
            )
    else:
        op.execute(
            f"CREATE TRIGGER {TABLE}_refused BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW"
            f" EXECUTE FUNCTION shouwen_refuse('{PERMANENT}')"
        )
