"""What the database itself refuses, so that no code path can break a promise.

Events, handover steps and asks are never changed or removed. The first responder changes only to an officer who took
the duty over (promise 1). What was promised stays: limit, basis and start never change, a due time never moves earlier
(promise 5).
"""

from alembic import op

revision = "0002"
down_revision = "0001"

PERMANENT = ("event", "handover", "ask")
DUTY_TAKEN = (
    "EXISTS (SELECT 1 FROM handover h WHERE h.complaint_id = NEW.id AND h.kind = 'duty'"
    " AND h.step = 'taken' AND h.officer_id = NEW.first_responder_id)"
)
PROMISE_KEPT = (
    'NEW.due_at < OLD.due_at OR NEW."limit" <> OLD."limit" OR NEW.basis_zh <> OLD.basis_zh'
    " OR NEW.started_at <> OLD.started_at OR NEW.first_due_at <> OLD.first_due_at"
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _for_sqlite()
    else:
        _for_postgresql()


def _for_sqlite() -> None:
    for table in PERMANENT:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_{verb.lower()}_refused BEFORE {verb} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, 'the record of {table} is permanent'); END"
            )
    op.execute(
        "CREATE TRIGGER first_responder_kept BEFORE UPDATE OF first_responder_id ON complaint"
        f" WHEN NEW.first_responder_id <> OLD.first_responder_id AND NOT {DUTY_TAKEN}"
        " BEGIN SELECT RAISE(ABORT, 'the first responder changes only by a handover that was taken'); END"
    )
    op.execute(
        f"CREATE TRIGGER promise_kept BEFORE UPDATE ON deadline WHEN {PROMISE_KEPT}"
        " BEGIN SELECT RAISE(ABORT, 'a promise is frozen when it is made'); END"
    )


def _for_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION shouwen_refuse() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table in PERMANENT:
        op.execute(
            f"CREATE TRIGGER {table}_refused BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW"
            f" EXECUTE FUNCTION shouwen_refuse('the record of {table} is permanent')"
        )
    op.execute(
        "CREATE FUNCTION shouwen_first_responder() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF NOT {DUTY_TAKEN} THEN RAISE EXCEPTION 'the first responder changes only by a handover that was taken'"
        " USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER first_responder_kept BEFORE UPDATE OF first_responder_id ON complaint FOR EACH ROW"
        " WHEN (NEW.first_responder_id <> OLD.first_responder_id) EXECUTE FUNCTION shouwen_first_responder()"
    )
    op.execute(
        f"CREATE TRIGGER promise_kept BEFORE UPDATE ON deadline FOR EACH ROW WHEN ({PROMISE_KEPT})"
        " EXECUTE FUNCTION shouwen_refuse('a promise is frozen when it is made')"
    )


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    names = [(table, f"{table}_{verb}_refused") for table in PERMANENT for verb in ("update", "delete")]
    if not sqlite:
        names = [(table, f"{table}_refused") for table in PERMANENT]
    for table, name in [*names, ("complaint", "first_responder_kept"), ("deadline", "promise_kept")]:
        op.execute(f"DROP TRIGGER {name}" if sqlite else f"DROP TRIGGER {name} ON {table}")
    if not sqlite:
        op.execute("DROP FUNCTION shouwen_first_responder()")
        op.execute("DROP FUNCTION shouwen_refuse()")
