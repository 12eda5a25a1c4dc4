"""Officers close to those complained of: of their unit, their head, or led by one who is kept out. They may work on the
complaint where no row keeps them out of it, but never hold the citizen's key (docs/architecture.md, "Who is kept out of what")."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from complaints.infrastructure.database import db
from complaints.models import Complaint, KeptOut, Officer, Respondent
from complaints.models.kept_out import ALL
from complaints.organisation.interest import Organisation, heads_above, organisation
from workflows.parties import is_kept_out

IN_PLACE = ("answers_for_unit", "stands_in_for_head", "joined")  # for the post or the group, not of their own


def is_tied(complaint: Complaint, officer: Officer, at: datetime) -> bool:
    """By any complaint of its group."""
    if not (complaint.keeps_out or complaint.is_joined or complaint.leads_others):
        return is_kept_out(complaint, officer)
    if is_kept_out(complaint, officer) or officer.id in complaint.kept_from_judging_ids:
        return True
    units, complained_of, kept_out = _interested(complaint)
    if not (units or complained_of or kept_out):
        return False
    house = organisation(at)
    if officer.unit_id in units | _units_of(complained_of, house):
        return True
    return _leads_one(officer, kept_out, house) or _is_led_by_one(officer, kept_out, house)


def _interested(complaint: Complaint) -> tuple[set[int], set[int], set[int]]:
    """Units complained of; officers complained of, and likely matches of a name; all officers kept out for themselves."""
    about, kept = list(complaint.respondents), list(complaint.kept_out) if complaint.keeps_out else []
    if others := _others_of_group(complaint):
        about += db.session.scalars(sa.select(Respondent).filter(Respondent.complaint_id.in_(others)))
        kept += db.session.scalars(sa.select(KeptOut).filter(KeptOut.complaint_id.in_(others)))
    present = [row for row in about if row.cleared_at is None]
    out = [row for row in kept if row.ended_at is None and row.reach == ALL and row.reason not in IN_PLACE]
    matches = {row.officer_id for row in out if row.reason == "name"}
    officers = matches | {row.officer_id for row in present if row.officer_id}
    units = {row.unit_id for row in present if row.unit_id}
    return units, officers, officers | {row.officer_id for row in out} | set(complaint.recused_ids)


def _others_of_group(complaint: Complaint) -> list[int]:
    main = complaint.leading_id if complaint.is_joined else complaint.id if complaint.leads_others else None
    if main is None:
        return []
    query = sa.select(Complaint.id).filter(
        sa.or_(Complaint.id == main, sa.and_(Complaint.leading_id == main, Complaint.is_joined))
    )
    return [one for one in db.session.scalars(query) if one != complaint.id]


def _units_of(officer_ids: Collection[int], house: Organisation) -> set[int]:
    """Now, and within the year before."""
    now = {one.unit_id for one in house.members if one.id in officer_ids}
    return now | {unit for officer, unit, _ in house.posts if officer in officer_ids}


def _leads_one(officer: Officer, kept_out: Collection[int], house: Organisation) -> bool:
    """As head of their unit, or in the place of one who is away."""
    heads: set[int] = set()
    for unit in {one.unit_id for one in house.members if one.id in kept_out}:
        heads |= {one.id for one in house.of_unit(unit) if one.leads} or heads_above(unit, house)
    return officer.id in heads | {deputy for head, deputy in house.deputies if head in heads}


def _is_led_by_one(officer: Officer, kept_out: Collection[int], house: Organisation) -> bool:
    heads = (one for one in house.members if one.id in kept_out)
    return any(officer.id == one.id for head in heads for one in house.subordinates(head))
