"""A simulated city, day by day: due times, breaches and figures are what the events alone say, by a model of its own."""

from __future__ import annotations

import os
import random
import re
from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select, text

from complaints.casework import closures
from complaints.commitments.calendar import editing
from complaints.infrastructure.database import db, transaction
from complaints.models import Complaint, Event
from complaints.queries.statistics import commitments_kept
from complaints.simulation.run import STARTS, Span, simulate
from tests.casework.test_assists import helping
from tests.casework.test_consultations import asked, makes
from tests.casework.test_joined_promises import leading_of_sixty_days
from tests.databases import Kind
from tests.house import House, opened, shanghai
from tests.support.figure_checks import Watch, summary
from tests.support.figure_model import count_month
from tests.support.odd_days import ODD_ACTS, Odd
from tests.support.promise_laws import Laws
from tests.support.stories import ANSWER, HR, in_hand, told
from tests.web.api import Api

DAYS = int(os.environ.get("SHOUWEN_TEST_DAYS", "20"))
SEED = int(os.environ.get("SHOUWEN_TEST_SEED", "31"))
CLOSED_A_DAY = 0.15  # how often days are taken off
ASKED_A_DAY = 2  # complaints compared over the API


def over_the_api(house: House, watch: Watch, chance: random.Random) -> list[str]:
    """The newest cycle of each promise, as the API shows it to a supervisor."""
    found = []
    ids = [one for one in watch.models if one not in watch.left_out]
    for one in chance.sample(ids, min(ASKED_A_DAY, len(ids))):
        number = db.session.scalars(select(Complaint.tracking_number).filter_by(id=one)).one()
        answer = Api(house).by("supervisor").get(f"/complaints/{number}")
        shown = {(row["commitment"], row["cycle"]): row for row in (answer.json or {}).get("deadlines", ())}
        for row in watch.models[one].promises:
            told = shown.get((row.commitment, row.cycle))
            if told is not None and told["due_at"][:16] != f"{row.own.due:%Y-%m-%dT%H:%M}":
                found.append(f"complaint {one}, {row.commitment}: API {told['due_at']}, events {row.own.due}")
    return found


def happened(line: str) -> list[str]:
    """The events of the complaint a difference is about."""
    named = re.search(r"complaint (\d{1,9})\b|(\d{12})", line)
    if named is None:
        return []
    about = Complaint.id == int(named[1]) if named[1] else Complaint.tracking_number == named[2]
    query = select(Event).join(Complaint, Complaint.id == Event.complaint_id).filter(about)
    events = db.session.scalars(query.order_by(Event.seq))
    return [f"  {one.at:%m-%d %H:%M} {one.move} {one.to_state} {one.detail}"[:200] for one in events]


def close(at: datetime, first: date, more: int) -> frozenset[date]:
    """The city closes its offices for a day or three, soon or the morning after; some of these days may be off already."""
    days = [first + timedelta(days=n) for n in range(more + 1)]
    with transaction():
        editing.set_days(days[0], days[-1], False, editing.Why(at, "台风停工", "市防汛抗旱指挥部〔2026〕9号"))
    closures.settle(first.year, at)
    return frozenset(days)


def live(kind: Kind, days: int, seed: int) -> Watch:
    watch, laws, chance = Watch(), Laws(), random.Random(seed)
    odd = Odd(random.Random(seed + 1))
    with opened(kind) as house:

        def compare(day: int) -> None:
            at = STARTS + timedelta(days=day)
            watch.hear()
            lines = [
                *laws.violations(at),
                *watch.differences(at),
                *watch.figures(at),
                *watch.indicators(at),
                *over_the_api(house, watch, chance),
            ]
            db.session.rollback()
            odd.live(at)
            watch.hear()
            if chance.random() < CLOSED_A_DAY:
                after = at + timedelta(seconds=1)
                watch.close(
                    after,
                    close(after, at.date() + timedelta(days=chance.randint(-2, 8)), chance.randint(0, 2)),
                )
            assert not lines, f"seed {seed}, day {day}: " + "\n".join([*lines[:12], *happened(lines[0])])

        outcome = simulate(Span(days=days, seed=seed, per_day=3), told=compare)
        told = [line for one in outcome.broken for line in (one, *happened(one))]
        assert not told, f"seed {seed}: " + "\n".join(told)
    watch.odd = odd.made
    return watch


