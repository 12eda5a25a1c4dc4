"""`flask keys reindex`: the very first key is left behind, with everything found, verified and opened as before."""

from __future__ import annotations

from datetime import datetime

import pytest
import sqlalchemy as sa

from complaints.access import search_index
from complaints.casework import citizen_view, index_move, key_rotation
from complaints.infrastructure import clock
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import IndexMoving, NotFound
from complaints.infrastructure.one_time_codes import one_time_codes
from complaints.intake.complainant import Person
from complaints.intake.log_once import asking, first_answer, forget_old, log_once
from complaints.models import Complaint, IndexKey, KeptOut, SearchToken, SecondStep
from complaints.organisation import second_step
from tests.cli.test_keys import NEW, NEW_ID, OLD_ID, counted, run, with_keys
from tests.house import KEY, House, shanghai
from tests.support.edits_past_program import faults, live

NAMED = "吴舟"  # as the handler
AT = shanghai("2026-10-20T09:00")
LATER = shanghai("2026-10-28T09:00")


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    monkeypatch.setattr(clock, "now", lambda: AT)
    return AT


@pytest.fixture
def few_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Codes of small numbers are found soon."""
    monkeypatch.setattr("complaints.intake.intake.new_query_code", lambda: "000417")


def found(condition: sa.ColumnElement[bool]) -> set[str]:
    return set(db.session.scalars(sa.select(Complaint.tracking_number).where(condition)))


def looked_up() -> list[set[str]]:
    called = search_index.contacts_here("13912345678")
    return [
        found(search_index.named(search_index.NAME, "欧阳")),
        found(search_index.named(search_index.NAME, "ouyang")),
        found(search_index.called(called)),
        found(search_index.ending_in("5678")),
        found(search_index.about(NAMED)),
        found(search_index.sent_as("12345-2026-77")),
    ]


def lives(house: House) -> str:
    """Rows in every table, and one complaint by everything it can be found by."""
    live(house)
    person = Person(
        name="欧阳小溪",
        phone="13912345678",
        identity_number="420704199001011234",
        agent={"name": "代理甲", "relation": "family", "phone": "13700000001"},
    )
    return house.logs("2026-10-13T10:00", person=person, respondent_name=NAMED, sender_number="12345-2026-77")


def retired(house: House) -> None:
    """The whole way an operator goes."""
    with_keys(house, NEW, KEY)
    for command in ("rotate", "reindex"):
        code, said = run(house, command)
        assert code == 0, said
    code, said = run(house, "retire", OLD_ID)
    assert code == 0, said
    with_keys(house, NEW)


def test_first_key_is_left_behind_completely(either_house: House, few_codes: None) -> None:
    number = lives(either_house)
    before, tokens = looked_up(), db.session.scalar(sa.select(sa.func.count()).select_from(SearchToken))
    names = sorted(db.session.scalars(sa.select(KeptOut.cause).where(KeptOut.cause.startswith("name:"))))
    assert faults() == [] and all(number in one for one in before) and names

    retired(either_house)

    assert looked_up() == before and faults() == []
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SearchToken)) == tokens
    causes = sorted(db.session.scalars(sa.select(KeptOut.cause).where(KeptOut.cause.startswith("name:"))))
    assert len(causes) == len(names) and not set(causes) & set(names)
    for one, code in either_house.codes.items():
        assert citizen_view.number_of(one, code) == one
        with pytest.raises(NotFound):
            citizen_view.number_of(one, "999999")
    settled = {"officer": "handler", "same": False, "reason": "同名"}
    either_house.does("window", number, "settle_respondent", "2026-10-20T10:00", **settled)
    either_house.does("window", number, "accept", "2026-10-20T10:10")
    assert faults() == []


def test_what_was_edited_before_stays_a_break(house: House, few_codes: None) -> None:
    number = lives(house)
    with transaction() as session:
        session.execute(
            sa.text("UPDATE complaint SET urgency = 'urgent' WHERE tracking_number = :n"), {"n": number}
        )
        session.execute(sa.text("UPDATE unit SET name_zh = '改过' WHERE code = 'EC-BUREAU'"))
    before = faults()

    retired(house)

    assert len(before) > 1 and faults() == before


def test_broken_off_move_goes_on(
    either_house: House, few_codes: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    lives(either_house)
    with_keys(either_house, NEW, KEY)
    move_page, pages = index_move._move_page, []
    monkeypatch.setattr(index_move, "PAGE", 2)

    def move_few(*words) -> None:
        pages.append(words)
        if len(pages) == 2:
            raise KeyboardInterrupt
        move_page(*words)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(index_move, "_move_page", move_few)
        index_move.move_index(AT, lambda *_: None)
    with_keys(either_house, NEW, KEY)
    with either_house.app.app_context(), pytest.raises(IndexMoving):
        looked_up()
    db.session.rollback()
    seen: list[int] = []
    index_move.move_index(AT, lambda what, done, total: seen.append(done))

    assert faults() == [] and seen[-1] == len(either_house.codes) - 2


def test_codes_follow_while_the_site_runs(house: House, few_codes: None) -> None:
    number = lives(house)
    with_keys(house, NEW, KEY)
    index_move.move_index(AT, lambda *_: None)

    assert citizen_view.number_of(number, house.codes[number]) == number
    fresh = house.logs("2026-10-20T09:30")
    assert "Query codes still need" in run(house, "retire", OLD_ID)[1] or counted()[OLD_ID]
    run(house, "reindex")
    assert db.session.get(IndexKey, 1, populate_existing=True).codes_from is None
    for one in (number, fresh):
        assert citizen_view.number_of(one, house.codes[one]) == one
    assert faults() == []


def test_key_is_kept_while_a_request_may_come_again(house: House, few_codes: None) -> None:
    once = asking("a key", {"subject": "…"})
    log_once(once, shanghai("2026-10-19T09:00"), lambda: {"n": 1})
    with_keys(house, NEW, KEY)
    for command in ("rotate", "reindex"):
        run(house, command)

    assert first_answer(asking("a key", {"subject": "…"})) == {"n": 1}
    assert "may still come again" in run(house, "retire", OLD_ID)[1]
    forget_old(LATER)
    assert run(house, "retire", OLD_ID)[0] == 0


def test_second_step_opens_without_the_first_key(house: House, now: datetime) -> None:
    officer = house.officer("window")
    with transaction():
        row = second_step.prepare_secret(officer, AT)
        row.confirmed_at, row.recovery = AT, [second_step._hash_of(row, "abcd-efgh")]
        key = second_step.key_of(row)

    retired(house)

    row = db.session.get_one(SecondStep, house.officer("window").id)
    assert second_step.key_of(row) == key and row.recovery == []
    assert one_time_codes().generate_totp_password(row.secret).isdigit()


def test_reindex_twice_changes_nothing(house: House, few_codes: None) -> None:
    lives(house)
    retired(house)
    stored = sorted(db.session.scalars(sa.select(SearchToken.token)))

    assert run(house, "reindex")[0] == 0
    assert sorted(db.session.scalars(sa.select(SearchToken.token))) == stored


def test_status_says_which_key_carries_the_index(house: House, few_codes: None) -> None:
    with_keys(house, NEW, KEY)
    run(house, "reindex")

    lines = {line.split(":")[0]: line for line in run(house, "status")[1].splitlines()}
    assert "carries the index" in lines[NEW_ID] and "carries the index" not in lines[OLD_ID]
    assert key_rotation.uses()[0].carries_index
