"""What is past its time is erased: persons, words, files; what figures and the ledger rest on stays, and still holds."""

from __future__ import annotations

import importlib.util
import json
import zipfile

import pytest
import sqlalchemy as sa

from complaints.casework import erasing, ledger, ledger_export, retention
from complaints.infrastructure.database import db, transaction
from complaints.intake.complainant import Person
from complaints.models import (
    AccessLog,
    Attachment,
    Complaint,
    Deadline,
    Erasure,
    Event,
    RulebookText,
    SearchToken,
)
from tests.house import House, shanghai
from tests.laws.tree import ROOT
from tests.support.stories import badly_rated, in_hand, told
from workflows.errors import Refused

VERIFIER = ROOT / "docs" / "verify_ledger.py"
SECRETS = ("李大爷", "13800138000", "文星路", "li@example.org", "李小红", "态度差", "查明属实", "批评教育")
PERSON = Person(
    name="李大爷",
    phone="+8613800138000",
    address="文星路 1 号",
    email="li@example.org",
    agent={"name": "李小红", "relation": "女儿", "phone": "13900139000"},
)
LATER = "2036-12-01T09:00"


def everything() -> str:
    """Each value of each table, unsealed."""
    db.session.rollback()
    rows = []
    of_people = [one for one in db.Model.registry.mappers if one.class_ is not RulebookText]  # type: ignore[attr-defined]
    for mapper in of_people:
        rows += [tuple(row) for row in db.session.execute(sa.select(*mapper.columns.values()))]
    return str(rows)


def found(house: House) -> list[str]:
    return [one for one in SECRETS if one in everything()]


def breaks() -> list[str]:
    db.session.rollback()
    return [fault.what for _, fault in ledger.breaks() if fault]


def closed(house: House, **words: object) -> str:
    number = told(house, person=PERSON, **words)
    house.does("citizen", number, "rate", "2026-09-22T10:00", grade=5, comment="李大爷很满意")
    return number


def test_persons_and_words_are_gone_and_the_ledger_holds(either_house: House):
    house = either_house
    number = closed(house)
    with transaction() as session:
        row = house.complaint(number)
        session.add(
            AccessLog(
                complaint_id=row.id, officer_id=row.handler_id, at=row.received_at, what="reveal other",
                reason="other", words="给李大爷送锦旗",
            )
        )  # fmt: skip
    before = house.complaint(number)
    kept = (
        before.category,
        before.state,
        before.outcome,
        before.grade,
        before.ended_at,
        before.seq,
        before.head_hash,
    )
    assert found(house) == list(SECRETS)

    tally = erasing.erase_due(shanghai(LATER))

    assert (tally.due, tally.erased, tally.failed) == (1, 1, 0)
    assert found(house) == [] and breaks() == []
    after = house.complaint(number)
    assert kept == (
        after.category,
        after.state,
        after.outcome,
        after.grade,
        after.ended_at,
        after.seq,
        after.head_hash,
    )
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SearchToken)) == 0
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Attachment)) == 0


def test_nothing_goes_before_its_time_nor_twice(house: House):
    closed(house)
    assert erasing.erase_due(shanghai("2036-09-22T09:00")).due == 0
    assert erasing.erase_due(shanghai("2036-09-23T09:00")).erased == 1
    assert erasing.erase_due(shanghai("2036-09-23T09:00")).due == 0


def test_each_complaint_is_a_transaction_and_a_stopped_run_goes_on(house: House, monkeypatch):
    closed(house), closed(house)

    def stops(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        erasing.erase_due(shanghai(LATER), stops)
    assert len(db.session.scalars(sa.select(Erasure)).all()) == 1

    assert erasing.erase_due(shanghai(LATER)).erased == 1
    assert breaks() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE complainant SET name = NULL",
        "DELETE FROM attachment",
        "UPDATE complaint SET narrative = ''",
        "UPDATE correction SET before = NULL",
    ],
)
def test_other_erasures_are_named(house: House, statement):
    number = closed(house)
    with house.app.test_request_context():
        pass
    db.session.execute(sa.text("DROP TRIGGER correction_update_refused"))
    db.session.execute(sa.text(statement))
    db.session.commit()
    changed = statement.startswith(("UPDATE complainant", "UPDATE complaint"))

    assert bool(breaks()) is changed
    if changed:
        assert erasing.erase_due(shanghai(LATER)).failed == 1  # what is broken is not hidden
        assert house.complaint(number).erased_at is None


