"""A rulebook with one fault is refused with a sentence that names the place, in both languages (design §4)."""

from __future__ import annotations

import copy
import re
import time
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from complaints.rulebooks.store import SHIPPED
from schemas.rulebook import load_rulebook
from tests.support import plain_yaml
from workflows.errors import RulebookError

Content = dict[str, Any]
CHINESE = re.compile("[\u4e00-\u9fff]")


@cache
def _shipped() -> Content:
    return dict(plain_yaml.load(SHIPPED.read_text("utf8")))


def _faults(spoil: Callable[[Content], object]) -> list[Any]:
    content = copy.deepcopy(_shipped())
    spoil(content)
    with pytest.raises(RulebookError) as refused:
        load_rulebook(plain_yaml.dump(content))
    return list(refused.value.faults)


def _set(path: str, value: Any) -> Callable[[Content], None]:
    """Put `value` at a path such as "moves.accept.guards"; numbers are places in a list."""
    *way, last = path.split(".")

    def spoil(content: Content) -> None:
        here: Any = content
        for name in way:
            here = here[int(name)] if isinstance(here, list) else here[name]
        here[int(last) if isinstance(here, list) else last] = value

    return spoil


def _drop(path: str) -> Callable[[Content], None]:
    *way, last = path.split(".")

    def spoil(content: Content) -> None:
        here: Any = content
        for name in way:
            here = here[int(name)] if isinstance(here, list) else here[name]
        del here[int(last) if isinstance(here, list) else last]

    return spoil


def _island(content: Content) -> None:
    content["states"]["limbo"] = copy.deepcopy(content["states"]["received"])
    for move in ("urge", "escalate", "remind", "recalculate", "postpone"):
        content["moves"][move]["from"] = [*content["moves"][move]["from"], "limbo"]


def _trap(content: Content) -> None:
    _island(content)
    content["moves"]["accept"]["to"] = "limbo"


def _swap_rungs(content: Content) -> None:
    rungs = content["ladders"]["handling"]
    rungs[2], rungs[3] = rungs[3], rungs[2]


def _rung_twice(content: Content) -> None:
    rungs = content["ladders"]["handling"]
    rungs.insert(2, copy.deepcopy(rungs[2]))


def _no_promise_after_the_answer(content: Content) -> None:
    del content["commitments"]["feedback"]


