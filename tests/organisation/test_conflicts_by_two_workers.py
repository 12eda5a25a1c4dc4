"""Workers at once on PostgreSQL: one changes the organisation, two make moves. After each pair of acts a judge that knows
the tables alone says who must be kept out, and no such person holds or sees the complaint."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from random import Random

import pytest
from sqlalchemy import select

from complaints.access.visibility import visible_to
from complaints.casework import moves
from complaints.infrastructure import clock
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import NotFound, WorkError
from complaints.intake.respondents import Named
from complaints.models import Complaint, Officer, Respondent
from complaints.organisation import passwords
from tests.house import PATIENT, House, opened, shanghai
from tests.support.doors import Doors
from tests.support.kept_out import kept_out_of
from tests.support.likely_words import Talk
from tests.support.reorganised import Reorganisation
from workflows.errors import Refused
from workflows.language import Act

pytestmark = pytest.mark.postgres

ROUNDS = 14
DRAWN = 4  # doors that a person kept out asks at after each turn
SEEDS = int(os.environ.get("SHOUWEN_TEST_SEEDS", "0"))  # make interest
MOVERS = ("centre.he", "leader", "huarong.lei", "huarong.mo", "section.ye")
UNITS = ("EC-BUREAU", "HR-BUREAU", "EZ-CENTRE", "EZ-SECTION")
WORKERS = ("window", "handler", "leader", "echeng.xie", "other", "huarong.lei", "section.lu", "supervisor")
MOVES = ("assign", "sign_for", "reassign", "designate", "recuse", "name_respondent", "answer", "contact")
MOVES += ("clear_respondent", "give_feedback", "change_first_responder", "merge", "attach")


@pytest.fixture
def house() -> Iterator[House]:
    with opened("postgresql", **(PATIENT if SEEDS else {})) as it:
        yield it


@pytest.fixture(autouse=True)
def _time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: shanghai("2026-09-18T20:00"))
    monkeypatch.setattr(passwords, "is_right", lambda officer, typed: True)  # a third of a second each


def reorganises(organisation: Reorganisation, at: str) -> None:
    organisation.change(shanghai(at))


def acts(house: House, random: Random, numbers: list[str], at: str) -> None:
    actor, number, move = (random.choice(some) for some in (WORKERS, numbers, MOVES))
    officer = house.officer(actor)
    with transaction():
        complaint = moves.take(number, officer)
        words = Talk(house, random, (*WORKERS, *MOVERS)).words(move, complaint, shanghai(at))
        moves.perform(complaint, Act(move, officer, shanghai(at), words))


def at_once(house: House, *works: Callable[[], None]) -> list[Exception]:
    """What went wrong that no rule refuses."""
    faults: list[Exception] = []

    def carry_out(work: Callable[[], None]) -> None:
        with house.app.app_context():
            try:
                with suppress(Refused, NotFound, WorkError):
                    work()
            except Exception as error:
                faults.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=carry_out, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    db.session.remove()
    return faults


def must_be_out(complaint: Complaint) -> set[str]:
    """By the tables as they are: officers named, people of units named, and of units that an officer named leads."""
    rows = db.session.scalars(select(Respondent).filter_by(complaint_id=complaint.id, cleared_at=None)).all()
    people = db.session.scalars(select(Officer)).all()
    named = {row.officer_id for row in rows if row.officer_id}
    led = {one.unit_id for one in people if one.id in named and "unit_supervisor" in one.roles and one.active}
    units = {row.unit_id for row in rows if row.unit_id} | led
    recused = set(complaint.recused_ids)
    return {one.username for one in people if one.id in named | recused or one.unit_id in units}


def faults_behind_doors(doors: Doors, numbers: list[str], eye: Random) -> Iterator[str]:
    """As one who is kept out asks for a complaint, by some of the routes."""
    number = eye.choice(numbers)
    out = sorted(must_be_out(doors.house.complaint(number)))
    out = [who for who in out if doors.house.officer(who).active and not who.startswith("new.")]
    if out and doors.house.complaint(number).ended_at is None:
        yield from doors.faults(number, eye.choice(out), doors.draw(eye, DRAWN))


def faults_of(house: House, number: str) -> Iterator[str]:
    complaint = house.complaint(number)
    if complaint.ended_at is not None:
        return
    rows, must = set(kept_out_of(number)), must_be_out(house.complaint(number))
    complaint = house.complaint(number)
    yield from (f"{number}: {who} is kept out by no row" for who in sorted(must - rows))
    held = {
        "first_responder": rows,
        "answerable": rows,
        "handler": rows | set(kept_out_of(number, "judging")),
    }
    complaint = house.complaint(number)
    for part, out in held.items():
        holder = getattr(complaint, part)
        if holder is not None and (holder.username in out or not holder.active):
            yield f"{number}: {holder.username} is {part}"
    for who in sorted(rows):
        seen = select(Complaint.id).filter(
            Complaint.id == complaint.id, visible_to(house.officer(who), shanghai("2026-09-18T20:00"))
        )
        if db.session.scalars(seen).first():
            yield f"{number}: {who} sees it"


@pytest.mark.parametrize("seed", range(max(2, SEEDS)))
def test_two_workers_leave_no_complaint_with_a_person_kept_out(house: House, seed: int) -> None:
    random = Random(seed)
    numbers = [
        house.logs("2026-09-18T09:00", respondent_officer="huarong.mo"),
        house.logs(
            "2026-09-18T09:01",
            respondent_officer="centre.he",
            more_respondents=(Named(house.unit("HR-BUREAU")),),
        ),
        house.logs("2026-09-18T09:02", respondent_name="周宁"),
        house.logs("2026-09-18T09:03", respondent_officer="section.ye", respondent_unit="EZ-SECTION"),
        house.logs("2026-09-18T09:04"),
    ]
    people = tuple(dict.fromkeys((*WORKERS, *MOVERS)))
    organisation = Reorganisation(house, Random(seed), people, list(MOVERS), list(UNITS))
    doors, eye = Doors(house), Random(seed)
    for turn in range(ROUNDS):
        at = f"2026-09-18T{10 + turn // 4}:{turn % 4 * 15:02}"
        seeds = [Random(random.random()) for _ in range(2)]

        broken = at_once(
            house,
            partial(reorganises, organisation, at),
            partial(acts, house, seeds[0], numbers, at),
            partial(acts, house, seeds[1], numbers, at),
        )

        assert broken == []
        assert [fault for number in numbers for fault in faults_of(house, number)] == [], turn
        assert list(faults_behind_doors(doors, numbers, eye)) == [], turn
