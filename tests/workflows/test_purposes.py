"""Moves and commitments are called what an office calls them; the program goes by the purpose each serves."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from complaints.infrastructure.database import db, transaction
from complaints.models import Complaint, Event
from complaints.rulebooks import limits_editor, store
from complaints.simulation.histories import histories
from complaints.simulation.run import Span, simulate
from schemas.rulebook import load_rulebook
from tests.house import SEEDED_AT, House, opened
from tests.support import plain_yaml, stories
from tests.support.renamed import renamed
from tests.web.api import Api
from workflows.errors import RulebookError
from workflows.purposes import OF_COMMITMENTS, OF_MOVES

SHIPPED = store.SHIPPED.read_text("utf8")
OURS = SEEDED_AT + timedelta(hours=1)


def ours(**words: bool) -> str:
    """The shipped rulebook under other names, as another rulebook."""
    return renamed(**words).replace("rulebook: complaint", "rulebook: ours")


def test_renamed_rulebook_is_the_same_to_the_program() -> None:
    shipped, fresh = load_rulebook(SHIPPED), load_rulebook(ours())

    assert set(fresh.commitments) - {"our_error_answer"} == set(shipped.commitments) - {"error_answer"}
    assert {name for name in fresh.moves if name.startswith("our_")} == {
        f"our_{name}" for name in set(shipped.moves) - OF_MOVES
    }
    assert fresh.moves["answer"].called == "our_answer" and fresh.moves["answer"].sources == ("our_assigned",)
    assert fresh.commitments["handling"].called == "our_handling"
    assert set(fresh.stage_promises) - {"our_error_answer"} == set(shipped.stage_promises) - {"error_answer"}
    assert [one.perform for one in fresh.ladders["closing"]] == [
        one.perform for one in shipped.ladders["closing"]
    ]


def test_every_purpose_is_served_by_the_shipped_rulebook() -> None:
    """So the lists hold nothing that no rulebook can have."""
    book = load_rulebook(SHIPPED)

    assert set(book.moves) >= OF_MOVES and set(book.commitments) >= OF_COMMITMENTS


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("moves:\n  receive:\n", "moves:\n  receive:\n    purpose: lunch\n", "no purpose called “lunch”"),
        (
            "\n  answer:\n    label",
            "\n  answer:\n    purpose: contact\n    label",
            "“answer” is a purpose itself",
        ),
        (
            "\n  lapse_assist:",
            "\n  take_lunch:\n    purpose: contact\n    label: {zh: 饭, en: Lunch}\n    from: [assigned]\n"
            "    parties: [handler]\n    tell: []\n    public: false\n    sentence: {zh: 饭, en: Lunch}\n  lapse_assist:",
            "“contact” is served already",
        ),
        (
            "\n  handling:\n    label",
            "\n  handling:\n    purpose: sender\n    label",
            "“handling” is a purpose",
        ),
    ],
)
def test_wrong_purpose_is_refused_with_its_place(old: str, new: str, said: str) -> None:
    text = re.sub(re.escape(old), new, SHIPPED, count=1)
    assert text != SHIPPED
    with pytest.raises(RulebookError) as refused:
        load_rulebook(text)
    assert said in str(refused.value)


def history(text: str, states: str) -> list[tuple[str, str, str, str]]:
    with opened("sqlite"):
        with transaction():
            store.end_use("complaint", OURS) if not text else store.publish(text, OURS)
        outcome = simulate(Span(days=5, seed=21, per_day=3, rulebook="ours"))
        assert outcome.broken == [] and not outcome.city.stuck
        steps = [step for _, found in histories(db.session()) for step in found]
    return [
        (one.move.removeprefix(states), one.party, one.at.isoformat(), one.to_state.removeprefix(states))
        for one in steps
    ]


@pytest.mark.slow
def test_days_under_other_names_are_the_same_days() -> None:
    """The same seed: every step of every complaint is the same, whatever a rulebook calls it."""
    plain = SHIPPED.replace("rulebook: complaint", "rulebook: ours")

    assert history(ours(categories=False), "our_") == history(plain, "our_")


@pytest.mark.slow
def test_complaint_goes_to_its_end_under_other_names(either_house: House) -> None:
    """Through the API by the names of the purposes or of the rulebook, with pages and lists on the way."""
    with transaction():
        store.publish(ours(), OURS)
    number = stories.told(either_house, category="OUR_FEE")
    either_house.does("citizen", number, "rate", "2026-09-22T10:00", grade=5)
    row = db.session.scalars(select(Complaint).filter_by(tracking_number=number)).one()
    assert (row.state, row.milestone) == ("our_closed", "ended")
    api = Api(either_house)
    made = api.logged(category="OUR_FEE")
    assert "accept" in made["moves"]
    for name, status in (("our_accept", 201), ("our_accept", 409), ("nonsense", 404)):
        assert api.by("window").move(made["tracking_number"], name, {}).status_code == status
    last = db.session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()
    assert last.move == "accept" and last.to_state == "our_received"


def test_limits_are_edited_in_the_file_by_its_own_names(house: House) -> None:
    with transaction():
        store.publish(ours(), OURS)
    typed = {
        "version": "2",
        "limit.OUR_FEE.handling": "7wd",
        "house.acceptance.normal": "6wd",
    }
    book = load_rulebook(limits_editor.draft(typed))

    assert str(book.categories["OUR_FEE"].promises["handling"].limit) == "7wd"
    assert str(book.stage_promises["acceptance"]["normal"].limit) == "6wd"


@pytest.mark.parametrize(
    ("part", "name", "said"),
    [
        ("commitments", "consultation", "the move consult makes this promise"),
        ("commitments", "assist", "the move add_assist makes this promise"),
        ("commitments", "joined", "makes this promise"),
        ("limits", "feedback", "the limit feedback is missing"),
    ],
)
def test_what_an_effect_or_a_page_needs_is_there(part: str, name: str, said: str) -> None:
    book = plain_yaml.load(SHIPPED)
    del book[part][name]
    if part == "limits":
        del book["commitments"][name]
    with pytest.raises(RulebookError) as refused:
        load_rulebook(plain_yaml.dump(book))
    assert said in str(refused.value)
