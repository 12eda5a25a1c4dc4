"""Until when a given password is good, and which sessions were ended, each in a place of its own.

The code before it kept the one as "UNTIL HASH" in the password and the other among the drafts, where nothing but the hash
of a token tells an ended session from a draft, for the words are sealed. So every hash there is taken over: that of a draft
names no session, and is forgotten within a day like the others. Nothing is lost either way. Stop the code before it first:
it would let a given password in once more, and new code does not see what it ends or gives meanwhile.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from complaints.infrastructure.encryption import seal

revision = "0017"
down_revision = "0016"

OFFICER = sa.table(
    "officer",
    sa.column("id", sa.BigInteger()),
    sa.column("password", sa.String()),
    sa.column("password_until", sa.DateTime(timezone=True)),
)
PUT_BACK = sa.text(
    "INSERT INTO draft (token_hash, words, expires_at) SELECT token_hash, :words, kept_until FROM ended_sitting"
    " WHERE token_hash NOT IN (SELECT token_hash FROM draft)"
)


def upgrade() -> None:
    op.add_column("officer", sa.Column("password_until", sa.DateTime(timezone=True)))
    for officer in _officers(OFFICER.c.password.like("% %")):
        until, _, hashed = officer.password.partition(" ")
        _write(officer.id, hashed, datetime.fromtimestamp(int(until), UTC))
    op.create_table(
        "ended_sitting",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("kept_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_ended_sitting")),
    )
    op.create_index("ix_ended_sitting_kept_until", "ended_sitting", ["kept_until"])
    op.execute("INSERT INTO ended_sitting (token_hash, kept_until) SELECT token_hash, expires_at FROM draft")


def downgrade() -> None:
    op.get_bind().execute(PUT_BACK, {"words": seal("{}")})
    op.drop_table("ended_sitting")
    for officer in _officers(OFFICER.c.password_until.is_not(None)):
        until = officer.password_until
        until = until.replace(tzinfo=UTC) if until.tzinfo is None else until  # SQLite keeps no zone
        _write(officer.id, f"{int(until.timestamp())} {officer.password}", None)
    op.drop_column("officer", "password_until")


def _officers(which: sa.ColumnElement[bool]) -> list[sa.Row]:
    return list(op.get_bind().execute(sa.select(OFFICER).where(which)))


def _write(officer: int, password: str, until: datetime | None) -> None:
    named = sa.update(OFFICER).where(OFFICER.c.id == officer)
    op.get_bind().execute(named.values(password=password, password_until=until))
