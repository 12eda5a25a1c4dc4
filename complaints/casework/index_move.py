"""Search index, checksums and query codes made again under the first key, so that the one before can be given up.

First, while the site stands still, what is found or verified by a key: search tokens, blind indexes, causes that name a person,
checksums, the chain of the organisation's sums. A page of complaints is one transaction and the last one done is kept, so a move that was
broken off goes on. A checksum is made again only where it held under the key before: what was changed past the program stays found.

Query codes follow while the site runs (`code_move.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from complaints.access.found_by import findables_of
from complaints.access.search_index import tokens_of
from complaints.casework import checksum_verification as sums
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.encryption import blind_index, settings_keys
from complaints.infrastructure.errors import WorkError
from complaints.infrastructure.index_key import ask_again, key_id, under
from complaints.models import (
    Complainant,
    Complaint,
    IndexKey,
    KeptOut,
    Notice,
    Officer,
    Respondent,
    SearchToken,
    SecondStep,
    TableChecksum,
    audit,
    organisation_chain,
)
from complaints.models.checksums import added, checksum_of_sums, delivery_checksum, sums_hold
from complaints.organisation.interest import cause_of_name
from schemas.names import normal_name
from workflows.language import Text

PAGE = 50
NO_ROWS = f"{0:032x}"  # the sum of none
Report = Callable[[str, int, int], None]  # what is moved, complaints done, complaints in all
Causes = dict[str, str]


@dataclass(frozen=True, slots=True)
class Keys:
    """The key that carried the index, and the one that will."""

    old: str
    new: str


def move_index(at: datetime, report: Report) -> None:
    """Nothing where the first key carries it already. Raises WorkError where the key before is not in the settings."""
    keys = _begin()
    if keys is None:
        return
    total = db.session.scalar(sa.select(sa.func.count()).select_from(Complaint)) or 0
    causes, done = _causes(keys), 0
    while ids := _next_page():
        with transaction(alone=True) as session:
            _move_page(ids, keys, causes)
            session.execute(sa.update(IndexKey).values(moved_up_to=ids[-1]))
        done += len(ids)
        report("index", done, total)
    with transaction(alone=True):
        _move_organisation(keys)
        _end_recovery_codes(at)
        _finish(keys, at)
    ask_again()


def _begin() -> Keys | None:
    keys, row = settings_keys(), db.session.get(IndexKey, 1, populate_existing=True)
    named = row.key_id if row is not None else key_id(keys[-1])
    old = next((one for one in keys if key_id(one) == named), None)
    goal = row.moving_to if row is not None and row.moving_to else key_id(keys[0])
    new = next((one for one in keys if key_id(one) == goal), None)
    if old is None or new is None:
        raise WorkError(_GONE)
    if old == new:
        return None
    if row is not None and row.codes_from:
        raise WorkError(_CODES_FIRST)
    with transaction(alone=True) as session:
        row = session.get(IndexKey, 1) or IndexKey(id=1, key_id=named, moved_up_to=0, codes_up_to=0)
        row.moved_up_to = row.moved_up_to if row.moving_to else 0
        row.moving_to = goal
        session.add(row)
    return Keys(old, new)


def _next_page() -> list[int]:
    after = db.session.scalar(sa.select(IndexKey.moved_up_to)) or 0
    query = sa.select(Complaint.id).where(Complaint.id > after).order_by(Complaint.id).limit(PAGE)
    return list(db.session.scalars(query))


def _causes(keys: Keys) -> Causes:
    """The cause of each name in words, as it is kept and as it will be. A joined complaint may bear that of another."""
    names = {one for one in db.session.scalars(sa.select(Respondent.name).distinct()) if one}
    with under(keys.old):
        before = [cause_of_name(one) for one in names]
    with under(keys.new):
        return dict(zip(before, (cause_of_name(one) for one in names), strict=True))


def _move_page(ids: list[int], keys: Keys, causes: Causes) -> None:
    with under(keys.old):
        held = _holding(ids)
        delivered = {one.id for one in _notices(ids) if one.delivery_checksum == delivery_checksum(one)}
    with under(keys.new):
        _index_again(ids)
        _name_persons_again(ids, causes)
        for notice in _notices(ids):
            if notice.id in delivered:
                _write(Notice, notice.id, delivery_checksum=delivery_checksum(notice))
        _sum_again(held)
    db.session.expire_all()


def _holding(ids: Collection[int]) -> dict[int, sums.Sums]:
    """Those whose sums agree with their checksum; of each the tables whose rows do not agree, with the sum they keep."""
    kept, found = sums.sums_of(ids), sums.counted(ids)
    return {one: _of_others(kept[one], found[one]) for one in ids if sums_hold(*kept[one])}


def _of_others(kept: sums.Sums, found: Counter[str]) -> sums.Sums:
    before = kept.by_table or {}
    now = added({}, {table: found[table] for table in {*before, *found}})
    return kept._replace(
        by_table={t: before.get(t, NO_ROWS) for t in now if now[t] != before.get(t, NO_ROWS)}
    )


def _notices(ids: Collection[int]) -> list[Notice]:
    return list(db.session.scalars(sa.select(Notice).where(Notice.complaint_id.in_(ids))))


def _index_again(ids: Collection[int]) -> None:
    """A complaint that is found by nothing, as an erased one, stays so."""
    query = sa.select(SearchToken.complaint_id).where(SearchToken.complaint_id.in_(ids)).distinct()
    tokens: dict[int, set[str]] = {one: set() for one in db.session.scalars(query)}
    for complaint_id, findable in findables_of(list(tokens)):
        tokens[complaint_id] |= tokens_of(findable)
    rows = [{"complaint_id": one, "token": token} for one, found in tokens.items() for token in sorted(found)]
    connection = db.session.connection()
    connection.execute(sa.delete(SearchToken).where(SearchToken.complaint_id.in_(ids)))
    if rows:
        connection.execute(sa.insert(SearchToken), rows)
    for person in db.session.scalars(sa.select(Complainant).where(Complainant.complaint_id.in_(ids))):
        _write(Complainant, person.complaint_id, **_indexes_of(person))


def _indexes_of(person: Complainant) -> dict[str, str | None]:
    number = next((one.number for one in person.numbers), None)
    return {
        "name_index": blind_index("name", normal_name(person.name))
        if person.name_index and person.name
        else None,
        "phone_index": blind_index("phone", number) if person.phone_index and number else None,
        "identity_index": blind_index("identity", person.identity_number)
        if person.identity_index and person.identity_number
        else None,
    }


def _name_persons_again(ids: Collection[int], causes: Causes) -> None:
    query = sa.select(KeptOut.id, KeptOut.cause).where(
        KeptOut.complaint_id.in_(ids), KeptOut.cause.startswith("name:")
    )
    for row in db.session.execute(query).all():
        head, _, officer_id = row.cause.removeprefix("name:").partition(":")
        cause = causes.get(f"name:{head}", f"name:{head}")
        _write(KeptOut, row.id, cause=f"{cause}:{officer_id}" if officer_id else cause)


def _sum_again(held: dict[int, sums.Sums]) -> None:
    for one, found in sums.counted(list(held)).items():
        fresh = added({}, found) | (held[one].by_table or {})
        number = held[one].tracking_number
        _write(Complaint, one, checksums=fresh, sums_checksum=checksum_of_sums(number, fresh))


def _write(model: Any, id: int, **values: Any) -> None:
    """Past the session, which would count the change into the sums of before."""
    (key,) = model.__table__.primary_key
    db.session.connection().execute(sa.update(model.__table__).where(key == id).values(values))


def _move_organisation(keys: Keys) -> None:
    """A table that differs keeps the sums of before, and differs on; so does a chain with a link out of place."""
    with under(keys.old):
        wrong, whole = set(sums.wrong_in_organisation()), organisation_chain.is_whole()
    fresh = {name: value for name, value in _sums_under(keys.new).items() if name not in wrong}
    with under(keys.new):
        for row in db.session.scalars(sa.select(TableChecksum).where(TableChecksum.name.in_(fresh))):
            row.set_value(fresh[row.name])
        if whole:
            organisation_chain.begin_again()
            organisation_chain.add_links(db.session(), fresh)
        db.session.flush()


def _sums_under(key: str) -> dict[str, str]:
    with under(key):
        return sums.count_organisation()


def _end_recovery_codes(at: datetime) -> None:
    """They are longer than can be tried. Their officers have the codes of the app, and make new ones on their page."""
    for row in db.session.scalars(sa.select(SecondStep)):
        if row.recovery:
            row.recovery = []
            audit.note(
                "recovery codes ended", at, {"officer": db.session.get_one(Officer, row.officer_id).username}
            )


def _finish(keys: Keys, at: datetime) -> None:
    row = db.session.get_one(IndexKey, 1)
    row.key_id, row.moving_to, row.moved_at = key_id(keys.new), None, at
    row.codes_from, row.codes_up_to = key_id(keys.old), 0
    audit.note("index key changed", at, {"before": key_id(keys.old), "after": key_id(keys.new)})


_GONE = Text(
    "设置里缺少原来承担索引的密钥，请放回再运行。",
    "The key that carries the index is not in the settings; put it back and run this again.",
)
_CODES_FIRST = Text(
    "上一次更换后，查询码还没有全部转完；请先用上次的密钥设置再运行一次。",
    "Query codes have not all followed the last move; run this with the keys of that time first.",
)
