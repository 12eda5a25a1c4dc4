"""What the engine promises, and what it relies on in `transitions`."""

from __future__ import annotations

import gc
import sys
import threading
import weakref
from dataclasses import asdict
from importlib.metadata import version

import pytest

from tests.workflows.plain_case import ADMIN, FRIDAY, GU, LIN, WU, ZHOU, PlainCase, PlainOffer, act, shipped
from workflows.engine import fire, open_case, open_moves
from workflows.errors import NotNow, NotYours, UnknownMove
from workflows.guards import GUARDS
from workflows.language import CITIZEN, SYSTEM, Party, Step

BOOK = shipped()
ENDS = [name for name, state in BOOK.states.items() if state.is_end]


class TestTheStateMachineWeBuildOn:
    def test_it_is_the_version_the_contract_was_read_from(self) -> None:
        assert version("transitions").startswith("0.9.")

    def test_a_row_is_passed_to_it_and_never_registered(self) -> None:
        case = PlainCase(accepted_at=FRIDAY)

        assert BOOK.machine.events["decline"].trigger(case, act=act("decline", LIN)) is True

        assert case.state == "declined"
        assert BOOK.machine.models == []
        assert not hasattr(case, "decline")
        assert not hasattr(case, "is_declined")

    def test_it_keeps_no_row_alive(self) -> None:
        case = PlainCase(accepted_at=FRIDAY)
        BOOK.machine.events["decline"].trigger(case, act=act("decline", LIN))
        watched = weakref.ref(case)

        del case
        gc.collect()

        assert watched() is None

    def test_a_condition_that_fails_answers_false_and_changes_nothing(self) -> None:
        case = PlainCase(state="feedback")
        machine = BOOK.machine
        only_closing = machine.events["rate"].transitions["feedback"][:1]
        kept, machine.events["rate"].transitions["feedback"] = (
            machine.events["rate"].transitions["feedback"],
            only_closing,
        )
        try:
            moved = machine.events["rate"].trigger(case, act=act("rate", CITIZEN, grade=1))
        finally:
            machine.events["rate"].transitions["feedback"] = kept

        assert moved is False
        assert case.state == "feedback"

    def test_an_internal_move_answers_true_and_keeps_the_state(self) -> None:
        case = PlainCase()

        assert BOOK.machine.events["accept"].trigger(case, act=act("accept", LIN)) is True
        assert case.state == "received"

    def test_there_are_no_moves_but_those_of_the_rulebook(self) -> None:
        named = {move.name for move in BOOK.moves.values() if move.sources}
        assert set(BOOK.machine.events) == named

    def test_many_threads_share_one_machine_and_lose_nothing(self) -> None:
        threads, rounds, lost = 8, 150, []
        start = threading.Barrier(threads)
        switch, _ = sys.getswitchinterval(), sys.setswitchinterval(1e-5)

        def work() -> None:
            start.wait()
            for _ in range(rounds):
                case = PlainCase(state="feedback")
                stays = fire(BOOK, case, act("rate", CITIZEN, grade=3))
                closes = fire(BOOK, case, act("rate", CITIZEN, grade=5))
                if (stays.to_state, closes.to_state, case.state) != ("feedback", "closed", "closed"):
                    lost.append(case.state)

        workers = [threading.Thread(target=work) for _ in range(threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        sys.setswitchinterval(switch)

        assert lost == []


def test_a_step_says_who_made_which_move_from_where_to_where() -> None:
    case = PlainCase(state="assigned", handler_id=2, unit_id=2, unit_path="/EZ/EC/")

    step = fire(BOOK, case, act("answer", WU, outcome="other", findings="…", reply="…"))

    assert step == Step(BOOK.moves["answer"], Party.HANDLER, "assigned", "handled")
    assert case.state == "handled"


def test_nobody_can_move_what_is_over_and_even_a_stranger_is_told_so() -> None:
    for state in ENDS:
        with pytest.raises(NotNow) as refused:
            fire(BOOK, PlainCase(state=state, ended_at=FRIDAY), act("answer", ADMIN))
        assert BOOK.states[state].label.zh in refused.value.reasons[0].zh


def test_the_wrong_person_is_told_whose_move_it_is_and_no_rule_is_tried() -> None:
    case = PlainCase(accepted_at=FRIDAY)

    with pytest.raises(NotYours) as refused:
        fire(BOOK, case, act("accept", WU))

    [reason] = refused.value.reasons
    assert "首问责任人" in reason.zh
    assert "first responder" in reason.en


def test_the_wrong_state_is_the_only_reason_given() -> None:
    with pytest.raises(NotNow) as refused:
        fire(BOOK, PlainCase(), act("give_feedback", LIN))

    [reason] = refused.value.reasons
    assert "已办结待反馈" in reason.zh
    assert "已登记" in reason.zh


def test_every_rule_that_refuses_says_so_at_once() -> None:
    offer = PlainOffer(designated=True, return_by=FRIDAY)
    case = PlainCase(
        state="assigned",
        unit_id=2,
        unit_path="/EZ/EC/",
        work_offer=offer,
        last_work_offer=offer,
        refusing_unit_ids=[2],
        returns=2,
    )
    before = asdict(case)

    with pytest.raises(NotNow) as refused:
        fire(BOOK, case, act("return", WU, FRIDAY.replace(hour=17), reason="not_our_remit"))

    broken = ("not_designated", "within_return_window", "unit_has_not_returned_before", "returns_are_left")
    assert list(refused.value.reasons) == [GUARDS[name].refusal for name in broken]
    assert asdict(case) == before


def test_a_move_nobody_wrote_has_its_own_error() -> None:
    with pytest.raises(UnknownMove, match="frobnicate"):
        fire(BOOK, PlainCase(), act("frobnicate", LIN))


def test_a_complaint_is_logged_once() -> None:
    with pytest.raises((NotYours, NotNow)):
        fire(BOOK, PlainCase(), act("receive", LIN))


def test_window_staff_and_citizens_log_and_nobody_else() -> None:
    assert open_case(BOOK, act("receive", LIN)).party is Party.WINDOW
    assert open_case(BOOK, act("receive", CITIZEN)).party is Party.CITIZEN
    assert open_case(BOOK, act("receive", LIN)).to_state == "received"
    for stranger in (ADMIN, GU, SYSTEM):
        with pytest.raises(NotYours):
            open_case(BOOK, act("receive", stranger))


def test_buttons_show_the_moves_of_a_person_and_why_one_is_not_open_yet() -> None:
    case = PlainCase(accepted_at=FRIDAY)

    open_now = {each.move.name: each.reasons for each in open_moves(BOOK, case, act("", LIN))}

    assert open_now["assign"] == ()
    assert open_now["accept"] == (GUARDS["not_accepted_yet"].refusal,)
    assert "sign_for" not in open_now
    assert "supervise" not in open_now


def test_buttons_never_ask_about_words_nobody_has_typed_yet() -> None:
    for state in BOOK.states:
        for person in (LIN, WU, ZHOU, GU, ADMIN, CITIZEN, SYSTEM):
            case = PlainCase(state=state, handler_id=2, unit_id=2, unit_path="/EZ/EC/")
            open_moves(BOOK, case, act("", person))


def test_a_button_without_a_reason_is_a_move_that_is_made() -> None:
    for state in ("received", "handled"):
        for person in (LIN, ZHOU, GU):
            case = PlainCase(state=state, handler_id=2, unit_id=2, unit_path="/EZ/EC/")
            for each in open_moves(BOOK, case, act("", person)):
                wordless = not any(GUARDS[name].needs_words for name in each.move.guards)
                if not each.reasons and wordless:
                    again = PlainCase(state=state, handler_id=2, unit_id=2, unit_path="/EZ/EC/")
                    fire(BOOK, again, act(each.move.name, person))


@pytest.mark.parametrize("move", [m for m in BOOK.moves if m != "receive"])
def test_the_person_complained_of_is_no_party_to_any_move(move: str) -> None:
    everything = ("officer", "unit_supervisor", "supervisor", "discipline", "last_resort", "admin")
    for state in BOOK.moves[move].sources:
        accused = type(LIN)(1, 2, "/EZ/EC/", everything)
        case = PlainCase(
            state=state,
            first_responder_id=1,
            handler_id=1,
            unit_id=2,
            unit_path="/EZ/EC/",
            intake_path="/EZ/EC/",
            respondent_officer_id=1,
            duty_offer=PlainOffer(officer_id=1),
            review_duty_ids=[1],
        )
        with pytest.raises(NotYours):
            fire(BOOK, case, act(move, accused))


@pytest.mark.parametrize("move", [m for m in BOOK.moves if m != "receive"])
def test_nobody_of_the_unit_complained_of_is_a_party_to_any_move(move: str) -> None:
    leader = type(LIN)(7, 2, "/EZ/EC/", ("officer", "unit_supervisor", "supervisor"))
    for state in BOOK.moves[move].sources:
        case = PlainCase(state=state, unit_path="/EZ/EC/", intake_path="/EZ/EC/", respondent_unit_id=2)
        with pytest.raises(NotYours):
            fire(BOOK, case, act(move, leader))
