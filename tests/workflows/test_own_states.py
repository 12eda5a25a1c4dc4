"""States are the rulebook's: rules with other names for them run as the shipped ones do."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from complaints.casework import ledger
from complaints.infrastructure.database import db, transaction
from complaints.models import Complaint
from complaints.rulebooks import store
from complaints.simulation.run import Span, simulate
from schemas.rulebook import load_rulebook
from tests.house import SEEDED_AT, House, shanghai
from tests.support import stories
from tests.support.own_states import NAMES, with_own_states
from workflows.errors import RulebookError

TEXT = store.SHIPPED.read_text("utf8")
OWN = with_own_states(TEXT, "2027.1")


@pytest.fixture
def own_house(either_house: House) -> House:
    with transaction():
        store.publish(OWN, shanghai("2026-09-17T09:00"))
    return either_house


def milestones() -> set[tuple[str, str, str | None]]:
    found = db.session.execute(sa.select(Complaint.state, Complaint.milestone, Complaint.ends_as))
    return {(row.state, row.milestone, row.ends_as) for row in found}


def test_every_end_is_reached_under_own_names(own_house: House) -> None:
    closed = stories.told(own_house)
    own_house.does("citizen", closed, "rate", "2026-09-22T10:00", grade=5)
    declined, withdrawn, merged = (own_house.logs("2026-09-18T09:00") for _ in range(3))
    leading = own_house.logs("2026-09-18T09:05")
    reason = {"reason_code": "not_our_remit", "competent_body": "市场监督管理局", "contact": "12315"}
    own_house.does("window", declined, "decline", "2026-09-18T10:00", **reason)
    own_house.does("citizen", withdrawn, "withdraw", "2026-09-18T10:00")
    own_house.does("window", merged, "merge", "2026-09-18T10:00", leading=leading)

    assert milestones() == {
        ("archived", "ended", "closed"),
        ("not_ours", "ended", "declined"),
        ("taken_back", "ended", "withdrawn"),
        ("put_together", "ended", "merged"),
        ("logged", "taken_in", None),
    }
    assert [fault for _, fault in ledger.breaks() if fault] == []


def test_the_citizen_reads_own_names(own_house: House) -> None:
    own_house.does("citizen", stories.told(own_house), "rate", "2026-09-22T10:00", grade=1)

    assert milestones() == {("patient_was_called", "told", None)}


def test_a_review_leads_back_to_its_milestone(own_house: House) -> None:
    number = stories.told(own_house)
    own_house.does("citizen", number, "rate", "2026-09-22T10:00", grade=5)
    own_house.does("citizen", number, "appeal", "2026-09-23T09:00", reason="仍未解决")
    assert own_house.complaint(number).review_from == "ended"

    own_house.does("citizen", number, "withdraw", "2026-09-23T10:00")

    assert (own_house.complaint(number).state, own_house.complaint(number).grade) == ("archived", 5)


@pytest.mark.slow
def test_a_city_lives_by_own_names(house: House) -> None:
    with transaction():
        store.publish(OWN, SEEDED_AT + timedelta(hours=1))

    outcome = simulate(Span(days=8, seed=11, per_day=3))

    assert outcome.broken == [] and not outcome.city.stuck
    assert {state for state, _, _ in milestones()} <= set(NAMES.values())


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("    milestone: in_work\n", ""), "states.assigned: say which milestone it is"),
        (("milestone: in_work", "milestone: ended"), "states.assigned: nobody is answerable"),
        (("    ends_as: merged\n", ""), "states.merged: an end says what it is"),
        (("milestone: taken_in", "milestone: in_work"), "initial: the state of a new complaint"),
        (("milestone: told", "milestone: answered"), "states: no state is of the milestone told"),
    ],
)
def test_check_says_what_a_state_lacks(change: tuple[str, str], sentence: str) -> None:
    assert change[0] in TEXT
    with pytest.raises(RulebookError) as error:
        load_rulebook(TEXT.replace(*change, 1))

    assert any(sentence in fault.en for fault in error.value.faults), error.value.faults


def test_rules_published_before_keep_their_states() -> None:
    lines = [line for line in TEXT.splitlines() if not line.strip().startswith(("milestone:", "ends_as:"))]

    before, now = load_rulebook("\n".join(lines), published=True), load_rulebook(TEXT)

    assert before.states == now.states
