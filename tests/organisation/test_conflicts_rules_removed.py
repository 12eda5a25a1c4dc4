"""The walks of `test_conflicts_at_random` and the doors of `tests/support/doors.py` see each rule that is taken away."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from complaints.access import visibility
from complaints.casework import attachments, complaint_file, joining, moves, query_codes, relief
from complaints.casework.attachments import File
from complaints.escalation import reviews
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.tracking_numbers import digits_of
from complaints.intake import previous_complaints
from complaints.models import Complaint
from complaints.notifications import inbox
from complaints.organisation import conflicts, interest, officers
from complaints.queries import exports, queues, search
from complaints.queries.board import conditions as board_conditions
from complaints.web.api import complaints as api_complaints
from tests.house import House, shanghai
from tests.organisation.test_conflicts_at_random import NOW, SEEDS, STEPS, _time, begin, first_fault  # noqa: F401
from tests.support.doors import Doors
from tests.support.interest_model import About
from tests.support.stories import in_hand
from workflows import interest as interest_rules
from workflows import parties
from workflows.guards import recorded

pytestmark = pytest.mark.usefixtures("queries_written_anew")

Switch = tuple[tuple[Any, str, Any], ...]  # what is patched, and with what
_persons = interest.persons


def _without(reason: str) -> Switch:
    """No one is kept out for it."""

    def persons(*asked: Any) -> interest.Persons:
        return {key: reach for key, reach in _persons(*asked).items() if key[1] != reason}

    return (conflicts, "persons", persons), (interest, "persons", persons)


def _never(*asked: Any, **words: Any) -> bool:
    return False


RULES: dict[str, tuple[int, Switch]] = {  # with a seed that shows it
    "the officer complained of": (0, _without("respondent")),
    "units": (0, _without("unit")),
    "who was there within a year": (0, _without("was_of_unit")),
    "who answers for a unit without a head": (0, _without("answers_for_unit")),
    "deputies of heads": (1, _without("stands_in_for_head")),
    "those a respondent leads now": (2, _without("led_by_respondent")),
    "those below": (0, _without("below")),
    "names": (0, _without("name")),
    "those a likely match leads": (1, _without("led_by_match")),
    "who stepped aside": (5, _without("recused")),
    "closed accounts lead nobody": (
        1,
        ((interest.Member, "leads", property(lambda one: one.had_the_post)),),
    ),
    "rejected matches": (9, ((conflicts, "_settled", lambda *asked: set()),)),
    "changes of the organisation": (0, ((conflicts, "complaints_about", lambda ids: []),)),
    "visibility": (0, ((visibility, "_kept_out_by_row", lambda officer: sa.false()),)),
    "visibility of all": (0, ((visibility, "not_about", lambda officer: sa.true()),)),
    "units shut out": (1, ((conflicts, "shuts_out", _never),)),
    "the one rule of all moves": (0, ((parties, "is_kept_out", _never),)),
    "colleagues": (
        0,
        ((interest_rules, "_frees_a_colleague", _never), (recorded, "is_of_judged_unit", _never)),
    ),
    "relief": (2, ((relief, "_hand_up", lambda complaint, act: {}),)),
    "the code": (1, ((query_codes, "may_hand_out", lambda *asked: True),)),
}


SHOWN = 10  # seeds with which each rule shows, at the most
QUICK = (
    "those a likely match leads",
    "units",
    "those below",
    "names",
    "changes of the organisation",
    "visibility",
)
QUICK += ("visibility of all", "the one rule of all moves", "relief")
long = pytest.mark.skipif(not SEEDS, reason="takes minutes: make interest")


@pytest.mark.parametrize("seed", range(min(SEEDS, SHOWN)) if SEEDS else [None])
@pytest.mark.parametrize("rule", [one if one in QUICK else pytest.param(one, marks=long) for one in RULES])
def test_walk_sees_a_rule_that_is_gone(
    house: House, monkeypatch: pytest.MonkeyPatch, rule: str, seed: int | None
) -> None:
    """With each seed. The database may be the one to refuse: that, too, shows."""
    known, switch = RULES[rule]
    seed = known if seed is None else seed
    for patch in switch:
        monkeypatch.setattr(*patch)

    assert breaks(house, seed), rule


@pytest.mark.parametrize("gone", [False, True])
def test_walk_sees_joined_complaints_that_keep_nobody_out(
    house: House, monkeypatch: pytest.MonkeyPatch, gone: bool
) -> None:
    """Seldom joined by lot: so these two are."""
    if gone:
        monkeypatch.setattr(joining.Group, "_wanted", lambda *asked: set())
    walk = begin(house, 0)
    joined, leading = (
        house.logs("2026-09-18T09:00"),
        house.logs("2026-09-18T09:05", respondent_officer="handler"),
    )
    walk.numbers = [joined, leading]
    walk.model.name(leading, About(officer="handler"))

    house.does("window", joined, "merge", "2026-09-18T09:10", leading=leading, reason="同一件事")
    walk.model.join(joined, leading)

    assert bool(list(walk.faults())) is gone


def breaks(house: House, seed: int) -> bool:
    try:
        return first_fault(house, seed, STEPS) is not None
    except Exception:
        db.session.rollback()
        return True


BEHIND_DOORS = {  # modules that ask who may see a complaint
    "api/complaints": api_complaints,
    "attachments": attachments,
    "one complaint": complaint_file,
    "moves": moves,
    "inbox": inbox,
    "reviews": reviews,
    "previous complaints": previous_complaints,
    "search": search,
    "exports": exports,
    "queues": queues,
    "board": board_conditions,
}
CONDITIONS = ("visible_to", "not_about", "visible_unclimbed", "visible_in_unit", "reachable_by")


def _anyones(number: str, *asked: Any) -> Complaint:
    return db.session.scalars(sa.select(Complaint).filter_by(tracking_number=digits_of(number))).one()


def kept_out_late(house: House) -> str:
    """The leader of the unit that has it heard of it, and reviews it; then a name is given that may be theirs."""
    with transaction(alone=True):
        officers.set_roles(house.officer("leader"), ["officer", "unit_supervisor", "supervisor"], NOW[-1])
    number = in_hand(house)
    house.does("handler", number, "attach", "2026-09-18T12:00", files=[File("现场.jpg", b"\xff\xd8\xff 1")])
    house.does("window", number, "urge", "2026-09-18T12:10", heard={"how": "phone"})
    house.sweeps("2026-10-12T18:00")
    NOW.append(shanghai("2026-10-12T18:30"))
    name = house.officer("leader").name_zh
    house.does("window", number, "name_respondent", "2026-10-12T18:10", name=name, reason="投诉人补充")
    return number


@long
def test_no_door_shows_what_the_leader_of_the_unit_is_kept_out_of(house: House) -> None:
    number, doors = kept_out_late(house), Doors(house)

    assert list(doors.faults(number, "leader")) == []
    assert doors.shows(number, house.complaint(number).answerable.username)


@long
@pytest.mark.parametrize("module", BEHIND_DOORS)
def test_doors_see_a_rule_that_is_gone(house: House, monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    number = kept_out_late(house)
    asked = [name for name in CONDITIONS if hasattr(BEHIND_DOORS[module], name)]
    for name in asked:
        monkeypatch.setattr(BEHIND_DOORS[module], name, lambda *asked: sa.true())
    if hasattr(BEHIND_DOORS[module], "find_visible"):
        asked.append("find_visible")
        monkeypatch.setattr(BEHIND_DOORS[module], "find_visible", _anyones)

    assert asked, f"{module} asks no rule that is taken away here"
    assert list(Doors(house).faults(number, "leader")), module
