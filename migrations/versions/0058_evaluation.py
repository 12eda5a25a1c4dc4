"""Third-party evaluation. New, empty tables: quick, and the code before them does without."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def _to(table: str, name: str) -> sa.Column:
    column = f"{name}_id"
    return sa.Column(column, KEY, sa.ForeignKey(f"{table}.id"), nullable=False)


def upgrade() -> None:
    op.create_table(
        "evaluation_sample",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("criteria", sa.String(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        _to("officer", "by"),
        sa.Column("at", TIME, nullable=False),
        sa.UniqueConstraint("period", name="uq_evaluation_sample_period"),
    )
    op.create_table(
        "evaluation_case",
        sa.Column("id", KEY, primary_key=True),
        _to("evaluation_sample", "sample"),
        _to("complaint", "complaint"),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.UniqueConstraint("sample_id", "place", name="uq_evaluation_case_place"),
        sa.UniqueConstraint("sample_id", "complaint_id", name="uq_evaluation_case_complaint"),
    )
    op.create_index("ix_evaluation_case_complaint_id", "evaluation_case", ["complaint_id"])
    op.create_table(
        "evaluation_score",
        sa.Column("id", KEY, primary_key=True),
        _to("evaluation_case", "case"),
        _to("officer", "by"),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
    )
    op.create_index("ix_evaluation_score_case_id", "evaluation_score", ["case_id"])
    op.create_table(
        "published_evaluation",
        sa.Column("sample_id", KEY, sa.ForeignKey("evaluation_sample.id"), primary_key=True),
        sa.Column("content", sa.JSON(), nullable=False),
        _to("officer", "by"),
        sa.Column("at", TIME, nullable=False),
    )


def downgrade() -> None:
    for table in ("published_evaluation", "evaluation_score", "evaluation_case", "evaluation_sample"):
        op.drop_table(table)
