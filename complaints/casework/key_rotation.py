"""Which keys the stored values need, and sealing them again under the first key while the site runs.

Each page of rows is a transaction of its own, and a row is written only where it is as it was read: stopped at any point, a
rotation goes on where it was. Plain values stay, so checksums and chains hold. A value sealed within the words of a request or a
notice is part of what its checksum covers; its row is written through the session, which keeps the checksum.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import sqlalchemy as sa

from complaints.casework.checksum_verification import PAGE
from complaints.infrastructure import encryption
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import WorkError
from complaints.infrastructure.sealed_columns import (
    Key,
    SealedTable,
    change_page,
    ids_in,
    opens,
    pages,
    read_stored_value,
    seal_again,
    sealed_tables,
)
from complaints.models import Ask, Complaint, Notice
from complaints.models.checksums import delivery_checksum
from workflows.language import Text

WITHIN: tuple[type[Ask] | type[Notice], ...] = (Ask, Notice)  # whose words may hold a value sealed by itself
MOST_NAMED = 20  # values that do not open
Report = Callable[[str, int, int], None]  # a table, rows looked at, rows in all


class StillNeeded(WorkError):
    """Values are sealed with the key; or it seals, or is not known."""


@dataclass(frozen=True, slots=True)
class KeyUse:
    """`id` is empty for values of an older program version, which name no key."""

    id: str
    values: int
    seals: bool
    carries_index: bool
    known: bool


@dataclass(frozen=True, slots=True)
class Unopened:
    """Where a value is that no key opens, and the ids of the keys it names."""

    table: str
    column: str
    key: Key
    ids: frozenset[str]

    def __str__(self) -> str:
        return f"{self.table}.{self.column} {' '.join(map(str, self.key))}"


def uses() -> list[KeyUse]:
    """Of every key of the settings, in their order, and of every other that a stored value names."""
    counted, known = _count(), encryption.known_ids()
    ids = [*known, *sorted(counted.keys() - set(known))]
    return [KeyUse(one, counted[one], one == known[0], one == known[-1], one in known) for one in ids]


def _count() -> Counter[str]:
    found: Counter[str] = Counter()
    with db.engine.connect() as connection:
        for table in sealed_tables(db.metadata):
            for rows in pages(connection, table, ids_only=True):
                for row in rows:
                    for name, kind in table.columns.items():
                        found.update(ids_in(kind, getattr(row, f"stored_{name}")))
    return found


def find_unopened() -> Iterator[Unopened]:
    """Values that the first key did not seal, and that no key of the settings opens: they are damaged, or their key is gone."""
    seals = encryption.known_ids()[0]
    with db.engine.connect() as connection:
        for table in sealed_tables(db.metadata):
            for rows in pages(connection, table, ids_only=True):
                for row, (name, kind) in product(rows, table.columns.items()):
                    ids = frozenset(ids_in(kind, getattr(row, f"stored_{name}"))) - {seals}
                    key = table.key_of(row)
                    stored = read_stored_value(connection, table, key, name) if ids else None
                    if stored and not opens(kind, stored):
                        yield Unopened(table.name, name, key, ids)


def rotate(report: Report) -> int:
    """Seals again whatever the first key did not seal. How many values were."""
    changed = 0
    for table in sealed_tables(db.metadata):
        changed += _rotate_table(table, report)
    for model in WITHIN:
        changed += sum(_rotate_within(model, id) for id in _with_older_within(model))
    return changed


def _rotate_table(table: SealedTable, report: Report) -> int:
    total = db.session.execute(sa.select(sa.func.count()).select_from(sa.table(table.name))).scalar_one()
    changed, seen, after = 0, 0, None
    while True:
        with transaction() as session:
            rows = next(pages(session.connection(), table, after), None)
            if rows is None:
                return changed
            changed += change_page(session.connection(), table, rows, seal_again)
        after = table.key_of(rows[-1])
        seen += len(rows)
        report(table.name, seen, total)


def _with_older_within(model: type[Ask] | type[Notice]) -> Iterator[int]:
    last = 0
    query = sa.select(model.id, model.words).order_by(model.id).limit(PAGE)
    while rows := db.session.execute(query.filter(model.id > last)).all():
        yield from (row.id for row in rows if _older_within(row.words))
        last = rows[-1].id


def _older_within(words: dict[str, Any]) -> dict[str, str]:
    return {
        name: sealed
        for name, value in words.items()
        if isinstance(value, str) and (sealed := seal_again("text", value)) != value
    }


def _rotate_within(model: type[Ask] | type[Notice], id: int) -> int:
    """A notice whose checksum does not hold is left: nothing makes it good. A delivery locks the notice alone, so the row is read again
    under its own lock."""
    with transaction() as session:
        found: Any = session.get(model, id)
        if found is None:
            return 0
        if found.complaint_id is not None:
            query = sa.select(Complaint).filter_by(id=found.complaint_id)
            session.execute(query.with_for_update(of=Complaint)).scalar_one()
        found = session.get_one(model, id, populate_existing=True, with_for_update=True)
        if isinstance(found, Notice) and found.delivery_checksum != delivery_checksum(found):
            return 0
        older = _older_within(found.words)
        if older:
            found.words = {**found.words, **older}
        return len(older)


def require_retirable(id: str) -> None:
    """Raises StillNeeded with the reason why the key cannot be taken out of the settings."""
    found = uses()
    use = next((one for one in found if one.id == id), None)
    if use is None or not use.known:
        raise StillNeeded(_UNKNOWN)
    if use.seals:
        raise StillNeeded(_SEALS)
    if count := use.values + sum(one.values for one in found if not one.id):
        raise StillNeeded(_say_needed(id, count))
    if use.carries_index:
        raise StillNeeded(_CARRIES)


def _say_needed(id: str, count: int) -> Text:
    """With the values that no rotation can seal again."""
    said = Text(_NEEDED.zh.format(count=count), _NEEDED.en.format(count=count))
    damaged = [one for one in find_unopened() if one.ids & {id, ""}]
    if not damaged:
        return said
    count, named = len(damaged), ", ".join(map(str, damaged[:MOST_NAMED]))
    zh, en = (each.format(count=count, named=named) for each in (_DAMAGED.zh, _DAMAGED.en))
    return Text(f"{said.zh}{zh}", f"{said.en} {en}")


_UNKNOWN = Text("设置里没有这把密钥。", "The settings hold no such key.")
_SEALS = Text(
    "这是正在加密的密钥；请先把新密钥放在最前面。", "This key seals; put a new one in front of it first."
)
_NEEDED = Text(
    "还有 {count} 个值要用这把密钥；请先运行 flask keys rotate。",
    "{count} values need this key; run flask keys rotate first.",
)
_DAMAGED = Text(
    "其中 {count} 个打不开，请从备份恢复：{named}。",
    "{count} of them do not open; restore them from a backup: {named}.",
)
_CARRIES = Text(
    "最后一把密钥还用于查询索引、查询码和校验和，不能停用。",
    "The last key still carries the search index, query codes and checksums, and cannot be retired.",
)
