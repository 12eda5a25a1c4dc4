"""Persons kept out of a complaint, as rows, one a person (promise 6; docs/architecture.md, "Who is kept out of what").

Rows are added as the organisation changes, and end only when what they rest on is cleared: who was in the unit complained of
stays out in whatever unit they come to be.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

from complaints.infrastructure.database import db
from complaints.models import (
    Absence,
    Complaint,
    Event,
    KeptOut,
    Officer,
    OfficerRole,
    PostHeld,
    Respondent,
    Unit,
)
from complaints.models.kept_out import LOOKS_BACK
from complaints.organisation.interest import (
    DISCIPLINE,
    RECUSED,
    UNTIL_SETTLED,
    Key,
    Organisation,
    Persons,
    Respondents,
    cause_of_match,
    cause_of_name,
    organisation,
    persons,
)
from complaints.organisation.post_history import LEADS
from complaints.organisation.remaining_names import is_rest_of
from complaints.organisation.respondents import respondents_of

_IN_WORDS = sa.and_(Respondent.name.is_not(None), Respondent.officer_id.is_(None))


@dataclass(frozen=True)
class Change:
    """Rows made and rows ended; those made are not yet in the session."""

    added: list[KeptOut] = field(default_factory=list)
    ended: list[KeptOut] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.ended)


def recompute(
    complaint: Complaint, at: datetime, about: Respondents, house: Organisation | None = None
) -> Change:
    """Bring the rows of a complaint up to date in memory: `complaint.kept_out` is right afterwards. The caller adds the new
    rows, once no one kept out holds the complaint any more. Inside a transaction."""
    if about.is_empty and not complaint.keeps_out:
        return Change()
    wanted = _without_settled(complaint, persons(about, house or organisation(at)))
    complaint.keeps_out = complaint.keeps_out or bool(about.units or about.officers)
    before = list(complaint.kept_out) if complaint.keeps_out else []
    causes = _causes(about) | {row.cause for row in before if row.cause.startswith("joined:")}
    causes |= {cause_of_match(row.cause, row.officer_id) for row in before if row.cause in causes}
    ended = [row for row in before if row.cause not in causes]
    there = {(row.officer_id, row.reason, row.cause) for row in before}
    added = [row_of(complaint, key, reach, at) for key, reach in wanted.items() if key not in there]
    return apply(complaint, Change(added, ended), at)


def reject(complaint: Complaint, officer_ids: Collection[int], at: datetime) -> Change:
    """These likely matches are not the person named: they and those they lead are no longer kept out for it."""
    rows = complaint.kept_out if complaint.keeps_out else []
    matches = [row for row in rows if row.reason == "name" and row.officer_id in officer_ids]
    causes = {cause_of_match(row.cause, row.officer_id) for row in matches}
    led = [row for row in rows if row.cause in causes]
    return apply(complaint, Change(ended=[*matches, *led]), at)


def first_rows(complaint: Complaint, kept_out: Persons, at: datetime) -> Change:
    """For a complaint that is just being logged."""
    complaint.keeps_out = any(row.unit_id or row.officer_id for row in complaint.respondents)
    rows = [row_of(complaint, key, reach, at) for key, reach in kept_out.items()]
    return apply(complaint, Change(rows), at)


def apply(complaint: Complaint, change: Change, at: datetime) -> Change:
    for row in change.ended:
        row.ended_at, row.ended_seq = at, complaint.seq + 1
    kept = [row for row in complaint.kept_out if row.ended_at is None] if complaint.keeps_out else []
    set_committed_value(complaint, "kept_out", [*kept, *change.added])
    complaint.keeps_out = complaint.keeps_out or bool(change.added)
    return change


def _causes(about: Respondents) -> set[str]:
    named = {cause_of_name(name) for name in about.names}
    by_id = {f"unit:{one}" for one in about.units} | {f"officer:{one}" for one in about.officers}
    return named | by_id | ({RECUSED} if about.recused else set())


def _without_settled(complaint: Complaint, wanted: Persons) -> Persons:
    """Likely matches that were rejected are not made again; those that went with a name that was cleared are."""
    settled = _settled(complaint, wanted)
    if not settled:
        return wanted
    causes = {cause_of_match(cause, officer) for officer, _, cause in settled}
    return {key: reach for key, reach in wanted.items() if key not in settled and key[2] not in causes}


def _settled(complaint: Complaint, wanted: Persons) -> set[Key]:
    if not any(reason == "name" for _, reason, _ in wanted) or complaint.id is None:
        return set()
    ended = (KeptOut.complaint_id == complaint.id, KeptOut.reason == "name", KeptOut.ended_seq == Event.seq)
    query = sa.select(KeptOut.officer_id, KeptOut.reason, KeptOut.cause, Event.detail)
    query = query.join(Event, Event.complaint_id == KeptOut.complaint_id)
    rows = db.session.execute(query.filter(*ended, Event.move == "settle_respondent"))
    rejected = [(row.officer_id, row.reason, row.cause) for row in rows if not row.detail["same"]]
    rests = _rests_of(complaint) if rejected else {}
    return {(one, why, cause) for one, why, name in rejected for cause in (name, *rests.get(name, ()))}


def _rests_of(complaint: Complaint) -> dict[str, list[str]]:
    """Causes by name in words: those of what was left of it, once one of the persons it names was settled."""
    names = {row.name for row in complaint.respondents if row.name}
    return {
        cause_of_name(name): [cause_of_name(rest) for rest in names if is_rest_of(rest, name)]
        for name in names
    }


def row_of(complaint: Complaint, key: Key, reach: str, at: datetime) -> KeptOut:
    officer_id, reason, cause = key
    return KeptOut(
        complaint_id=complaint.id,
        officer_id=officer_id,
        reason=reason,
        cause=cause,
        reach=reach,
        provisional=reason in UNTIL_SETTLED,
        since_seq=complaint.seq + 1,
        since_at=at,
    )


def shuts_out(complaint: Any, unit: Any) -> bool:
    """Whether a unit cannot have a complaint: complained of, led by who is or may be, or below one of these."""
    if (
        not complaint.keeps_out
        and complaint.respondent_unit_id is None
        and complaint.respondent_officer_id is None
    ):
        return False
    about = respondents_of(complaint)
    if unit.id in about.units:
        return True
    heads = {*about.officers, *complaint.likely_respondent_ids}
    if not (about.units or heads):
        return False
    led = sa.select(Officer.unit_id, Officer.roles).filter(Officer.id.in_(heads), Officer.active)
    above = about.judged_above  # then the unit of who may be meant is as one complained of
    closed = {
        *about.units,
        *(row.unit_id for row in db.session.execute(led) if LEADS in row.roles or above),
        *_led_lately(heads, complaint.received_at),
    }
    if unit.id in closed:
        return True
    paths = db.session.scalars(sa.select(Unit.path).filter(Unit.id.in_(closed)))
    return unit.kind != DISCIPLINE and any(unit.path.startswith(path) for path in paths)


def _led_lately(officer_ids: Collection[int], received_at: datetime) -> set[int]:
    """Units these officers led within the year before it came in or since, or led in the place of a head who was away."""
    posts = sa.select(PostHeld.unit_id).filter(PostHeld.officer_id.in_(officer_ids), PostHeld.leads)
    posts = posts.filter(PostHeld.until_at > received_at - LOOKS_BACK)
    heads = sa.select(OfficerRole.unit_id).join(Absence, Absence.officer_id == OfficerRole.officer_id)
    heads = heads.filter(OfficerRole.role == LEADS, Absence.deputy_id.in_(officer_ids))
    away = heads.filter(Absence.until_at > received_at - LOOKS_BACK)
    rows = db.session.scalars(sa.union(posts, away))
    return set(rows) if officer_ids else set()


def complaints_about(officer_ids: Collection[int]) -> list[int]:
    """Open complaints whose persons kept out may change with the posts of these officers: about them; about a unit they are
    or were in, one above it, or one without a head below it; about who leads such a unit, or does in the place of one who is
    away; and those that name a person in words. In the order they are locked."""
    units = _touched_units(officer_ids)
    in_them = db.session.execute(sa.select(Officer.id, Officer.roles).filter(Officer.unit_id.in_(units)))
    heads = {row.id for row in in_them if LEADS in row.roles}
    leading = {*officer_ids, *heads}
    deputies = set(db.session.scalars(sa.select(Absence.deputy_id).filter(Absence.officer_id.in_(leading))))
    about = Complaint.id.in_(_about(units, leading | deputies))
    query = sa.select(Complaint.id).filter(Complaint.ended_at.is_(None), about)
    return list(db.session.scalars(query.order_by(Complaint.id)))


def _touched_units(officer_ids: Collection[int]) -> set[int]:
    """A unit above answers for one without a head, so it may be anywhere below a unit whose head has changed."""
    held = sa.select(PostHeld.unit_id).filter(PostHeld.officer_id.in_(officer_ids))
    now = sa.select(Officer.unit_id).filter(Officer.id.in_(officer_ids))
    paths = list(db.session.scalars(sa.select(Unit.path).filter(sa.or_(Unit.id.in_(held), Unit.id.in_(now)))))
    codes = {code for path in paths for code in path.split("/") if code}
    leads = (OfficerRole.unit_id == Unit.id, OfficerRole.role == LEADS)
    headless = ~sa.exists().where(*leads, Officer.id == OfficerRole.officer_id, Officer.active)
    below = sa.and_(headless, sa.or_(sa.false(), *(Unit.path.like(f"{path}%") for path in paths)))
    return set(db.session.scalars(sa.select(Unit.id).filter(sa.or_(Unit.code.in_(codes), below))))


def complaints_with_names() -> list[int]:
    """Open complaints that name a respondent in words."""
    named = sa.select(Respondent.complaint_id).filter(Respondent.cleared_at.is_(None), _IN_WORDS)
    query = sa.select(Complaint.id).filter(Complaint.ended_at.is_(None), Complaint.id.in_(named))
    return list(db.session.scalars(query.order_by(Complaint.id)))


def _about(units: Collection[int], officers: Collection[int]) -> sa.Select[int]:
    theirs = sa.or_(Respondent.unit_id.in_(units), Respondent.officer_id.in_(officers), _IN_WORDS)
    return sa.select(Respondent.complaint_id).filter(Respondent.cleared_at.is_(None), theirs)