TEXT = {"zh": "字", "en": "words"}
FAULTS: dict[str, tuple[Callable[[Content], object], str, str]] = {
    # name: (how it is spoilt, the place that is named, a word of the sentence)
    "unknown guard": (_set("moves.accept.guards", ["nobody_looks"]), "moves.accept", "nobody_looks"),
    "unknown effect": (_set("moves.accept.effects", ["mark_acepted"]), "moves.accept", "mark_acepted"),
    "dotted guard": (_set("moves.accept.guards", ["os.system"]), "moves.accept", "os.system"),
    "unknown source state": (_set("moves.accept.from", ["recieved"]), "moves.accept", "recieved"),
    "unknown target state": (_set("moves.decline.to", "gone"), "moves.decline", "gone"),
    "unknown condition of a target": (
        _set("moves.rate.to", [{"state": "closed", "when": "in_a_good_mood"}, "same"]),
        "moves.rate",
        "in_a_good_mood",
    ),
    "target that is no state": (_set("moves.rate.to", [{"state": "closed"}]), "moves.rate", "not a state"),
    "unknown party": (_set("moves.accept.parties", ["mayor"]), "moves.accept", "mayor|Must be one of"),
    "move nobody makes": (_set("moves.accept.parties", []), "moves.accept.parties", ""),
    "unknown recipient": (_set("moves.accept.tell", ["everybody"]), "moves.accept", "everybody"),
    "unknown clock": (_set("moves.supplement.clock", "rewind"), "moves.supplement.clock", ""),
    "unknown move in a cue": (
        _set("commitments.handling.starts", ["acept"]), "commitments.handling", "acept"
    ),
    "unknown condition in a cue": (
        _set("commitments.first_contact.met_by.0.when", "maybe"), "commitments.first_contact", "maybe"
    ),
    "cue with an unknown key": (
        _set("commitments.first_contact.met_by.0", {"move": "contact", "unless": "reached"}),
        "commitments.first_contact.met_by",
        "",
    ),
    "unknown ladder": (_set("commitments.handling.ladder", "stairs"), "commitments.handling", "stairs"),
    "unknown debtor": (_set("commitments.handling.owed_by", "nobody"), "commitments.handling", "nobody"),
    "commitment that runs sometimes": (
        _set("commitments.handling.runs", "sometimes"), "commitments.handling.runs", ""
    ),
    "unknown role": (_set("roles.handler", ["wizard"]), "roles.handler", "wizard"),
    "role of an unknown party": (_set("roles.mayor", ["officer"]), "roles.mayor", "mayor"),
    "unknown last resort": (_set("last_resort", ["mayor"]), "last_resort", "mayor"),
    "no last resort": (_set("last_resort", []), "last_resort", ""),
    "party no role can be": (_drop("roles.successor"), "moves.take_first_responder", "successor"),
    "party with no role": (_set("roles.reviewer", []), "moves.review", "reviewer"),
    "unknown initial state": (_set("initial", "nowhere"), "initial", "nowhere"),
    "logging leads elsewhere": (_set("moves.receive.to", "handled"), "moves.receive", "received"),
    "unreachable state": (_island, "states.limbo", "never be reached"),
    "state with no way to an end": (_trap, "states.limbo", "no way to an end"),
    "work closed before the citizen is told": (
        _set("moves.assign.to", "closed"), "moves.assign", "not told the answer"
    ),
    "answer closed before the citizen is told": (
        _set("moves.send_back.to", [{"state": "closed", "when": "told_directly"}, "assigned"]),
        "moves.send_back",
        "not told the answer",
    ),
    "working state with nobody answerable": (
        _drop("states.handled.answerable"), "states.handled", "nobody is answerable"
    ),
    "answerable who cannot be": (
        _set("states.handled.answerable", "citizen"), "states.handled", "answerable person"
    ),
    "working state with no promise running": (
        _no_promise_after_the_answer, "states.handled", "no commitment runs"
    ),
    "rung that tells nobody": (_set("ladders.handling.2.tell", []), "ladders.handling", "tells nobody"),
    "rung that tells an unknown person": (_set("ladders.handling.1.tell", ["mum"]), "ladders.handling", "mum"),
    "review by an unknown person": (_set("ladders.handling.2.review", "mum"), "ladders.handling", "mum"),
    "rung that makes an unknown move": (_set("ladders.duty.1.perform", "jump"), "ladders.duty", "jump"),
    "rung that makes a move of people": (
        _set("ladders.duty.1.perform", "accept"), "ladders.duty", "accept"
    ),
    "unknown act of a rung": (_set("ladders.handling.1.act", "shout"), "ladders.handling", "shout|one of"),
    "ladder that does not end": (
        _set("ladders.handling.4.tell", ["supervisor"]), "ladders.handling", "does not end"
    ),
    "empty ladder": (_set("ladders.handling", []), "ladders.handling", "does not end"),
    "rungs out of order": (_swap_rungs, "ladders.handling", "early to late"),
    "rung twice": (_rung_twice, "ladders.handling", "early to late"),
    "rung at no place": (_set("ladders.handling.1.at", "soon"), "ladders.handling.1.at", "soon"),
    "limit with an unknown basis": (
        _set("categories.FEE.limits.handling.basis", "hearsay"), "categories.FEE", "hearsay"
    ),
    "limit with no basis": (_drop("categories.FEE.limits.handling.basis"), "categories.FEE", "basis|needed"),
    "stage limit with no basis": (_drop("limits.signing.basis"), "limits.signing", "basis"),
    "stage limit with an unknown urgency": (_set("limits.signing.soonish", "1wh"), "limits.signing", "soonish"),
    "urgency nobody can weigh": (
        _set("urgencies.soonish", {"label": TEXT}), "urgencies.soonish", "exactly normal, urgent, critical"
    ),
    "urgency that is missing": (_drop("urgencies.critical"), "urgencies.critical", "exactly"),
    "limit of an unknown stage": (
        _set("categories.FEE.limits.handlin", {"limit": "5wd", "basis": "stage_defaults"}),
        "categories.FEE",
        "handlin",
    ),
    "limit zero": (_set("categories.FEE.limits.handling.limit", "0wd"), "categories.FEE", "more than zero"),
    "limit negative": (_set("categories.FEE.limits.handling.limit", "-5wd"), "categories.FEE", "more than zero"),
    "limit nonsense": (_set("categories.FEE.limits.handling.limit", "soon"), "categories.FEE", "soon"),
    "limit without a unit": (_set("categories.FEE.limits.handling.limit", 5), "categories.FEE", "5"),
    "limit absurd": (_set("categories.FEE.limits.handling.limit", "9999wd"), "categories.FEE", "3650"),
    "stage limit nonsense": (_set("limits.signing.normal", "4 hours"), "limits.signing", "4 hours"),
    "commitment without a limit": (_drop("limits.signing"), "limits.signing", "no limit"),
    "too many extensions": (_set("categories.FEE.extensions", 99), "categories.FEE.extensions", ""),
    "extensions without their length": (
        _drop("categories.FEE.limits.extension"), "categories.FEE", "extension"
    ),
    "category without handling time is the platform's": (
        _drop("limits.handling.normal"), "limits.handling", "no limit"
    ),
    "label in one language": (_set("moves.accept.label", {"zh": "受理"}), "moves.accept.label", "both languages"),
    "label empty in one language": (
        _set("moves.accept.label", {"zh": "受理", "en": " "}), "moves.accept.label", "both languages"
    ),
    "sentence missing": (_drop("states.received.sentence"), "states.received.sentence", ""),
    "basis text in one language": (
        _set("bases.stage_defaults.text", {"en": "just so"}), "bases.stage_defaults.text", "both languages"
    ),
    "reason without a route": (_drop("decline_reasons.secret.route"), "decline_reasons.secret.route", ""),
    "unknown key": (_set("moves.accept.gaurds", []), "moves.accept.gaurds", ""),
    "unknown key at the top": (_set("extras", {}), "extras", ""),
    "version missing": (_drop("version"), "version", ""),
    "version with a space": (_set("version", "2026 1"), "version", ""),
    "moves missing": (_drop("moves"), "moves", ""),
    "moves that are a list": (_set("moves", [TEXT]), "moves", ""),
    "move the system needs is missing": (_drop("moves.escalate"), "moves.escalate", "escalate"),
    "system cannot escalate everywhere": (
        _set("moves.escalate.from", ["received"]), "moves.escalate", "assigned"
    ),
    "reviews are not promised": (_drop("commitments.review"), "commitments.review", "review"),
    "time to return is not said": (_drop("limits.return_window"), "limits.return_window", "return_window"),
    "time to appeal is not said": (_drop("limits.appeal_period"), "limits.appeal_period", "appeal_period"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_single_fault_is_refused_at_its_place(name: str) -> None:
    spoil, place, words = FAULTS[name]

    faults = _faults(spoil)

    said = [fault for fault in faults if place in fault.en]
    assert said, [fault.en for fault in faults]
    assert any(re.search(words, fault.en) for fault in said), [fault.en for fault in said]
    for fault in faults:
        assert CHINESE.search(fault.zh), fault
        assert not CHINESE.search(fault.en.replace("受理", "")), fault


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("moves: [1, 2", "is not valid YAML"),
        ("a: 1\nb: {c: ]", "Line 2"),
        ("just a sentence", "no rulebook"),
        ("- a\n- b", "no rulebook"),
        ("", "no rulebook"),
        ("!!python/object/apply:os.system [ls]", "Line 1"),
        ("version: '1'\nversion: '2'\n", "version"),
        ("a: 1\nb: 2026-02-30", "Line 2"),
        ("[a, b]: 1", "Line 1"),
        ("{a: 1}: 1", "Line 1"),
        ("a: !!int x", "Line 1"),
        ("a: !!float x", "Line 1"),
        ("a: !!bool x", "Line 1"),
        ("a: !!timestamp x", "Line 1"),
        ("b: {c: !!int ''}", "Line 1"),
        ('a: "x\\0y"', "Line 1"),
        ("[" * 100_000, "nested"),
        ("- " * 100_000, "nested"),
    ],
)
def test_what_is_no_rulebook_at_all_is_refused(text: str, words: str) -> None:
    with pytest.raises(RulebookError) as refused:
        load_rulebook(text)

    assert any(words in fault.en for fault in refused.value.faults)
    assert all(CHINESE.search(fault.zh) for fault in refused.value.faults)


