"""Every change to a complaint enters here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from itertools import chain
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from complaints.access.consultations import BY_THOSE_ASKED, within_a_consultation
from complaints.access.visibility import reachable_by
from complaints.casework import (
    citizen_view,
    competence,
    conversation,
    danger_words,
    half_written,
    handovers,
    joined_citizens,
    joining,
    ledger,
    query_codes,
    relief,
    restricted_channel,
    reviewers,
)
from complaints.casework.effects import assisting, joined_promises, moot_reviews, registry, taken_along
from complaints.casework.effects.respondents import name_instead
from complaints.casework.present_post import require_post
from complaints.commitments import days_taken_off, deadlines, held_by
from complaints.commitments.calendar import current as current_calendar
from complaints.infrastructure.database import db
from complaints.infrastructure.errors import NotFound, StaleVersion
from complaints.infrastructure.tracking_numbers import digits_of
from complaints.models import Complaint, Event, Officer
from complaints.notifications import notices
from complaints.organisation import conflicts, respondents
from complaints.rulebooks import store
from complaints.rulebooks.milestones import enter_state
from workflows.engine import fire
from workflows.language import CITIZEN, SYSTEM, Act, Step
from workflows.rulebook import Rulebook

_LONG = (orm.defer(Complaint.narrative), orm.defer(Complaint.findings), orm.defer(Complaint.reply))
_BESIDE = (assisting.following, danger_words.following, moot_reviews.following, restricted_channel.following)


@dataclass(frozen=True, slots=True)
class Made:
    """A move that was made: the complaint as it is now, the event, and the rules it was made under."""

    complaint: Complaint
    event: Event
    book: Rulebook


def make_move(number: str, act: Act, versions: Collection[int] | None = None) -> Made:
    """One move, with its words as a person typed them: what every door does. Inside a transaction.

    `versions` are those the person may have looked at; None where their page shows none. Raises NotFound, StaleVersion,
    BadInput for words that name nothing, or Refused with the sentences of the rules; then nothing has changed.
    """
    officer = act.by if isinstance(act.by, Officer) else None
    if act.move in joined_citizens.REACHES_LEADING:
        _lock_leading(digits_of(number))
    if act.move in BY_THOSE_ASKED and officer is not None:
        complaint = _take_to_answer(number, officer, versions)
    else:
        complaint = take(number, officer, versions, act.words.get("leading"))
    if act.by is CITIZEN:
        citizen_view.may_act(complaint, act.move)
    event = perform_as_written(complaint, act)
    half_written.forget_made(complaint, act)
    return Made(complaint, event, store.book(complaint.rulebook_version))


def perform_as_written(complaint: Complaint, act: Act) -> Event:
    """`perform`, for a complaint that is locked and words as typed: units, officers and files become rows."""
    return perform(complaint, replace(act, words=competence.rows_for(complaint, act)))


def take(
    number: str,
    officer: Officer | None = None,
    versions: Collection[int] | None = None,
    beside: str | None = None,
) -> Complaint:
    """Lock a complaint for a change, its running deadlines with it. Only what `officer` may see can be taken.

    `beside` is the number of a second complaint that the words of the move name, which is changed as well.
    Raises NotFound, or StaleVersion when the complaint is none of the versions the person looked at.
    """
    if beside is not None:
        _lock_in_order(digits_of(number), digits_of(beside))
    conditions = [Complaint.tracking_number == digits_of(number)]
    if officer is not None:
        require_post(officer)
        conditions.append(reachable_by(officer))
    return _taken(conditions, versions)


def _take_to_answer(number: str, officer: Officer, versions: Collection[int] | None) -> Complaint:
    """Also where a question is all that the officer sees of it."""
    require_post(officer)
    return _taken([Complaint.tracking_number == digits_of(number), within_a_consultation(officer)], versions)


def _taken(conditions: list[sa.ColumnElement[bool]], versions: Collection[int] | None) -> Complaint:
    complaint = joined_citizens.refuse_erased(_locked(*conditions))
    if versions is not None and complaint.version not in versions:
        raise StaleVersion
    return complaint


def take_by_id(complaint_id: int) -> Complaint:
    """The same for the system itself, which may take any complaint."""
    return _locked(Complaint.id == complaint_id)


def _lock_in_order(number: str, beside: str) -> None:
    """Lock open complaints before ended ones, the smallest id first, because a move on an open complaint may go on to those
    joined to it. Two people who name each other's complaint then wait, instead of a deadlock."""
    both = Complaint.tracking_number.in_([number, beside]), Complaint.ended_at.is_(None)
    db.session.execute(sa.select(Complaint.id).filter(*both).order_by(Complaint.id).with_for_update())


