"""A foreign log is played through the rulebook, and every line of it is accounted for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from complaints.casework import ledger, moves
from complaints.cli.replay import HELPDESK, replay_command
from complaints.infrastructure.database import db
from complaints.models import Complaint, Deadline, Escalation, Event, Handover
from complaints.simulation.replay import playing, running
from complaints.simulation.replay.account import Account, DoesNotBalance, Verdict
from complaints.simulation.replay.organisation import house_rulebook, replay_house
from complaints.simulation.replay.reading import Row, read
from complaints.simulation.replay.whatif import with_limits
from complaints.simulation.scratch_database import scratch_folder
from schemas.replay import load_mapping
from tests.house import House
from workflows.calendar import SHANGHAI
from workflows.language import Act

AT = datetime(2012, 10, 10, tzinfo=SHANGHAI)

# Wednesday 2012-10-10 to the end of the month; line numbers are counted from the header, which is line 1.
ODDITIES = """\
case,activity,officer,at,product
plain,Assign seriousness,wu,2012-10-10 09:00:00,a
plain,Take in charge ticket,lin,2012-10-10 10:00:00,a
plain,Resolve ticket,lin,2012-10-11 10:00:00,a
plain,Closed,wu,2012-10-26 10:00:00,a
waits,Assign seriousness,wu,2012-10-10 09:00:00,a
waits,Wait,wu,2012-10-10 09:30:00,a
waits,Take in charge ticket,lin,2012-10-10 10:00:00,a
waits,Wait,lin,2012-10-11 10:00:00,a
waits,Wait,lin,2012-10-12 10:00:00,a
waits,Resolve ticket,lin,2012-10-24 10:00:00,a
changes,Assign seriousness,wu,2012-10-10 09:00:00,a
changes,Take in charge ticket,lin,2012-10-10 10:00:00,a
changes,Take in charge ticket,zhou,2012-10-11 10:00:00,a
changes,Resolve ticket,lin,2012-10-11 15:00:00,a
reopened,Assign seriousness,wu,2012-10-10 09:00:00,a
reopened,Take in charge ticket,lin,2012-10-10 10:00:00,a
reopened,Resolve ticket,lin,2012-10-10 11:00:00,a
reopened,Take in charge ticket,lin,2012-10-11 10:00:00,a
reopened,Take in charge ticket,zhou,2012-10-11 14:30:00,a
reopened,Resolve ticket,zhou,2012-10-12 10:00:00,a
disorder,Resolve ticket,lin,2012-10-12 10:00:00,a
disorder,Assign seriousness,wu,2012-10-10 09:00:00,a
disorder,Take in charge ticket,lin,2012-10-10 10:00:00,a
slow,Insert ticket,wu,2012-10-10 09:00:00,a
slow,Assign seriousness,wu,2012-10-10 09:01:00,a
slow,Dance,lin,2012-10-10 09:02:00,a
slow,Take in charge ticket,lin,2012-10-22 10:00:00,a
slow,VERIFIED,lin,2012-10-22 11:00:00,a
,Closed,wu,2012-10-26 10:00:00,a
plain,Closed,wu,yesterday,a
plain,Closed
plain,Closed,wu,9999-01-01 00:00:00,a
"""


def log_file(tmp_path: Path, text: str = ODDITIES, name: str = "log.csv") -> Path:
    file = tmp_path / name
    file.write_text(text, "utf8")
    return file


def flask(house: House, *words: object) -> tuple[int, str, dict[str, object]]:
    """(exit code, all it said, the totals of its last line)"""
    done = house.app.test_cli_runner().invoke(replay_command, [str(word) for word in words])
    last = done.stdout.strip().splitlines()[-1] if done.exit_code == 0 else "{}"
    return done.exit_code, done.output, json.loads(last)


@pytest.fixture
def played(house: House, tmp_path: Path) -> Iterator[running.Outcome]:
    """The oddities, still standing in their scratch house."""
    mapping = load_mapping(HELPDESK.read_text("utf8"))
    log, rulebook = read(log_file(tmp_path), mapping.zone), house_rulebook()
    with scratch_folder("replay") as folder, replay_house(folder):
        yield running.replay_here(log, mapping, rulebook)


def of_case(case: str) -> Complaint:
    """Subjects are sealed: each is opened."""
    found = [one for one in db.session.scalars(select(Complaint)) if one.subject.endswith(f" {case}")]
    assert len(found) == 1
    return found[0]


def moves_of(case: str) -> list[str]:
    query = select(Event.move).filter_by(complaint_id=of_case(case).id).order_by(Event.seq)
    return [move for move in db.session.scalars(query) if move not in ("remind", "escalate", "review")]


def test_every_line_is_accepted_refused_or_ignored(played: running.Outcome) -> None:
    account = played.account

    assert account.cases == 6
    assert account.events == len(ODDITIES.splitlines()) - 1
    assert (account.accepted, account.refused, account.ignored) == (22, 6, 4)
    assert [row.line for row in account.bad_rows] == [30, 31, 32, 33]
    assert [row.why.en for row in account.bad_rows] == [
        "The column case is empty.",
        "“yesterday” is not a time that can be used; write it like 2026-01-02 08:30.",
        "The column officer is empty.",
        "“9999-01-01 00:00:00” is not a time that can be used; write it like 2026-01-02 08:30.",
    ]
    assert account.unmapped == {"Dance": 1}
    assert account.faults == 0


def test_refusals_quote_the_rules(played: running.Outcome) -> None:
    refused = {(activity, reason.en): count for (activity, reason), count in played.account.refusals.items()}

    assert refused == {
        ("Wait", "“Ask to suspend” is for the handler only."): 1,
        ("Take in charge ticket", "You handled this complaint before; it must go to somebody else."): 1,
    }


def test_plain_case_closes_by_system_first(played: running.Outcome) -> None:
    """A plain case is closed by the system before the log closes it."""
    assert moves_of("plain") == ["receive", "assign", "sign_for", "answer", "give_feedback", "close"]
    assert {activity for activity, _ in played.account.nothing} == {"Wait", "VERIFIED", "Closed"}


def test_wait_pauses_until_next_act(played: running.Outcome) -> None:
    """Waiting stops the clock until an officer does something else."""
    complaint = of_case("waits")
    handling = db.session.scalars(
        select(Deadline).filter_by(complaint_id=complaint.id, commitment="handling")
    ).one()

    assert moves_of("waits")[3:6] == ["suspend", "confirm_suspension", "resume"]
    assert handling.met_at <= handling.due_at
    assert handling.due_at > handling.first_due_at


def test_other_officer_taking_case_is_handover(played: running.Outcome) -> None:
    """Another officer taking it is a hand over offered and taken."""
    steps = db.session.scalars(
        select(Handover.step).filter_by(complaint_id=of_case("changes").id).order_by(Handover.id)
    ).all()

    assert steps == ["offered", "taken"] * 3  # lin, then zhou, then lin again, who answered without a word
    assert sum(played.account.remarks.values()) == 2  # that, and the slow case taken out of no offer


def test_reopened_case_needs_new_handler(played: running.Outcome) -> None:
    """Who handled it before cannot take it again but another can."""
    assert moves_of("reopened") == [
        "receive", "assign", "sign_for", "answer", "give_feedback",
        "rate", "reopen", "sign_for", "answer", "give_feedback", "close",
    ]  # fmt: skip


def test_events_are_sorted_by_time(played: running.Outcome) -> None:
    """Events out of order are put in order of time."""
    assert moves_of("disorder")[:4] == ["receive", "assign", "sign_for", "answer"]


def test_untaken_offer_lapses_and_climbs(played: running.Outcome) -> None:
    slow = of_case("slow")
    signing = db.session.scalars(
        select(Escalation)
        .filter_by(complaint_id=slow.id, commitment="signing", cycle=1)
        .order_by(Escalation.id)
    ).all()

    assert [row.rung for row in signing] == ["-1wh", "0", "+1wd"]
    assert [f"{row.climbed_at.astimezone(SHANGHAI):%m-%d %H:%M}" for row in signing][2] == "10-11 08:30"
    made = [move for move in moves_of("slow") if move != "end_reviews"]  # of the offer that lapsed
    assert made[:5] == ["receive", "accept", "assign", "lapse", "assign"]
    assert slow.lapses == 1


def test_the_ledger_of_a_replay_holds(played: running.Outcome) -> None:
    broken = [fault for _, fault in ledger.breaks() if fault]

    assert broken == []


def test_the_promises_hold_for_a_foreign_log_too(played: running.Outcome) -> None:
    complaints = db.session.scalars(select(Complaint)).all()
    rungs = select(func.count(Escalation.id)).group_by(
        Escalation.deadline_id, Escalation.rung, Escalation.cycle
    )
    unreviewed = select(Escalation).filter(
        Escalation.reviewed_at.is_(None), Escalation.reviewer_id.is_not(None)
    )

    assert all(row.answerable_id in (row.first_responder_id, row.handler_id) for row in complaints)
    assert {row.first_responder.username for row in complaints} == {"wu"}
    assert set(db.session.scalars(rungs)) == {1}
    assert all(
        row.due_at >= row.first_due_at for row in db.session.scalars(select(Deadline)) if row.limit != "fixed"
    )
    assert db.session.scalars(unreviewed).all() == []
    assert all(row.state in ("closed", "assigned", "feedback") for row in complaints)


def test_replay_leaves_real_database_unchanged(house: House, tmp_path: Path) -> None:
    before = len(list(Path(house.app.config["SHOUWEN"].instance).iterdir()))
    code, _, found = flask(house, log_file(tmp_path))

    assert code == 0
    assert (found["cases"], found["events"]) == (6, 32)
    assert found["accepted"] + found["refused"] + found["ignored"] == 32  # type: ignore[operator]
    assert db.session.scalars(select(Complaint)).all() == []
    assert len(list(Path(house.app.config["SHOUWEN"].instance).iterdir())) == before


def test_limit_plays_first_cases_and_counts_rest(house: House, tmp_path: Path) -> None:
    """Only the first cases when asked and the rest is counted."""
    _, _, found = flask(house, log_file(tmp_path), "--limit", 2)

    assert (found["cases"], found["events"]) == (2, 32)
    assert found["left_out"] == 32 - 10 - 4


def test_what_if_shows_both_rulebooks_side_by_side(house: House, tmp_path: Path) -> None:
    other, told = tmp_path / "other.yaml", tmp_path / "report.md"
    other.write_text(with_limits(house_rulebook(), ["handling=1wd"]), "utf8")

    code, said, found = flask(house, log_file(tmp_path), "--rulebook", other, "--report", told)

    shorter = found["other"]
    assert code == 0
    assert isinstance(shorter, dict)
    assert shorter["rulebook"] == "2026.1-handling-1wd"
    assert shorter["handling_late"] > found["handling_late"]
    assert shorter["accepted"] == found["accepted"]
    assert told.read_text("utf8").strip() in said
    assert f"{found['handling_late']} → {shorter['handling_late']} (+" in said


def test_a_limit_can_be_changed_without_a_second_file(house: House, tmp_path: Path) -> None:
    _, _, found = flask(house, log_file(tmp_path), "--set", "handling=1wd")

    assert found["other"]["rulebook"] == "2026.1-handling-1wd"  # type: ignore[index]


def test_failed_case_is_undone_and_counted(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A case that fails is undone and its events are still counted."""

    def failing(complaint: Complaint, act: Act) -> Event:
        if act.move == "reopen":
            raise ZeroDivisionError("something nobody thought of")
        return moves.perform(complaint, act)

    monkeypatch.setattr(playing, "moves", SimpleNamespace(perform=failing))
    done = house.app.test_cli_runner().invoke(replay_command, [str(log_file(tmp_path))])
    found = json.loads(done.stdout.strip().splitlines()[-1])

    assert done.exit_code == 1
    assert "6 events failed" in done.stderr
    assert found["cases"] == 6
    assert found["accepted"] + found["refused"] + found["ignored"] == 32


def test_an_account_that_does_not_balance_is_refused() -> None:
    account = Account()
    account.enter_case([Verdict(Row(2, "a", "Closed", "wu", AT), ("close",))])

    account.balance(1, 1)

    with pytest.raises(DoesNotBalance):
        account.balance(2, 1)
    with pytest.raises(DoesNotBalance):
        account.balance(1, 2)