def test_a_word_written_twice_is_refused() -> None:
    text = SHIPPED.read_text("utf8")
    twice = text.replace("  accept:\n", "  accept:\n    public: true\n", 1)

    with pytest.raises(RulebookError, match="twice"):
        load_rulebook(twice)


def test_all_faults_are_told_at_once() -> None:
    def spoil(content: Content) -> None:
        content["moves"]["accept"]["guards"] = ["one"]
        content["moves"]["assign"]["effects"] = ["two"]
        content["ladders"]["handling"][0]["tell"] = []

    told = "\n".join(fault.en for fault in _faults(spoil))

    assert "“one”" in told
    assert "“two”" in told
    assert "tells nobody" in told


def test_the_shipped_rulebook_has_no_fault_and_is_checked_quickly() -> None:
    text, took = SHIPPED.read_text("utf8"), []
    for _ in range(3):  # the least counts: what else the process tidies up meanwhile is no time of the check
        load_rulebook.cache_clear()
        before = time.process_time()
        book = load_rulebook(text)
        took.append(time.process_time() - before)

    assert min(took) < 2
    assert load_rulebook(text) is book  # the same text is read once


def test_a_move_the_program_makes_itself_must_be_there() -> None:
    def spoil(content: Content) -> None:
        del content["moves"]["recalculate"]

    assert any("moves.recalculate is missing" in fault.en for fault in _faults(spoil))


def test_whom_a_rung_tells_stands_on_the_rung_alone() -> None:
    def spoil(content: Content) -> None:
        content["moves"]["escalate"]["tell"] = ["handler"]

    assert any("moves.escalate" in fault.en for fault in _faults(spoil))