def _lock_leading(number: str) -> None:
    """Before a joined complaint, lock its open leading one: a move on that one goes on to those joined to it. While it is
    held, none is joined to it or separated from it; where that happened meanwhile, the lock is released again."""
    joined = sa.select(Complaint.leading_id).filter(Complaint.tracking_number == number, Complaint.is_joined)
    while (leading_id := db.session.scalars(joined).one_or_none()) is not None:
        with db.session.begin_nested() as savepoint:
            db.session.execute(sa.select(Complaint.id).filter_by(id=leading_id).with_for_update())
            if db.session.scalars(joined).one_or_none() == leading_id:
                return
            savepoint.rollback()


def in_lock_order(ids: Collection[int]) -> list[int]:
    """Of complaints that are changed in one transaction: what is open first, the smallest id first."""
    query = sa.select(Complaint.id).filter(Complaint.id.in_(ids))
    return list(db.session.scalars(query.order_by(Complaint.ended_at.is_not(None), Complaint.id)))


def _locked(*conditions: sa.ColumnElement[bool]) -> Complaint:
    """One statement for the row, its lock, its running deadlines and the edition of the calendar.

    A caller that waited for the lock gets the complaint as the other left it, but the deadlines from before the wait,
    because only the locked table is read again. The version seen before the wait shows that; then all is read again.
    """
    query = (
        sa.select(Complaint, current_calendar.edition_query(), _version_before_waiting())
        .filter(*conditions)
        .options(orm.joinedload(Complaint.running), orm.joinedload(Complaint.complainant), *_LONG)
        .with_for_update(of=Complaint)
        .execution_options(populate_existing=True)
    )
    row = db.session.execute(query).unique().one_or_none()
    if row is not None and row[0].version != row[2]:
        row = db.session.execute(query).unique().one_or_none()
    if row is None:
        raise NotFound
    current_calendar.note_edition(row[1])
    complaint: Complaint = row[0]
    return complaint


@cache
def _version_before_waiting() -> sa.ScalarSelect[int]:
    """Built once: a new alias adapts every column of the table, which costs more than the whole statement."""
    seen = orm.aliased(Complaint)
    return sa.select(seen.version).filter(seen.id == Complaint.id).scalar_subquery()


def perform(complaint: Complaint, act: Act) -> Event:
    """Make one move. Raises Refused with the sentences of the rules, and then nothing has changed.

    State, responsibility, clocks, ledger and notices change together, inside the caller's transaction. What the citizen of a
    joined complaint does is done on the leading one, for themselves (promise 9).
    """
    if joined_citizens.acts_on_leading(complaint, act):
        return perform(_locked(Complaint.id == complaint.leading_id), joined_citizens.act_of(complaint, act))
    act, skew = _after_the_last(complaint, act)
    step = fire(store.book(complaint.rulebook_version), complaint, act)
    enter_state(complaint, step.to_state)
    held_by.note_holders(complaint, act.at)
    hands, leading_id, was_over = reviewers.hands(complaint), complaint.leading_id, complaint.ended_at
    along = taken_along.take(complaint, act, _follow)
    detail = registry.carry_out(step.move.effects, complaint, along) | skew
    if store.book(complaint.rulebook_version).states[step.to_state].is_end:
        complaint.ended_at = complaint.ended_at or act.at
        handovers.withdraw_offers(complaint, act)
    handovers.settle_answerable(complaint)
    event = record(complaint, act, step, detail | query_codes.replace_held(complaint, act, detail))
    relief.tell_successors(complaint, event)
    query_codes.notify_of_new(complaint, event)
    relief.note_taken_up(complaint, act)
    if complaint.climbed_id is not None and (act.move == "keep_out" or reviewers.hands(complaint) != hands):
        reviewers.pass_on(complaint, event)
    reviewers.pass_on_where_joined(act, event)
    settle_kept_out(complaint, act.at, _changed_since_the_end(complaint, act) if was_over else None)
    _settle_group(complaint, act, detail, leading_id)
    _follow_all(complaint, act, leading_id)
    return event