def test_words_changed_after_an_erasure_are_named(house: House):
    closed(house)
    erasing.erase_due(shanghai(LATER))
    db.session.execute(sa.text("DROP TRIGGER event_update_refused"))
    db.session.execute(sa.text("UPDATE event SET note = 'x' WHERE seq = 2"))
    db.session.commit()

    assert breaks() == ["words are gone that no erasure speaks of, or changed since"]


def test_event_whose_words_go_without_an_erasure_is_named(house: House):
    closed(house)
    db.session.execute(sa.text("DROP TRIGGER event_update_refused"))
    db.session.execute(sa.text("UPDATE event SET detail = '{}' WHERE move = 'answer'"))
    db.session.commit()

    assert breaks() == ["the event was changed"]


def test_the_database_keeps_words_that_no_erasure_is_under_way_for(either_house: House):
    house = either_house
    number = closed(house)
    for _ in range(2):
        with pytest.raises(sa.exc.IntegrityError), transaction() as session:
            session.execute(sa.update(Event).values(note="x"))
        db.session.rollback()
        erasing.erase_due(shanghai(LATER))
    assert house.complaint(number).erased_at is not None


def test_export_of_an_erased_complaint_is_verified_by_others(house: House, tmp_path):
    closed(house), in_hand(house)
    erasing.erase_due(shanghai(LATER))
    verify_ledger = importlib.util.module_from_spec(
        spec := importlib.util.spec_from_file_location("verify_ledger", VERIFIER)
    )
    spec.loader.exec_module(verify_ledger)
    file = tmp_path / "ledger.zip"
    ledger_export.write_bundle(file, shanghai(LATER))

    assert verify_ledger.main(str(file)) is False
    with zipfile.ZipFile(file) as bundle:
        events = [json.loads(line) for line in bundle.read("events.jsonl").decode().splitlines()]
        changes = [json.loads(line) for line in bundle.read("changes.jsonl").decode().splitlines()]
        heads = bundle.read("heads.txt").decode().splitlines()
    assert list(verify_ledger.wrong_events(events, heads, changes)) == []
    events[1]["note"] = "x"
    assert list(verify_ledger.wrong_events(events, heads, changes))


def test_restricted_complaints_are_kept_thirty_years(house: House):
    number = house.logs("2026-09-18T09:00", by="citizen", channel="web", category="DISC", unit="EZ-DISC")
    rule = retention.rule_of(house.complaint(number))
    assert (rule.code, rule.years) == ("restricted", 30)


def test_instance_says_other_years_by_category(house: House):
    number = closed(house)
    own = house.app.config["SHOUWEN"].instance / "retention.yaml"
    text = retention.SHIPPED.read_text("utf8").replace("rules:\n", "rules:\n" + (
        "  - {code: attitude, categories: [ATTITUDE], years: 2, basis: {zh: 本市规定, en: The city's rule}}\n"))  # fmt: skip
    own.write_text(text, "utf8")
    try:
        assert retention.rule_of(house.complaint(number)).code == "attitude"
        assert erasing.erase_due(shanghai("2028-09-23T09:00")).erased == 1
    finally:
        own.unlink()


def test_open_review_and_open_work_are_never_erased(house: House):
    for number in (in_hand(house), badly_rated(house)):
        assert house.complaint(number).ended_at is None
    assert erasing.erase_due(shanghai("2090-01-01T09:00")).due == 0


def test_held_complaint_waits_until_it_is_released(house: House):
    number, supervisor = closed(house), house.officer("supervisor")
    retention.hold(number, "hold", "行政诉讼", (supervisor, shanghai("2030-01-01T09:00")))
    assert erasing.erase_due(shanghai(LATER)).due == 0
    assert breaks() == []

    retention.hold(number, "release", "判决生效", (house.officer("supervisor"), shanghai("2037-01-01T09:00")))

    assert erasing.erase_due(shanghai("2037-01-02T09:00")).erased == 1
    assert breaks() == []


def test_erased_complaint_takes_no_move(house: House):
    number = closed(house)
    erasing.erase_due(shanghai(LATER))

    with pytest.raises(Refused, match="保存期限已满"):
        house.does("citizen", number, "appeal", LATER, reason="x")
    assert "李大爷" not in str(house.complaint(number).subject)


