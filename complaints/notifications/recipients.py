"""Recipients of a notice and their addresses. Never the respondent (promise 6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import sqlalchemy as sa
from flask import current_app

from complaints import models
from complaints.access.visibility import not_about, visible_to
from complaints.infrastructure.database import db
from complaints.infrastructure.encryption import unseal
from complaints.notifications import channels, citizen_channels, notices, texts
from complaints.notifications.citizen_texts import citizen_message
from complaints.notifications.offered_unit import CALLED_BACK
from complaints.organisation.absences import covers


@dataclass(frozen=True)
class Letter:
    """One message to one address. `key` is the same however often it is sent, so that a repeat is recognised."""

    key: str
    to: int  # the officer, or 0 for the citizen and for an address that many share
    url: str = field(repr=False)  # holds the address of a person, and perhaps the password of a mail server
    message: texts.Message = field(repr=False)


def letters(notice: models.Notice) -> list[Letter]:
    """The unsent letters of a notice. Empty where no recipient has an address: the inbox then is the delivery."""
    settings = current_app.config["SHOUWEN"]
    to_citizen = notice.recipient == "citizen"
    officers_url = (
        settings.duty_notice_url if notice.recipient == notices.DUTY else settings.officer_notice_url
    )
    template, citizen = _citizen(notice) if to_citizen else (officers_url, {})
    if not template:
        return []
    people = [(0, citizen)] if to_citizen else list(_officers(notice))
    if not to_citizen and people and not channels.is_personal(template):
        people = [(0, {})]
    written = citizen_message if to_citizen else texts.message
    message = written(notice, settings.public_url)
    return list(_addressed(notice, template, people, message))


def _addressed(
    notice: models.Notice,
    template: str,
    people: list[tuple[int, dict[str, str | None]]],
    message: texts.Message,
) -> Iterator[Letter]:
    reached = notice.words.get("reached", [])
    for to, person in people:
        key = notice.key if to in (0, notice.officer_id) else f"{notice.key}/{to}"
        url = channels.address(template, key, person)
        if url and to not in reached:
            yield Letter(key, to, url, message)


def _citizen(notice: models.Notice) -> tuple[str, dict[str, str | None]]:
    """The channel, and the citizen's addresses: unsealed here, at the moment of sending."""
    if before := notice.words.get(notices.BEFORE):
        address = unseal(before)
        return citizen_channels.template_to(address), {"phone": address, "email": address, "username": None}
    person = db.session.scalars(
        sa.select(models.Complainant).filter_by(complaint_id=notice.complaint_id)
    ).one()
    found = {"phone": citizen_channels.texted(person), "email": person.email, "username": None}
    return citizen_channels.template(person), found


def _officers(notice: models.Notice) -> Iterator[tuple[int, dict[str, str | None]]]:
    holders = _holders(notice)
    may_know = [(one, _may_know(notice, one)) for one in holders]
    may_know += [
        (one, sa.and_(not_about(one), models.Complaint.restricted.is_(False)))
        for one in _deputies(notice, holders)
    ]
    for officer, condition in may_know:
        if officer.active and _holds(notice, condition):
            yield officer.id, {"email": officer.email, "username": officer.username, "phone": None}


def _may_know(notice: models.Notice, officer: models.Officer) -> sa.ColumnElement[bool]:
    if notice.officer_id is not None:
        return not_about(officer)
    called_back = [notices.once_offered_to(officer)] if notice.kind in CALLED_BACK else []
    return sa.or_(visible_to(officer), *called_back)


def _holders(notice: models.Notice) -> list[models.Officer]:
    """The officer named, or the present holders of the role in the unit; in any unit where none is named."""
    if notice.officer_id is not None:
        return list(db.session.scalars(sa.select(models.Officer).filter_by(id=notice.officer_id)))
    posts = sa.select(models.OfficerRole).filter_by(role=notice.role).order_by(models.OfficerRole.officer_id)
    if notice.unit_id is not None:
        posts = posts.filter_by(unit_id=notice.unit_id)
    return [post.officer for post in db.session.scalars(posts)]


def _deputies(notice: models.Notice, holders: list[models.Officer]) -> list[models.Officer]:
    """Deputies of one of them when it was owed. A notice to a post of any unit reaches enough people without them."""
    if notice.recipient == "unit" and notice.unit_id is None:
        return []
    ids = [one.id for one in holders]
    away = sa.select(models.Absence.deputy_id).filter(
        models.Absence.officer_id.in_(ids), covers(notice.created_at)
    )
    query = sa.select(models.Officer).filter(models.Officer.id.in_(away), models.Officer.id.not_in(ids))
    return list(db.session.scalars(query.order_by(models.Officer.id)))


def _holds(notice: models.Notice, condition: sa.ColumnElement[bool]) -> bool:
    """Whether the complaint of the notice, if it has one, meets a condition of visibility."""
    if notice.complaint_id is None:
        return True
    query = sa.select(models.Complaint.id).filter(models.Complaint.id == notice.complaint_id, condition)
    return db.session.execute(query).first() is not None