def _settle_group(complaint: Complaint, act: Act, detail: dict[str, Any], leading_id: int | None) -> None:
    """Joined to one another, they keep out the same persons from this step on; separated, each has its own reasons."""
    rows_changed, parted = relief.changed_rows(complaint), complaint.leading_id is None
    main_id = leading_id if parted else complaint.leading_id
    names = complaint.is_joined and joined_citizens.names_respondents(act, detail)
    if main_id is None or not (parted or names):
        return _share(complaint, act) if complaint.leads_others and rows_changed else None
    leading = take_by_id(main_id)
    if leading.ended_at is not None:
        return None  # what is over stays as it was
    if parted:
        joining.give_back_recusals(leading, complaint, act.at)
    if act.move != "merge":
        joining.settle_brought(leading, act)
    settle_kept_out(leading, act.at, joining.keep_out_of_leading(leading, act))
    return _share(leading, act)


def _share(leading: Complaint, act: Act) -> None:
    group, words = joining.group_of(leading), {"step": "keep_out", "main": leading.tracking_number}
    for one in map(take_by_id, joining.joined_to(leading)):
        if change := group.change(one, act):
            perform(one, Act("follow_leading", SYSTEM, act.at, {**words, "change": change}))


def _changed_since_the_end(complaint: Complaint, act: Act) -> conflicts.Change | None:
    """While a complaint is over, changes of the organisation pass it by; open again, it catches up."""
    if complaint.ended_at is not None:
        return None
    return conflicts.recompute(complaint, act.at, respondents.respondents_of(complaint))


def settle_kept_out(complaint: Complaint, at: datetime, change: conflicts.Change | None = None) -> None:
    """Where persons kept out still hold something, or a change of the organisation keeps more persons out, the system takes
    it from them, as a step of its own. Rules published before do not know that step."""
    if "keep_out" not in store.book(complaint.rulebook_version).moves or complaint.ended_at is not None:
        return
    if change:
        perform(complaint, Act("keep_out", SYSTEM, at, {"change": change}))
    elif relief.is_needed(complaint):
        back = {"work_falls_back": True} if relief.is_stranded(complaint) else {}
        perform(complaint, Act("keep_out", SYSTEM, at, back))


def _follow_all(complaint: Complaint, act: Act, leading_id: int | None) -> None:
    for complaint_id, move, words in joined_promises.following(complaint, act, leading_id):
        _follow(take_by_id(complaint_id), Act(move, SYSTEM, act.at, words))
    for naming in name_instead(act):
        perform(complaint, naming)
    for beside in chain.from_iterable(found(complaint, act) for found in _BESIDE):
        _follow(complaint, beside)
    for postponing in days_taken_off.following(complaint, act.at):
        known = days_taken_off.concerns_citizen(store.book(complaint.rulebook_version), postponing)
        notices.owe(complaint, perform(complaint, postponing), ("citizen",) if known else ())


def _follow(complaint: Complaint, act: Act) -> None:
    """A move the system makes beside another; one that rules published before do not know is left out."""
    move = store.book(complaint.rulebook_version).moves.get(act.move)
    if move is not None and complaint.state in move.sources:
        perform(complaint, act)


def _after_the_last(complaint: Complaint, act: Act) -> tuple[Act, dict[str, object]]:
    """Time in one complaint never runs back: an act gets the time of the last event at least, and how far behind its clock was."""
    last = complaint.last_event_at
    if last is None or act.at >= last:
        return act, {}
    return replace(act, at=last), {ledger.CLOCK_BEHIND: round((last - act.at).total_seconds())}


def record(complaint: Complaint, act: Act, step: Step, detail: dict[str, object]) -> Event:
    """What follows from a step: the clocks, the permanent record, and the notices owed."""
    conversation.note_act(complaint, act, step)
    deadlines.follow(complaint, act, step)
    event = ledger.record(complaint, act, step, detail)
    danger_words.call_after_the_end(complaint, event, act)
    notices.owe(complaint, event, tuple(name for name in step.move.tell if not _is_trifle(name, detail)))
    db.session.flush()
    return event


def _is_trifle(recipient: str, detail: dict[str, object]) -> bool:
    """The citizen gets one notice for one act, and none of a slip in spelling or of what the handler asked for in vain; the
    handler none of consultations that ended with the work."""
    if recipient == "handler":
        return detail.get("why") == assisting.OVER
    by_handler = detail.get("asked_by") == "handler"
    return recipient == "citizen" and bool(detail.get("slip") or detail.get("replaces") or by_handler)
