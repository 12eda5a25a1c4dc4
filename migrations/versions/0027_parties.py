"""Several respondents of one complaint, and who speaks for its citizen. New columns without a value and a new table: quick.

Respondents that are there get their row; the code before it goes on with the columns of the complaint.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NAMED = "respondent_unit_id IS NOT NULL OR respondent_officer_id IS NOT NULL OR respondent_name IS NOT NULL"


def upgrade() -> None:
    op.create_table(
        "respondent",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("complaint_id", KEY, nullable=False),
        sa.Column("unit_id", KEY),
        sa.Column("officer_id", KEY),
        sa.Column("name", sa.Text()),
        sa.Column("named_seq", sa.Integer(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cleared_seq", sa.Integer()),
        sa.Column("cleared_at", sa.DateTime(timezone=True)),
        sa.Column("finding", sa.String()),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name="fk_respondent_complaint_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_respondent_unit_id"),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_respondent_officer_id"),
    )
    for column in ("complaint_id", "unit_id", "officer_id"):
        op.create_index(f"ix_respondent_{column}", "respondent", [column])
    op.execute(
        "INSERT INTO respondent (complaint_id, unit_id, officer_id, name, named_seq, named_at)"
        " SELECT id, respondent_unit_id, respondent_officer_id, respondent_name, 1, received_at"
        f" FROM complaint WHERE {NAMED}"
    )
    for name, kind in (
        ("email", sa.Text()),
        ("tell_by", sa.String()),
        ("agent", sa.Text()),
        ("representatives", sa.Text()),
        ("group_size", sa.Integer()),
    ):
        op.add_column("complainant", sa.Column(name, kind))


def downgrade() -> None:
    for name in ("email", "tell_by", "agent", "representatives", "group_size"):
        op.drop_column("complainant", name)
    op.drop_table("respondent")
