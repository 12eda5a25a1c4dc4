"""The dispatch catalogue, whose rows the database keeps as they are. New, empty tables: the code before it does without."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE = "catalogue_entry"
PERMANENT = f"the record of {TABLE} is permanent"
VERBS = ("UPDATE", "DELETE")


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", KEY, primary_key=True),
        sa.Column("first_id", KEY, nullable=True),
        sa.Column("replaces_id", KEY, nullable=True),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("keywords", sa.JSON(), nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source_id", KEY, nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint("step IN ('added','changed','ended')", name="ck_catalogue_entry_step_is_known"),
        sa.ForeignKeyConstraint(["first_id"], [f"{TABLE}.id"], name="fk_catalogue_entry_first_id"),
        sa.ForeignKeyConstraint(["replaces_id"], [f"{TABLE}.id"], name="fk_catalogue_entry_replaces_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_catalogue_entry_unit_id"),
        sa.ForeignKeyConstraint(["by_id"], ["officer.id"], name="fk_catalogue_entry_by_id"),
        sa.ForeignKeyConstraint(["source_id"], ["complaint.id"], name="fk_catalogue_entry_source_id"),
        sa.UniqueConstraint("replaces_id", name="uq_catalogue_entry_replaces_id"),
    )
    op.create_index("ix_catalogue_entry_first_id", TABLE, ["first_id"])
    op.create_table(
        "catalogue_keyword",
        sa.Column("entry_id", KEY, nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("head", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], [f"{TABLE}.id"], name="fk_catalogue_keyword_entry_id"),
        sa.PrimaryKeyConstraint("entry_id", "word", name="pk_catalogue_keyword"),
    )
    op.create_index("ix_catalogue_keyword_head", "catalogue_keyword", ["head", "category"])
    _keep_rows()


def _keep_rows() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in VERBS:
            op.execute(
                f"CREATE TRIGGER {TABLE}_{verb.lower()}_refused BEFORE {verb} ON {TABLE}"
                f" BEGIN SELECT RAISE(ABORT, '{PERMANENT}'); END"
            )
    else:
        op.execute(
            f"CREATE TRIGGER {TABLE}_refused BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW"
            f" EXECUTE FUNCTION shouwen_refuse('{PERMANENT}')"
        )


def downgrade() -> None:
    op.drop_table("catalogue_keyword")
    op.drop_table(TABLE)