@pytest.mark.parametrize("dry", [True, False])
def test_command_says_what_it_did(house: House, dry):
    number = closed(house)
    said = house.app.test_cli_runner().invoke(
        args=["retention", "--at", LATER, *(["--dry-run"] if dry else [])]
    )

    last = json.loads(said.stdout.strip().splitlines()[-1])
    assert last == {"due": 1, "erased": 0 if dry else 1, "failed": 0}, said.output
    assert (house.complaint(number).erased_at is None) is dry


def test_joined_complaint_goes_when_its_leading_one_is_gone(house: House):
    leading, joined = in_hand(house, person=PERSON), house.logs("2026-09-18T09:30", person=PERSON)
    house.does("window", joined, "merge", "2026-09-18T11:00", leading=leading)
    assert erasing.erase_due(shanghai(LATER)).due == 0
    house.does(
        "handler", leading, "answer", "2026-09-21T10:00", outcome="substantiated", findings="x", reply="y"
    )
    house.does("window", leading, "give_feedback", "2026-09-21T15:00", method="phone")
    house.does("citizen", leading, "rate", "2026-09-22T10:00", grade=5)
    house.sweeps("2027-01-01T09:00")

    assert {house.complaint(one).ended_at is None for one in (leading, joined)} == {False}
    assert erasing.erase_due(shanghai("2038-01-01T09:00")).erased >= 1
    erasing.erase_due(shanghai("2038-01-01T09:00"))
    assert db.session.scalars(sa.select(Complaint.id).filter(Complaint.erased_at.is_(None))).all() == []
    assert breaks() == []


def joined_and_over(house: House) -> tuple[str, str]:
    leading, joined = in_hand(house, person=PERSON), house.logs("2026-09-18T09:30", person=PERSON)
    house.does("window", joined, "merge", "2026-09-18T11:00", leading=leading)
    answer = {"outcome": "substantiated", "findings": "x", "reply": "y"}
    house.does("handler", leading, "answer", "2026-09-21T10:00", **answer)
    house.does("window", leading, "give_feedback", "2026-09-21T15:00", method="phone")
    house.does("citizen", leading, "rate", "2026-09-22T10:00", grade=5)
    house.sweeps("2027-01-01T09:00")
    return leading, joined


def erased(house: House, at: str) -> list[str]:
    before = {row.tracking_number for row in db.session.scalars(sa.select(Complaint)) if row.erased_at}
    erasing.erase_due(shanghai(at)), erasing.erase_due(shanghai(at))
    db.session.rollback()
    after = {row.tracking_number for row in db.session.scalars(sa.select(Complaint)) if row.erased_at}
    return sorted(after - before)


def test_hold_on_a_joined_complaint_keeps_its_answer(either_house: House):
    house = either_house
    leading, joined = joined_and_over(house)
    retention.hold(joined, "hold", "行政诉讼", (house.officer("supervisor"), shanghai("2030-01-01T09:00")))

    assert erased(house, "2038-01-01T09:00") == []

    retention.hold(joined, "release", "判决生效", (house.officer("supervisor"), shanghai("2038-01-02T09:00")))
    assert erased(house, "2038-01-03T09:00") == sorted([leading, joined])
    assert breaks() == []


@pytest.mark.parametrize(
    "words",
    [
        {"appeal_by": shanghai("2039-01-01T09:00")},
        {"ended_at": shanghai("2029-01-01T09:00")},
        {"restricted": True},
    ],
)
def test_leading_complaint_waits_for_the_time_of_a_joined_one(house: House, words):
    _, joined = joined_and_over(house)
    row = sa.update(Complaint).where(Complaint.tracking_number == joined)
    db.session.execute(row.values(**words))
    db.session.commit()

    db.session.rollback()
    assert erasing.count_due(shanghai("2038-01-01T09:00")) == 0


def test_leading_complaint_waits_for_a_promise_of_a_joined_one(house: House):
    _, joined = joined_and_over(house)
    complaint = house.complaint(joined)
    db.session.execute(
        sa.update(Deadline).where(Deadline.complaint_id == complaint.id).values(met_at=None, void_at=None)
    )
    db.session.commit()

    assert erasing.count_due(shanghai("2038-01-01T09:00")) == 0
