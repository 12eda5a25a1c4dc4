"""Rulebooks by name and edition: several live beside each other. Quick: a house has published a few. Code before this goes on
to read the table."""

import sqlalchemy as sa
import yaml
from alembic import op

revision = "0041"
down_revision = "0040"

TEXTS = sa.table(
    "rulebook_text",
    *(sa.column(name, sa.String()) for name in ("version", "name", "edition", "text")),
)


def upgrade() -> None:
    for name in ("name", "edition"):
        op.add_column("rulebook_text", sa.Column(name, sa.String(), nullable=False, server_default=""))
    op.add_column("rulebook_text", sa.Column("unused_from", sa.DateTime(timezone=True), nullable=True))
    connection = op.get_bind()
    for version, text in connection.execute(sa.select(TEXTS.c.version, TEXTS.c.text)).all():
        name = yaml.safe_load(text)["rulebook"]
        named = sa.update(TEXTS).where(TEXTS.c.version == version).values(name=name, edition=version)
        connection.execute(named)
    op.create_index("ix_rulebook_text_edition", "rulebook_text", ["name", "edition"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_rulebook_text_edition", "rulebook_text")
    for name in ("name", "edition", "unused_from"):
        op.drop_column("rulebook_text", name)
