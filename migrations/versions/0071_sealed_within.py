"""A value that is sealed by itself within the words of a request or a notice has two seals. Where 0068 left it with its own, as it did
at first, it gets the second.

An attempt to send such a notice wrote a number of digits back in clear: it is sealed too, and the checksum of the delivery made again
where it held. What has both seals stays as it is, so the migration may run twice. The code before it may run meanwhile.
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op
from cryptography.fernet import InvalidToken

from complaints.infrastructure.database import UTCDateTime
from complaints.infrastructure.encryption import SealedWords, is_sealed, seal, unseal
from complaints.infrastructure.sealed_columns import WORDS, SealedTable, change_page, pages
from complaints.models.checksums import digest

revision = "0071"
down_revision = "0070"

WITHIN = {"ask": ("sealed", "respondent"), "notice": ("code", "to_before")}
NOTICE = sa.table(
    "notice",
    sa.column("id", sa.BigInteger()),
    sa.column("key", sa.String()),
    sa.column("delivered_at", UTCDateTime()),
    sa.column("dead_at", UTCDateTime()),
    sa.column("attempts", sa.Integer()),
    sa.column("last_error", sa.Text()),
    sa.column("words", SealedWords()),
    sa.column("delivery_checksum", sa.String()),
)


def upgrade() -> None:
    bind = op.get_bind()
    if bind.dialect.name == "sqlite":
        bind.exec_driver_sql("PRAGMA secure_delete = ON")  # a number in clear is written over
    for name, words in WITHIN.items():
        table = SealedTable(name, ("id",), {"words": WORDS})
        for rows in pages(bind, table):
            change_page(bind, table, rows, _wrap_in(words))
            for row in rows if name == "notice" else ():
                if row.stored_words and _numbers(json.loads(row.stored_words)):
                    _seal_numbers(row.id)


def downgrade() -> None:
    """What has both seals is as the code before it writes it."""


def _wrap_in(names: tuple[str, ...]) -> Any:
    def wrap(kind: str, stored: str) -> str:
        words = json.loads(stored)
        single = {name: _wrapped(words[name]) for name in names if _has_one_seal(words.get(name))}
        return json.dumps({**words, **single}) if single else stored

    return wrap


def _has_one_seal(value: Any) -> bool:
    """Within the second seal is the first, as a text of JSON."""
    if not isinstance(value, str) or not is_sealed(value):
        return False
    try:
        within = json.loads(unseal(value))
    except InvalidToken:
        return False
    except json.JSONDecodeError:
        return True
    return not isinstance(within, str)


def _wrapped(sealed: str) -> str:
    return seal(json.dumps(sealed))


def _numbers(words: dict[str, Any]) -> dict[str, int]:
    return {name: words[name] for name in WITHIN["notice"] if isinstance(words.get(name), int)}


def _seal_numbers(id: int) -> None:
    bind = op.get_bind()
    row = bind.execute(sa.select(NOTICE).where(NOTICE.c.id == id)).one()._asdict()
    held = row["delivery_checksum"] == _checksum(row)
    row["words"] |= {name: seal(str(value)) for name, value in _numbers(row["words"]).items()}
    given = {"words": row["words"], **({"delivery_checksum": _checksum(row)} if held else {})}
    bind.execute(sa.update(NOTICE).where(NOTICE.c.id == id).values(given))


def _checksum(row: dict[str, Any]) -> str:
    covered = ("key", "delivered_at", "dead_at", "attempts", "last_error", "words")
    return f"{digest('delivery', {name: row[name] for name in covered}):032x}"
