"""The shipped rulebook covers the moves of design §3 and the limits of domain §7, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.workflows.plain_case import shipped
from workflows.conditions import CONDITIONS
from workflows.effects import EFFECTS, RECIPIENTS
from workflows.engine import PARTY_LABELS
from workflows.guards import GUARDS
from workflows.language import Party, Text

BOOK = shipped()
OPEN = {"received", "assigned", "handled", "feedback"}
SAME = {"same"}

# design §3: move: (from, to)
MOVES: dict[str, tuple[set[str], set[str]]] = {
    "receive": (set(), {"received"}),
    "accept": ({"received"}, SAME),
    "decline": ({"received"}, {"declined"}),
    "ask_supplement": ({"received", "assigned"}, SAME),
    "supplement": ({"received", "assigned"}, SAME),
    "answer_on_the_spot": ({"received"}, {"handled"}),
    "assign": ({"received"}, {"assigned"}),
    "sign_for": ({"assigned"}, SAME),
    "designate": ({"received", "assigned"}, {"assigned"}),
    "reassign": ({"assigned"}, SAME),
    "report_progress": ({"assigned"}, SAME),
    "request_extension": ({"assigned"}, SAME),
    "grant_extension": ({"assigned"}, SAME),
    "refuse_extension": ({"assigned"}, SAME),
    "suspend": ({"assigned"}, SAME),
    "resume": ({"assigned"}, SAME),
    "answer": ({"assigned"}, {"handled"}),
    "send_back": ({"handled"}, {"assigned"}),
    "give_feedback": ({"handled"}, {"feedback"}),
    "rate": ({"feedback", "closed"}, {"closed", "feedback"}),
    "reopen": ({"feedback"}, {"assigned"}),
    "uphold": ({"feedback"}, {"closed"}),
    "close": ({"feedback"}, {"closed"}),
    "appeal": ({"feedback", "closed"}, {"assigned"}),
    "withdraw": ({"received", "assigned", "handled"}, {"closed", "feedback", "withdrawn"}),
    "merge": ({"received", "assigned"}, {"merged"}),
    "urge": (OPEN, SAME),
    "supervise": (OPEN, SAME),
    "change_urgency": (OPEN, SAME),  # domain §7, urgency
    "change_first_responder": (OPEN, SAME),
    "take_first_responder": (OPEN, SAME),
    "recuse": (OPEN, SAME),
    "request_recusal": (OPEN, SAME),
    "decide_recusal": (OPEN, SAME),
}

# domain §7: code: (accept, handle, extension or None, feedback)
CATEGORIES: dict[str, tuple[str, str, str | None, str | None]] = {
    "ATTITUDE": ("1wd", "5wd", "5wd", "1wd"),
    "SHIRK": ("1wd", "5wd", "5wd", "1wd"),
    "NOTICE": ("1wd", "3wd", "2wd", "1wd"),
    "DELAY": ("1wd", "5wd", "5wd", "1wd"),
    "INFO": ("1wd", "3wd", "3wd", "1wd"),
    "FEE": ("1wd", "10wd", "10wd", "1wd"),
    "LAID": ("5wd", "45cd", "15cd", "5wd"),  # "head approval": its length is the platform's choice
    "LAID_OBJ": ("1wd", "5cd", None, None),  # "refer same day": by the next close of business at the latest
    "LAWYER": ("7wd", "60cd", "30cd", "7wd"),
    "NOTARY": ("7wd", "60cd", "30cd", "7wd"),
    "FORENSIC": ("7wd", "60cd", "30cd", "7wd"),
    "GRASSROOT": ("5wd", "30cd", "30cd", "5wd"),
    "MEDIATION": ("3wd", "15wd", "15wd", "2wd"),
    "ARB_REVIEW": ("1wd", "10wd", "5wd", "1wd"),
    "PLATFORM": ("1wd", "5wd", "5wd", "1wd"),
    "PRIVACY": ("4wh", "10wd", "5wd", "1wd"),
    "DISC": ("1wd", "60cd", None, "1wd"),
    "PETITION": ("15cd", "60cd", "30cd", "1wd"),
}

# domain §7: platform-wide stage defaults, (normal, urgent)
STAGES = {
    "acceptance": ("1wd", "2h"),
    "dispatch": ("4wh", "1h"),
    "signing": ("4wh", "1h"),
    "return_window": ("1wd", None),
    "first_contact": ("1wd", "2h"),
    "feedback": ("1wd", None),
    "verification_contact": ("1wd", None),
    "verification": ("5wd", None),
    "appeal_period": ("30cd", None),
    "appeal_review": ("30cd", None),
    "suspension_review": ("30cd", None),
}


@pytest.mark.parametrize("name", MOVES)
def test_a_move_of_the_design_goes_where_the_design_says(name: str) -> None:
    move = BOOK.moves[name]
    sources, targets = MOVES[name]

    assert set(move.sources) == sources
    assert {target.state or "same" for target in move.targets} == targets


def test_a_return_or_a_lapse_brings_the_work_back_to_be_arranged_anew() -> None:
    for name in ("return", "lapse"):
        assert set(BOOK.moves[name].sources) == {"assigned"}
        assert "received" in {target.state for target in BOOK.moves[name].targets}


def test_the_citizen_can_be_contacted_while_it_is_worked_on_and_after() -> None:
    assert {"assigned", "handled"} <= set(BOOK.moves["contact"].sources)


def test_the_states_are_the_four_of_the_plan_and_four_ends() -> None:
    assert {name for name, state in BOOK.states.items() if not state.is_end} == OPEN
    ends = {name for name, state in BOOK.states.items() if state.is_end}
    assert ends == {"closed", "declined", "withdrawn", "merged"}


def test_there_are_eighteen_categories() -> None:
    assert set(BOOK.categories) == set(CATEGORIES)
    assert len(BOOK.categories) == 18


@pytest.mark.parametrize("code", CATEGORIES)
def test_a_category_has_the_limits_of_the_domain(code: str) -> None:
    accept, handle, extension, feedback = CATEGORIES[code]
    category = BOOK.categories[code]

    assert str(BOOK.promise(code, "acceptance", "normal").limit) == accept
    assert str(BOOK.promise(code, "handling", "normal").limit) == handle
    if feedback:
        assert str(BOOK.promise(code, "feedback", "normal").limit) == feedback
    if extension is None:
        assert category.extensions == 0
    else:
        assert category.extensions == 1
        assert str(category.promises["extension"].limit) == extension


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_has_the_limits_of_the_domain(stage: str) -> None:
    normal, urgent = STAGES[stage]
    assert str(BOOK.stage_promises[stage]["normal"].limit) == normal
    if urgent:
        assert str(BOOK.promise("ATTITUDE", stage, "urgent").limit) == urgent
        assert str(BOOK.promise("ATTITUDE", stage, "critical").limit) == urgent


def test_the_handling_ladder_is_the_one_of_the_domain() -> None:
    rungs = [(rung.name, rung.act) for rung in BOOK.ladders["handling"]]
    assert rungs == [
        ("-1wd", "remind"),
        ("0", "urge"),
        ("+1wd", "notify_leader"),
        ("+3wd", "supervision_order"),
        ("+5wd", "bulletin"),
    ]


def test_only_reports_of_misconduct_are_restricted() -> None:
    assert [code for code, category in BOOK.categories.items() if category.restricted] == ["DISC"]


def test_every_reason_to_decline_has_a_way_on() -> None:
    assert set(BOOK.codes["decline_reasons"]) == set(BOOK.routes)
    for named in ("not_our_remit", "litigation_or_arbitration", "admin_review", "disciplinary", "emergency"):
        assert named in BOOK.routes


def test_every_text_stands_in_both_languages() -> None:
    texts = list(_texts(BOOK, "rulebook"))
    texts += [(f"guard {guard.name}", guard.refusal) for guard in GUARDS.values()]
    texts += [(f"party {party}", label) for party, label in PARTY_LABELS.items()]

    assert len(texts) > 300
    for where, text in texts:
        assert text.zh.strip(), where
        assert text.en.strip(), where
        assert re.search("[\u4e00-\u9fff]", text.zh), (where, text.zh)
        assert not re.search("[\u4e00-\u9fff]", text.en), (where, text.en)


def test_every_party_has_a_name_people_know() -> None:
    assert set(PARTY_LABELS) == set(Party)


def test_nothing_is_registered_that_no_rule_uses() -> None:
    moves, commitments = BOOK.moves.values(), BOOK.commitments.values()
    cues = [cue for c in commitments for cue in (*c.starts, *c.met_by, *c.revived_by)]
    rungs = [rung for ladder in BOOK.ladders.values() for rung in ladder]

    assert set(GUARDS) == {name for move in moves for name in move.guards}
    assert set(EFFECTS) == {name for move in moves for name in move.effects}
    assert set(CONDITIONS) == {
        *(target.when for move in moves for target in move.targets if target.when),
        *(cue.when for cue in cues if cue.when),
    }
    assert set(BOOK.ladders) == {c.ladder for c in commitments}
    told = {name for move in moves for name in move.tell} | {name for rung in rungs for name in rung.tell}
    assert told | {rung.review for rung in rungs} - {None} == RECIPIENTS


def test_every_guard_that_reads_words_says_so() -> None:
    for guard in GUARDS.values():
        reads = "words" in guard.check.__code__.co_names and 'words["' in _source(guard.check)
        typed = any(f'act.words["{key}"]' in _source(guard.check) for key in ("unit", "officer", "days"))
        assert guard.needs_words or not (reads and typed), guard.name


def _source(function: Any) -> str:
    import inspect

    return inspect.getsource(function)


def _texts(value: Any, where: str) -> Iterator[tuple[str, Text]]:
    if isinstance(value, Text):
        yield where, value
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from _texts(getattr(value, name), f"{where}.{name}")
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _texts(each, f"{where}.{key}")
    elif isinstance(value, tuple | list):
        for place, each in enumerate(value):
            yield from _texts(each, f"{where}.{place}")
