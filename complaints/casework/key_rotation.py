"""Which keys the stored values need, and sealing them again under the first key while the site runs.

Each page of rows is a transaction of its own, and a row is written only where it is as it was read: stopped at any point, a
rotation goes on where it was. Plain values stay, so checksums and chains hold. A value sealed within the words of a request or a
notice is part of what its checksum covers; its row is written through the session, which keeps the checksum.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import Any

import sqlalchemy as sa

from complaints.casework.checksum_verification import PAGE
from complaints.infrastructure import encryption
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import WorkError
from complaints.infrastructure.one_time_codes import key_of_secret, one_time_codes
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
from complaints.models import (
    Ask,
    Complaint,
    IdempotencyKey,
    IndexKey,
    Notice,
    PublicIdempotencyKey,
    SecondStep,
)
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
    carries_index: bool  # search index, query codes and checksums
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
    ids, carrier = [*known, *sorted(counted.keys() - set(known))], encryption.index_key_id()
    return [KeyUse(one, counted[one], one == known[0], one == carrier, one in known) for one in ids]


def _count() -> Counter[str]:
    found: Counter[str] = Counter()
    with db.engine.connect() as connection:
        for table in sealed_tables(db.metadata):
            for rows in pages(connection, table, ids_only=True):
                for row in rows:
                    for name, kind in table.columns.items():
                        found.update(ids_in(kind, getattr(row, f"stored_{name}")))
    found.update(key_of_secret(one) for one in db.session.scalars(sa.select(SecondStep.secret)))
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
    return changed + sum(map(_rotate_one_time, db.session.scalars(sa.select(SecondStep.officer_id)).all()))


def _rotate_one_time(officer_id: int) -> int:
    """The secret of an app is sealed by itself within its column."""
    with transaction() as session:
        row = session.get(SecondStep, officer_id, with_for_update=True, populate_existing=True)
        fresh = one_time_codes().seal_again(row.secret) if row is not None else ""
        if row is None or fresh == row.secret:
            return 0
        row.secret = fresh
        return 1


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
    _require_carries_nothing(use)


def _require_carries_nothing(use: KeyUse) -> None:
    state = db.session.get(IndexKey, 1, populate_existing=True)
    if use.carries_index:
        raise StillNeeded(_CARRIES)
    if state is not None and state.codes_from == use.id:
        raise StillNeeded(_CODES)
    if state is not None and state.moved_at is not None and log_answers_before(state.moved_at):
        raise StillNeeded(_ANSWERS)


def log_answers_before(at: datetime) -> bool:
    """Whether a request may still come again whose first answer is kept under the key before."""
    return any(
        db.session.scalar(sa.select(sa.exists().where(one.at < at)))
        for one in (IdempotencyKey, PublicIdempotencyKey)
    )


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
    "这把密钥还用于查询索引、查询码和校验和；请先停下网站和定时任务，运行 flask keys reindex。",
    "This key still carries the search index, query codes and checksums; stop web and scheduler and run flask keys reindex first.",
)
_CODES = Text(
    "还有查询码用这把密钥；请再运行 flask keys reindex，网站可以开着。",
    "Query codes still need this key; run flask keys reindex again, the site may run.",
)
_ANSWERS = Text(
    "换密钥以前的登记请求还可能重发；它们只保留七天，请等定时任务清理后再停用。",
    "Requests from before the move may still come again; they are kept for seven days. Retire the key when the scheduler has forgotten them.",
)
