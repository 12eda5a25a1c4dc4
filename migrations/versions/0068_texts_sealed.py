"""Free text is sealed, as names and numbers were: a page of rows at a time, with how far it is on standard error.

The code before it must have stopped: it would read sealed text as text. No plain value changes, so neither checksums nor chains
do, and what did not verify before does not verify after. Rows that the database keeps as they are may be sealed again, no more.
"""

import sqlalchemy as sa
from alembic import op
from tqdm import tqdm

from complaints.infrastructure.sealed_columns import (
    ALIKE,
    TEXT,
    WORDS,
    Change,
    SealedTable,
    change_page,
    open_sealed,
    pages,
    seal_clear,
)

revision = "0068"
down_revision = "0067"

TABLES = {
    "ask": {"words": WORDS},
    "audit_note": {"detail": WORDS},
    "complaint": {
        **dict.fromkeys(("subject", "narrative", "sender_number", "findings", "reply", "failure"), TEXT),
        "words": ALIKE,
    },
    "consultation": {"words": TEXT},
    "escalation": {"review_note": TEXT},
    "evaluation_score": {"note": TEXT},
    "event": {"note": TEXT, "detail": WORDS},
    "handover": {"reason": TEXT},
    "notice": {"words": WORDS, "last_error": TEXT},
    "respondent": {"finding": TEXT},
    "round_record": {"before": WORDS},
    "saved_view": {"title": TEXT, "criteria": WORDS},
}
PERMANENT = {  # their sealed columns; the rest is never written again
    "ask": ("words",),
    "consultation": ("words",),
    "correction": ("before", "after"),
    "event": ("note", "detail"),
    "handover": ("reason",),
    "round_record": ("before",),
}
BLANKED = r"""regexp_replace(CAST({} AS text), '(^|")(~[0-9a-f]{{8}}\.|gAAAAA)[^"]*', '\1~', 'g')"""
SEALED_AGAIN = (  # on SQLite, for a text
    "({new} IS {old} OR coalesce({new} GLOB '~????????.*' AND ({old} GLOB '~????????.*' OR {old} GLOB 'gAAAAA*'), 0))"
)
WORDS_AGAIN = (  # on SQLite, for an object: the same names, and each value the same or sealed again
    "((SELECT count(*) FROM json_each({{new}})) = (SELECT count(*) FROM json_each({{old}}))"
    " AND NOT EXISTS (SELECT 1 FROM json_each({{old}}) AS o LEFT JOIN json_each({{new}}) AS n ON n.key = o.key"
    " WHERE n.key IS NULL OR NOT {one}))"
).format(one=SEALED_AGAIN.format(new="n.value", old="o.value"))


def upgrade() -> None:
    _drop_triggers("update")
    _change(seal_clear)
    for table, columns in PERMANENT.items():
        _refuse_all_but_sealing(table, columns)


def downgrade() -> None:
    _drop_triggers("update", "delete")
    _change(open_sealed)
    for table in PERMANENT:
        _refuse(table)


def _change(change: Change) -> None:
    bind = op.get_bind()
    if bind.dialect.name == "sqlite":
        bind.exec_driver_sql("PRAGMA secure_delete = ON")  # the text in clear is written over
    for name, columns in TABLES.items():
        table = SealedTable(name, ("id",), columns)
        total = bind.execute(sa.select(sa.func.count()).select_from(sa.table(name))).scalar_one()
        with tqdm(total=total, desc=name, unit=" rows", mininterval=1, disable=total < table.page()) as bar:
            for rows in pages(bind, table):
                change_page(bind, table, rows, change)
                bar.update(len(rows))


def _drop_triggers(*verbs: str) -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in PERMANENT:
        if sqlite:
            op.execute(f"DROP TRIGGER IF EXISTS {table}_update_refused")
        elif "delete" in verbs:
            op.execute(f"DROP TRIGGER IF EXISTS {table}_update_refused ON {table}")
            op.execute(f"DROP TRIGGER IF EXISTS {table}_refused ON {table}")
        else:
            op.execute(f"DROP TRIGGER IF EXISTS {table}_refused ON {table}")


def _refuse_all_but_sealing(table: str, columns: tuple[str, ...]) -> None:
    if op.get_bind().dialect.name == "sqlite":
        _create_for_sqlite(table, f" WHEN NOT ({_only_sealed_again(table, columns)})")
        return
    names = ", ".join(f"'{name}'" for name in columns)
    others = " IS DISTINCT FROM ".join(f"(to_jsonb({row}) - ARRAY[{names}])" for row in ("NEW", "OLD"))
    sealed = " OR ".join(
        " IS DISTINCT FROM ".join(BLANKED.format(f'{row}."{name}"') for row in ("NEW", "OLD")) for name in columns
    )
    _create_for_postgresql(table, f"{table}_update_refused", "UPDATE", f" WHEN ({others} OR {sealed})")
    _create_for_postgresql(table, f"{table}_refused", "DELETE")


def _only_sealed_again(table: str, columns: tuple[str, ...]) -> str:
    conditions = []
    for column in sa.inspect(op.get_bind()).get_columns(table):
        new, old = (f'{row}."{column["name"]}"' for row in ("NEW", "OLD"))
        if column["name"] not in columns:
            conditions.append(f"{new} IS {old}")
        else:
            kind = TABLES.get(table, {}).get(column["name"], TEXT)
            again = WORDS_AGAIN if kind == WORDS else SEALED_AGAIN
            conditions.append(again.format(new=new, old=old))
    return " AND ".join(conditions)


def _refuse(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        _create_for_sqlite(table)
    else:
        _create_for_postgresql(table, f"{table}_refused", "UPDATE OR DELETE")


def _create_for_sqlite(table: str, when: str = "") -> None:
    op.execute(
        f"CREATE TRIGGER {table}_update_refused BEFORE UPDATE ON {table}{when}"
        f" BEGIN SELECT RAISE(ABORT, 'the record of {table} is permanent'); END"
    )


def _create_for_postgresql(table: str, name: str, verbs: str, when: str = "") -> None:
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {verbs} ON {table} FOR EACH ROW{when}"
        f" EXECUTE FUNCTION shouwen_refuse('the record of {table} is permanent')"
    )
