"""Who may see what. What you may not see is not found, because no query ever contained it (promise 6)."""

from __future__ import annotations

from datetime import datetime
from functools import cache, lru_cache
from typing import Any

import sqlalchemy as sa
import sqlalchemy.orm

from complaints.access.prepared_queries import Asker, When, away_for
from complaints.infrastructure.database import db
from complaints.infrastructure.tracking_numbers import digits_of
from complaints.models import Complaint, Escalation, KeptOut, Officer, Respondent
from workflows.parties import MACHINE

MOST_KEPT = 1024  # conditions of single officers: to write them again takes longer than to ask the database
STAFF = {"officer", "unit_supervisor", "supervisor", "discipline", "last_resort"}


def visible_to(officer: Asker, at: When | None = None) -> sa.ColumnElement[bool]:
    """The complaints an officer may see, as a condition for any query.

    No officer sees a complaint about themselves or their own unit. Administrators see none, unless an escalation ended
    with them. A machine sees what it logged. Only discipline officers and the persons who carry it see a restricted complaint. With a time, a deputy
    also sees what waits for the review of the officer who is away then.
    """
    carried = sa.or_(*_carried_by(officer), sa.and_(Complaint.climbed_id.is_not(None), _to_review(officer)))
    instead = [reviewed_instead(officer, at)] if at is not None else []
    return _within([*_by_post(officer), *instead, carried], carried, officer)


def reachable_by(officer: Asker, at: When | None = None) -> sa.ColumnElement[bool]:
    """The same for one complaint by its number, and for a search: also those joined to a complaint whose first responder this
    officer is, who serves their citizens. They are on the lists of work that hold the leading one."""
    leading = leading_complaint()
    served = sa.exists().where(leading.id == Complaint.leading_id, leading.first_responder_id == officer.id)
    of_own = sa.and_(Complaint.is_joined, served.correlate(Complaint), not_about(officer))
    return sa.or_(visible_to(officer, at), of_own)


@cache
def leading_complaint() -> Any:
    """Made once: a new alias adapts every column of the table, which costs more than all the rest of the condition."""
    return sa.orm.aliased(Complaint)


def find_visible(number: str, officer: Officer, at: datetime | None = None) -> Complaint | None:
    """The complaint of a number however it is written, where the officer may see it; with a time, as a deputy then too."""
    query = sa.select(Complaint).filter(
        Complaint.tracking_number == digits_of(number), reachable_by(officer, at)
    )
    return db.session.scalars(query).one_or_none()


def reviews_anything(officer: Officer) -> bool:
    """Whether any escalation waits for this officer: else `visible_unclimbed` is all there is to see."""
    query = sa.select(Escalation.id).filter_by(reviewer_id=officer.id, reviewed_at=None).limit(1)
    return db.session.execute(query).first() is not None


def visible_in_unit(officer: Asker) -> sa.ColumnElement[bool]:
    """The same for complaints of the officer's unit, or of one below it that they lead: seen by post."""
    if not STAFF & set(officer.roles):
        return sa.false()
    carried = sa.or_(*_carried_by(officer), sa.and_(Complaint.climbed_id.is_not(None), _to_review(officer)))
    return _within([sa.true()], carried, officer)


def visible_unclimbed(officer: Asker) -> sa.ColumnElement[bool]:
    """The same for complaints without a waiting escalation: each way to see one has an index, and a database may use
    these instead of reading the whole table."""
    carried = _carried_by(officer)
    return _within([*_by_post(officer), *carried], sa.or_(*carried), officer)


def _within(
    reach: list[sa.ColumnElement[bool]], carried: sa.ColumnElement[bool], officer: Asker
) -> sa.ColumnElement[bool]:
    unrestricted = sa.or_(Complaint.restricted.is_(False), carried)
    discipline = "discipline" in officer.roles
    return sa.and_(not_about(officer), sa.or_(*reach), *([] if discipline else [unrestricted]))


def not_about(officer: Asker) -> sa.ColumnElement[bool]:
    """Nor kept out of it by a row. The respondents themselves also keep out who came to the unit since it ended. Nothing
    restricted opens to an account that a second person has still to confirm."""
    unconfirmed = [Complaint.restricted.is_(False)] if officer.awaits_confirmation else []
    return sa.and_(
        sa.or_(Complaint.respondent_officer_id.is_(None), Complaint.respondent_officer_id != officer.id),
        sa.or_(Complaint.respondent_unit_id.is_(None), Complaint.respondent_unit_id != officer.unit_id),
        sa.or_(
            Complaint.keeps_out.is_(False),
            sa.and_(sa.not_(_kept_out_by_row(officer)), sa.not_(_is_respondent(officer))),
        ),
        *unconfirmed,
    )


def _is_respondent(officer: Asker) -> sa.ColumnElement[bool]:
    """The first or a later one: the officer, or the unit they belong to now."""
    return _respondent_row(officer.id, officer.unit_id)


