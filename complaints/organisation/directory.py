"""Units and officers to show, to name and to choose from. Nothing here changes them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import lazyload, load_only

from complaints.infrastructure.database import db
from complaints.models import Officer, OfficerRole, Unit
from schemas.addresses import account_of
from schemas.names import is_in


def units() -> list[Unit]:
    """All, former ones too; a unit comes before those below it."""
    return list(db.session.scalars(select(Unit).order_by(Unit.path)))


def active_units() -> list[Unit]:
    return list(db.session.scalars(select(Unit).filter_by(active=True).order_by(Unit.path)))


def handling_units() -> list[Unit]:
    """Active units that handle complaints."""
    return list(db.session.scalars(select(Unit).filter_by(active=True, handles=True).order_by(Unit.path)))


def former_units() -> list[Unit]:
    return list(db.session.scalars(select(Unit).filter_by(active=False).order_by(Unit.path)))


def units_below_root() -> list[Unit]:
    """What a citizen can complain of: former units come last."""
    query = select(Unit).filter(Unit.parent_id.is_not(None)).order_by(Unit.active.desc(), Unit.path)
    return list(db.session.scalars(query))


def named_units() -> dict[int, Unit]:
    """All by id, with no more than what a list shows of them."""
    shown = (Unit.code, Unit.name_zh, Unit.name_en, Unit.path, Unit.handles, Unit.active)
    query = select(Unit).order_by(Unit.path).options(load_only(*shown))
    return {unit.id: unit for unit in db.session.scalars(query)}


def unit_codes(ids: Iterable[int | None]) -> dict[int, str]:
    query = select(Unit.id, Unit.code).where(Unit.id.in_({one for one in ids if one is not None}))
    return {row.id: row.code for row in db.session.execute(query)}


def unit_called(code: str) -> Unit | None:
    return db.session.scalars(select(Unit).filter_by(code=code)).one_or_none() if code else None


def unit_ids() -> dict[str, int]:
    """The id of every unit, by its code."""
    return {row.code: row.id for row in db.session.execute(select(Unit.code, Unit.id))}


def officer(officer_id: int) -> Officer:
    """As the session of this transaction has it: `current_user` may come from one before."""
    return db.session.get_one(Officer, officer_id)


def officer_or_none(officer_id: int) -> Officer | None:
    return db.session.get(Officer, officer_id)


def officer_of_account(username: str) -> Officer | None:
    """Also one whose account is closed."""
    return db.session.scalars(select(Officer).filter_by(username=account_of(username))).one_or_none()


def officer_to_change(officer_id: int) -> Officer:
    """As the database has it now, locked until the transaction ends."""
    return db.session.get_one(Officer, officer_id, with_for_update=True, populate_existing=True)


def knows_officer(officer_id: int) -> bool:
    return db.session.scalar(select(Officer.id).filter_by(id=officer_id)) is not None


def usernames(ids: Iterable[int | None]) -> dict[int, str]:
    wanted = {one for one in ids if one is not None}
    query = select(Officer.id, Officer.username).where(Officer.id.in_(wanted))
    return {row.id: row.username for row in db.session.execute(query)}


def officers_with(ids: Collection[int]) -> dict[int, Officer]:
    """By id, without their units."""
    query = select(Officer).filter(Officer.id.in_(ids)).options(lazyload(Officer.unit))
    return {one.id: one for one in db.session.scalars(query)}


def active_officers(unit_id: int | None = None) -> Sequence[Officer]:
    """In the order of their units; with a unit, its own alone."""
    query = select(Officer).filter_by(active=True).join(Unit, Unit.id == Officer.unit_id)
    if unit_id is not None:
        query = query.filter(Officer.unit_id == unit_id)
    return db.session.scalars(query.order_by(Unit.path, Officer.id)).all()


def former_officers() -> Sequence[Officer]:
    return db.session.scalars(select(Officer).filter_by(active=False).order_by(Officer.id)).all()


def officers_of(unit: Unit) -> Sequence[Officer]:
    """Former ones come last."""
    query = select(Officer).filter_by(unit_id=unit.id).order_by(Officer.active.desc(), Officer.id)
    return db.session.scalars(query).all()


def count_officers() -> dict[int, int]:
    """Active officers by unit; a unit without any is not in it."""
    query = select(Officer.unit_id, func.count()).filter_by(active=True).group_by(Officer.unit_id)
    return {row[0]: row[1] for row in db.session.execute(query)}


def page_of_officers(asked: str, after: int, most: int) -> Sequence[Officer]:
    """From the id `after` on, at most so many; `asked` is part of a name or account, or empty."""
    query = select(Officer).filter(Officer.id > after).order_by(Officer.id).limit(most)
    if asked:
        query = query.filter(Officer.id.in_(_ids_called(asked)))
    return db.session.scalars(query).all()


def holders_below(leader: Officer, locale: str) -> list[tuple[int, int, str]]:
    """(unit, officer, name in this language) of each officer who may hold a complaint where the leader leads."""
    name = Officer.name_en if locale == "en" else Officer.name_zh
    query = (
        select(Officer.unit_id, Officer.id, name)
        .join(Unit, Unit.id == Officer.unit_id)
        .join(OfficerRole, OfficerRole.officer_id == Officer.id)
        .filter(OfficerRole.role == "officer", Officer.active)
        .filter(Unit.path.startswith(leader.unit_path, autoescape=True))
        .order_by(Unit.path, Officer.id)
    )
    return [(unit_id, officer_id, called) for unit_id, officer_id, called in db.session.execute(query)]


def _ids_called(asked: str) -> list[int]:
    """Ids of officers whose name or username contains the search text, however it was typed; their table is small."""
    rows = db.session.execute(select(Officer.id, Officer.username, Officer.name_zh, Officer.name_en))
    return [row.id for row in rows if any(is_in(asked, name) for name in row[1:])]