@pytest.mark.slow
def test_every_day_agrees_with_its_events() -> None:
    watch = live("sqlite", DAYS, SEED)

    print(summary(watch), watch.odd)
    assert watch.compared > 50 * DAYS
    if DAYS > 60:
        assert set(watch.odd) >= {*ODD_ACTS, "clock behind"}
    assert len(watch.left_out) < len(watch.models) / 5, summary(watch)


@pytest.mark.slow
@pytest.mark.postgres
def test_every_day_agrees_with_its_events_on_postgresql() -> None:
    assert live("postgresql", max(DAYS // 2, 1), SEED + 1).compared > 0


YESTERDAY = {
    "is due earlier than it was": ("due_at", timedelta(days=1)),
    "was broken at another time, or no more": ("breached_at", timedelta(hours=1)),
    "was first promised for another time": ("first_due_at", timedelta(days=1)),
}


@pytest.mark.parametrize("law", YESTERDAY)
def test_laws_see_what_is_other_than_yesterday(house: House, law: str) -> None:
    in_hand(house)
    house.sweeps("2026-09-24T17:31")
    at, laws = shanghai("2026-09-24T18:00"), Laws()
    assert laws.violations(at) == []

    name, later = YESTERDAY[law]
    broken = next(row for row in laws.seen.values() if row.breached_at is not None)
    other = dict(broken._mapping) | {name: getattr(broken, name) + later}
    laws.seen[broken.id] = SimpleNamespace(**other)

    assert any(law in line for line in laws.violations(at))


def test_laws_and_model_see_a_due_time_moved_in_silence(house: House) -> None:
    in_hand(house)
    laws, watch, at = Laws(), Watch(), shanghai("2026-09-21T09:00")
    watch.hear()
    assert [*laws.violations(at), *watch.differences(at)] == []

    later = "UPDATE deadline SET due_at = '2026-09-28 09:30:00' WHERE commitment = 'handling'"
    db.session.execute(text(later))

    assert any("due later than promised, without a reason" in line for line in laws.violations(at))
    assert any("handling" in line for line in watch.differences(at))


def test_promise_met_while_its_clock_stood_counts_as_kept(house: House) -> None:
    """Missing items are asked for; the citizen lets the ten days pass, and it is not accepted for that."""
    number = house.logs("2026-09-18T09:00")
    house.does("window", number, "ask_supplement", "2026-09-18T10:00", items=["收据"])
    words = {"reason_code": "missing_material_not_supplied", "competent_body": "本中心", "contact": "12348"}
    house.does("window", number, "decline", "2026-10-15T09:00", **words)

    counted = commitments_kept.count(shanghai("2026-10-16T09:00"))
    assert counted == [["ATTITUDE", "acceptance", 1, 1, 0, 0]]


def test_extended_promise_is_counted_apart(house: House) -> None:
    number = in_hand(house)
    words = {"days": 3, "reason": "需要走访", "basis": "hotline_extension"}
    house.does("handler", number, "request_extension", "2026-09-21T09:00", **words)
    house.does("leader", number, "grant_extension", "2026-09-21T10:00")
    house.does("handler", number, "answer", "2026-09-28T09:00", **ANSWER)
    other = in_hand(house)
    house.does("handler", other, "answer", "2026-09-22T09:00", **ANSWER)

    counted = commitments_kept.count(shanghai("2026-10-16T09:00"))
    assert ["ATTITUDE", "handling", 2, 2, 1, 1] in counted


def test_model_sees_an_indicator_that_counts_otherwise(house: House) -> None:
    in_hand(house)
    watch, at = Watch(), shanghai("2026-09-26T09:00")
    watch.hear()
    assert watch.indicators(at) == []

    later = "UPDATE deadline SET due_at = '2026-09-29 09:30:00.000000' WHERE commitment = 'handling'"
    db.session.execute(text(later))

    assert any(line.startswith("due handling: events say 1, figures 0") for line in watch.indicators(at))


def test_model_knows_the_review_a_joined_citizen_asks_for(house: House) -> None:
    number = in_hand(house)
    joined = house.logs("2026-09-18T11:00")
    house.does("window", joined, "merge", "2026-09-18T11:30", leading=number, reason="同一事项")
    house.does("handler", number, "answer", "2026-09-21T10:00", **ANSWER)
    house.does("window", number, "give_feedback", "2026-09-21T15:00", method="phone")
    watch = Watch()

    house.does("citizen", joined, "appeal", "2026-09-22T09:00", reason="不服")
    watch.hear()

    assert watch.differences(shanghai("2026-09-22T10:00")) == []


def test_model_knows_joining_in_the_midst_of_a_suspension(house: House) -> None:
    """Joined while it stood, and while its leading one has longer: the date binds that one, and comes back after."""
    number, leading = in_hand(house), leading_of_sixty_days(house)
    house.does("handler", number, "suspend", "2026-09-21T09:00", reason="hearing", evidence="听证通知")
    house.does("leader", number, "confirm_suspension", "2026-09-21T10:00")
    watch = Watch()
    for move, at in (("merge", "2026-09-23T09:00"), ("unmerge", "2026-09-24T15:00")):
        words = {"leading": leading} if move == "merge" else {}
        house.does("window", number, move, at, reason="同一事项", **words)
        watch.hear()
        assert watch.differences(shanghai(at)) == []
        joined = [row for row in watch.by_number[leading].promises if row.commitment == "joined"]
        assert [row.runs for row in joined] == [move == "merge"]


def test_model_counts_what_was_closed_and_opened_again(house: House) -> None:
    number = told(house)
    house.does("citizen", number, "rate", "2026-09-22T10:00", grade=5)
    watch, at = Watch(), shanghai("2026-09-29T09:00")
    steps = [("appeal", {"reason": "不服"}), ("withdraw", {})]
    for closed, (move, words) in zip((0, 1), steps, strict=True):
        house.does("citizen", number, move, "2026-09-24T09:00", **words)
        watch.hear()
        assert watch.indicators(at) == []
        counted = count_month(watch.stories, watch.models, shanghai("2026-09-01T00:00"), at)
        assert counted["closed all"] == closed


def test_model_counts_work_handed_up_from_one_kept_out(house: House) -> None:
    number = in_hand(house)
    house.does("handler", number, "recuse", "2026-09-18T11:00", reason="与被投诉人是亲属。")
    watch = Watch()
    watch.hear()

    assert watch.indicators(shanghai("2026-09-19T09:00")) == []


def test_model_sees_a_breach_that_counts_at_another_unit(house: House) -> None:
    number = in_hand(house)
    house.sweeps("2026-09-25T09:00")
    words = {"unit": house.unit("EC-BUREAU"), "reason": "来电说明投诉的是该局"}
    house.does("window", number, "name_respondent", "2026-09-28T10:30", **words)
    watch, at = Watch(), shanghai("2026-09-29T09:00")
    watch.hear()
    assert watch.indicators(at) == []

    elsewhere = (
        f"UPDATE deadline SET unit_id = {house.complaint(number).unit_id} WHERE commitment = 'handling'"
    )
    db.session.execute(text(elsewhere))

    assert any(line.startswith("late handling at unit") for line in watch.indicators(at))


def test_model_knows_what_others_promised_beside_the_lead(house: House) -> None:
    number = in_hand(house)
    watch = Watch()
    asked(house, number)
    for unit in (HR, "EZ-CENTRE"):
        helping(house, number, unit=unit)
    makes(house, "other", number, "take_assist", "2026-09-18T14:45", of=2)
    house.does("supervisor", number, "change_urgency", "2026-09-18T15:00", urgency="urgent", reason="扬言")
    makes(house, "other", number, "decline_consultation", "2026-09-18T16:00", of=1, reason="不是我单位经办。")
    house.sweeps("2026-09-22T18:00")
    makes(house, "other", number, "answer_assist", "2026-09-22T18:01", of=2, note="查过。")
    watch.hear()

    at = shanghai("2026-09-22T18:02")
    assert watch.differences(at) == [] and watch.indicators(at) == []
    parts = [one for model in watch.models.values() for one in model.promises if one.part is not None]
    assert {one.commitment for one in parts} == {"consultation", "assist_taking", "assist"}
    assert {one.broken for one in parts} == {True, False}