@lru_cache(maxsize=MOST_KEPT)
def _respondent_row(officer_id: Any, unit_id: Any) -> sa.ColumnElement[bool]:
    row = sa.exists().where(
        Respondent.complaint_id == Complaint.id,
        Respondent.cleared_at.is_(None),
        sa.or_(Respondent.officer_id == officer_id, Respondent.unit_id == unit_id),
    )
    return row.correlate(Complaint)


def _kept_out_by_row(officer: Asker) -> sa.ColumnElement[bool]:
    return _kept_out_row(officer.id)


@lru_cache(maxsize=MOST_KEPT)
def _kept_out_row(officer_id: Any) -> sa.ColumnElement[bool]:
    row = sa.exists().where(
        KeptOut.officer_id == officer_id,
        KeptOut.complaint_id == Complaint.id,
        KeptOut.ended_at.is_(None),
        KeptOut.reach == sa.literal("all", literal_execute=True),
    )
    return row.correlate(Complaint)


def _carried_by(officer: Asker) -> list[sa.ColumnElement[bool]]:
    """The answerable officer is the first responder or the handler: the database enforces it."""
    carriers: list[Any] = [Complaint.first_responder_id, Complaint.handler_id, Complaint.duty_offered_id]
    return [column == officer.id for column in carriers]


def _to_review(officer: Asker) -> sa.ColumnElement[bool]:
    """An escalation waits for this officer: also where the work has left their unit since, as after a lapse.

    A value, and the reviewer in a sum: so it is looked up by complaint, where there are few, and not among all that wait
    for the officer.
    """
    return _to_review_row(officer.id)


@lru_cache(maxsize=MOST_KEPT)
def _to_review_row(officer_id: Any) -> sa.ColumnElement[bool]:
    first = sa.select(sa.func.min(Escalation.id)).where(
        Escalation.complaint_id == Complaint.id,
        Escalation.reviewer_id + 0 == officer_id,
        Escalation.reviewed_at.is_(None),
    )
    # A query may be about escalations itself.
    return first.correlate(Complaint).scalar_subquery().is_not(None)


def reviewed_instead(officer: Asker, at: When) -> sa.ColumnElement[bool]:
    """An escalation waits for an absent officer whose deputy this officer is. Excludes restricted complaints, which stay
    with the persons who were given them; the deputy's own work, now or before; and complaints they stepped aside from. What
    they may not review, they do not see because of it (`workflows.parties.reviews_in_place_of`)."""
    away = away_for(officer, at)
    if not away:
        return sa.false()
    waiting = sa.exists().where(
        Escalation.complaint_id == Complaint.id,
        Escalation.reviewed_at.is_(None),
        Escalation.reviewer_id.in_(away),
    )
    return sa.and_(
        Complaint.climbed_id.is_not(None),
        Complaint.restricted.is_(False),
        waiting.correlate(Complaint),
        Complaint.answerable_id != officer.id,
        sa.or_(Complaint.handler_id.is_(None), Complaint.handler_id != officer.id),
        sa.not_(is_among(Complaint.past_handler_ids, officer)),
        sa.not_(is_among(Complaint.recused_ids, officer)),
        not_about(officer),
    )


def is_among(ids: Any, officer: Asker) -> sa.ColumnElement[bool]:
    """Whether a column that keeps numbers as [7, 12] holds one: both databases read it as ,7,12,."""
    written: Any = sa.cast(ids, sa.String)
    for mark, instead in (("[", ","), ("]", ","), (" ", "")):
        written = sa.func.replace(written, mark, instead)
    found: sa.ColumnElement[bool] = written.like(sa.literal("%,") + sa.cast(officer.id, sa.String) + ",%")
    return found


def counted_for(officer: Asker) -> sa.ColumnElement[bool]:
    """The complaints whose figures an officer may read: those they may see. A machine reads those of its unit and below."""
    if MACHINE not in officer.roles:
        return visible_to(officer)
    paths: list[Any] = [Complaint.unit_path, Complaint.intake_path]
    within = sa.or_(*(path.like(officer.unit_and_below) for path in paths))
    return sa.and_(Complaint.restricted.is_(False), within)


def _by_post(officer: Asker) -> list[sa.ColumnElement[bool]]:
    if MACHINE in officer.roles:
        return [Complaint.received_by_id == officer.id]
    if not STAFF & set(officer.roles):
        return []
    here: list[Any] = [Complaint.unit_id, Complaint.offered_unit_id, Complaint.intake_unit_id]
    conditions = [column == officer.unit_id for column in here]
    if {"unit_supervisor", "supervisor"} & set(officer.roles):
        here = [Complaint.unit_path, Complaint.intake_path]
        conditions += [path.like(officer.unit_and_below) for path in here]
    if "last_resort" in officer.roles:
        conditions.append(Complaint.escalated_at.is_not(None))
    return conditions
