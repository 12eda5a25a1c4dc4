"""The answerable person is the first responder or the handler, also while there is no handler.

The check of 0001 answered neither yes nor no where the handler is missing, and let anybody pass. PostgreSQL reads all
complaints once to accept the new check and blocks writes meanwhile; code before this version keeps within it.
"""

from alembic import op

revision = "0005"
down_revision = "0004"

NAME = "ck_complaint_answerable_is_known"
BEFORE = "answerable_id = first_responder_id OR answerable_id = handler_id"
KNOWN = "answerable_id = first_responder_id OR (handler_id IS NOT NULL AND answerable_id = handler_id)"
UNKNOWN = "NEW.answerable_id <> NEW.first_responder_id AND (NEW.handler_id IS NULL OR NEW.answerable_id <> NEW.handler_id)"


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return _check(KNOWN)
    for verb in ("INSERT", "UPDATE"):  # SQLite cannot change a check without building the table again
        op.execute(
            f"CREATE TRIGGER answerable_is_known_{verb.lower()} BEFORE {verb} ON complaint WHEN {UNKNOWN}"
            " BEGIN SELECT RAISE(ABORT, 'the answerable person is the first responder or the handler'); END"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return _check(BEFORE)
    for verb in ("insert", "update"):
        op.execute(f"DROP TRIGGER answerable_is_known_{verb}")


def _check(condition: str) -> None:
    op.execute(f"ALTER TABLE complaint DROP CONSTRAINT {NAME}")
    op.execute(f"ALTER TABLE complaint ADD CONSTRAINT {NAME} CHECK ({condition})")
