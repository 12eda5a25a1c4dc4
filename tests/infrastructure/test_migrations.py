"""A database with complaints in it goes back to an older version and forward again, and the board says the same."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import event, text

from complaints.access import staff_sessions
from complaints.access.search_index import Findable, tokens_of
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.encryption import blind_index
from complaints.intake.complainant import Person
from complaints.intake.drafts import keep, words_of
from complaints.models import Complaint, EndedSitting, SearchToken
from complaints.organisation import passwords
from tests.house import PASSWORD, SEEDED_AT, House
from tests.support.misplaced import misplaced
from tests.support.stories import ANSWER, in_hand

BEFORE_SENDER_NUMBERS = "0059"
BEFORE_THE_BOARD = "0007"
BEFORE_GIVEN_AND_ENDED = "0016"
BEFORE_WORDS, BEFORE_RADICALS, BEFORE_INDEXED_AT_ONCE, BEFORE_ONE_ZERO = "0041", "0043", "0044", "0046"
ASK = {"days": 5, "reason": "待外省核实", "basis": "投诉办法"}


def _standing() -> list[tuple[object, ...]]:
    columns = (Complaint.house_due_at, Complaint.progress_due_at, Complaint.asked_at, Complaint.climbed_id)
    rows = [tuple(row) for row in db.session.execute(db.select(*columns).order_by(Complaint.id))]
    db.session.remove()
    return rows


def test_the_board_is_filled_from_what_was_there(either_house: House) -> None:
    house = either_house
    house.logs("2026-09-07T09:00")  # never touched: it climbs
    working = house.logs("2026-09-18T09:00")
    house.does("window", working, "assign", "2026-09-18T09:10", unit="EC-BUREAU")
    house.does("handler", working, "sign_for", "2026-09-18T09:30")
    house.does("handler", working, "request_extension", "2026-09-18T10:00", **ASK)
    house.sweeps("2026-09-18T11:00")
    before = _standing()
    assert all(any(row[n] for row in before) for n in range(4))

    downgrade(revision=BEFORE_THE_BOARD)
    upgrade()

    assert _standing() == before
    assert misplaced(db.session()) == []


def closed_after_an_urging(house: House) -> str:
    """Urged when its time was over, which needs no review; answered and rated well a little later."""
    number = in_hand(house)
    house.does("handler", number, "report_progress", "2026-09-23T09:00", note="…")
    house.sweeps("2026-09-24T17:31")
    house.does("handler", number, "answer", "2026-09-24T17:40", **ANSWER)
    house.does("window", number, "give_feedback", "2026-09-24T17:45", method="phone")
    house.does("citizen", number, "rate", "2026-09-24T17:50", grade=5)
    return number


def test_what_waits_for_nobody_of_a_closed_complaint_is_not_put_on_the_board(either_house: House) -> None:
    number = closed_after_an_urging(either_house)
    assert either_house.complaint(number).climbed_id is None
    db.session.remove()

    downgrade(revision=BEFORE_THE_BOARD)
    upgrade()

    assert either_house.complaint(number).climbed_id is None
    assert misplaced(db.session()) == []


def test_after_an_appeal_an_urging_not_yet_reviewed_stands_on_the_board_again(either_house: House) -> None:
    number = closed_after_an_urging(either_house)

    either_house.does("citizen", number, "appeal", "2026-09-28T09:00")

    assert either_house.complaint(number).climbed_id is not None
    assert misplaced(db.session()) == []


def given(house: House) -> str:
    with transaction():
        return passwords.give(house.officer("window"), SEEDED_AT)


def known_of_it(house: House, password: str, at: datetime) -> tuple[bool, bool, bool]:
    db.session.remove()
    officer = house.officer("window")
    return passwords.is_right(officer, password), passwords.is_good(officer, at), officer.password_given


@pytest.mark.parametrize("used", [False, True])
def test_a_password_that_was_given_stays_good_until_its_time_or_used_up(either_house: House, used: bool):
    password = given(either_house)
    if used:
        with transaction():
            passwords.use(either_house.officer("window"), SEEDED_AT)
    until = either_house.officer("window").password_until
    db.session.remove()

    downgrade(revision=BEFORE_GIVEN_AND_ENDED)
    (stood,) = db.session.scalars(text("SELECT password FROM officer WHERE username = 'window'"))
    db.session.remove()
    upgrade()

    assert stood.startswith(f"{int(until.timestamp())} $")
    good_last = SEEDED_AT + passwords.GIVEN_LASTS - timedelta(seconds=1)
    assert known_of_it(either_house, password, good_last) == (True, not used, True)
    assert known_of_it(either_house, password, good_last + timedelta(seconds=1)) == (True, False, True)


def test_a_password_used_up_in_the_old_form_is_used_up_and_one_that_was_chosen_has_no_end(
    either_house: House,
):
    password = given(either_house)
    db.session.remove()
    downgrade(revision=BEFORE_GIVEN_AND_ENDED)
    hashed = "substr(password, instr(password, ' '))"
    if db.engine.dialect.name == "postgresql":
        hashed = "substr(password, strpos(password, ' '))"
    with transaction() as session:
        session.execute(text(f"UPDATE officer SET password = '0' || {hashed} WHERE username = 'window'"))

    upgrade()

    assert known_of_it(either_house, password, SEEDED_AT) == (True, False, True)
    chosen = either_house.officer("handler")
    assert chosen.password_until is None and passwords.is_right(chosen, PASSWORD)


def test_a_session_that_was_ended_stays_ended_and_a_draft_stays_a_draft(either_house: House):
    later = SEEDED_AT + timedelta(hours=10)
    with transaction():
        staff_sessions.end("one that was ended", later, SEEDED_AT)
        keep("a draft", {"narrative": "写到一半"}, SEEDED_AT)

    downgrade(revision=BEFORE_GIVEN_AND_ENDED)
    assert words_of("one that was ended", SEEDED_AT) == {}, "the code before opens what it finds there"
    db.session.remove()
    upgrade()

    ended = {
        token: db.session.scalar(db.select(staff_sessions.is_ended(token)))
        for token in ("one that was ended", "one that is open")
    }
    assert ended == {"one that was ended": True, "one that is open": False}
    assert words_of("a draft", SEEDED_AT) == {"narrative": "写到一半"}
    with transaction():
        staff_sessions.forget_old(later + timedelta(days=1))
    assert db.session.scalar(db.select(db.func.count()).select_from(EndedSitting)) == 0


def test_what_was_written_with_radicals_is_found_after_it(either_house: House) -> None:
    """As it was stored before: the name without its radical, the words without theirs, nothing of either in the index."""
    person = Person(name="⻢伟")
    number = either_house.logs("2026-09-18T09:00", person=person, narrative="⻰井路的窗口")
    found = either_house.complaint(number).id
    with transaction():
        stale = {"id": found, "words": "井路的窗口", "name_index": blind_index("name", "伟")}
        db.session.execute(text("UPDATE complaint SET words = :words WHERE id = :id"), stale)
        db.session.execute(
            text("UPDATE complainant SET name_index = :name_index WHERE complaint_id = :id"), stale
        )
        db.session.execute(text("DELETE FROM search_token WHERE complaint_id = :id"), stale)
    db.session.remove()

    downgrade(revision=BEFORE_RADICALS)
    upgrade()

    complaint = either_house.complaint(number)
    tokens = set(db.session.scalars(db.select(SearchToken.token).filter_by(complaint_id=found)))
    assert "龙井路的窗口" in complaint.words
    assert complaint.complainant.name_index == blind_index("name", "马伟")
    assert tokens_of(Findable(names=["马伟"])) <= tokens


def test_word_parted_by_a_line_break_is_found_after_it(either_house: House) -> None:
    """As it was stored before: each line by itself."""
    number = either_house.logs("2026-09-18T09:00", narrative="大厅没有座\n位")
    stale = {"id": either_house.complaint(number).id, "words": "窗口\n大厅没有座\n位"}
    with transaction():
        db.session.execute(text("UPDATE complaint SET words = :words WHERE id = :id"), stale)
    db.session.remove()

    downgrade(revision="0050")
    upgrade()

    assert either_house.complaint(number).words.endswith("\n大厅没有座位")


def test_a_stored_number_of_a_sender_is_found_without_its_optional_words(either_house: House) -> None:
    """As it was indexed before: with its year in words, and with what stands before it."""
    kept = "Ref: ABC-2026年/001"
    number = either_house.logs("2026-09-18T09:00", sender_number=kept)
    either_house.logs("2026-09-18T09:00")
    found = either_house.complaint(number).id
    with transaction():
        db.session.execute(text("DELETE FROM search_token WHERE complaint_id = :id"), {"id": found})
    db.session.remove()

    downgrade(revision=BEFORE_SENDER_NUMBERS)
    upgrade()
    downgrade(revision=BEFORE_SENDER_NUMBERS)
    upgrade()

    tokens = set(db.session.scalars(db.select(SearchToken.token).filter_by(complaint_id=found)))
    assert tokens == tokens_of(Findable(sender_number="abc2026001")) | tokens_of(Findable(sender_number=kept))


def logged_in_many_ways(house: House) -> None:
    speaks = {"name": "单小花", "phone": "0711-3352345 转 801"}
    others = [{"name": "Oʻktam José", "phone": "13733334444"}, {"name": "王五", "phone": ""}]
    people = (
        Person("阿卜杜拉·买买提", "13900139000（儿子）、3352999", agent=speaks, representatives=others),
        Person("張*國%", "13800138000"),
        Person("⻢伟", "027-87654321"),
        Person("مُحَمَّد 二○"),
        Person(anonymous=True),
    )
    about = (
        {"respondent_name": "解科长_2"},
        {"respondent_officer": "handler"},
        {"respondent_unit": "EC-BUREAU"},
        {},
        {},
    )
    numbers = [
        house.logs(
            "2026-09-18T09:00",
            person=person,
            narrative=f"⻰井路的窗口，第{at}次：排隊兩小時？\n100%",
            sender_number=f"鄂信〔2026〕{at}_号",
            **named,
        )
        for at, (person, named) in enumerate(zip(people, about, strict=True))
    ]
    house.does(
        "window",
        numbers[0],
        "correct",
        "2026-09-18T09:10",
        changes={"name": "阿不都拉", "phone": "13700137000、3352888", "sender_number": "鄂信〔2026〕9%号"},
        reason="写错",
        on_request=False,
    )


def found_by() -> list[list[tuple[object, ...]]]:
    queries = (
        "SELECT complaint_id, token FROM search_token ORDER BY complaint_id, token",
        "SELECT id, words FROM complaint ORDER BY id",
        "SELECT complaint_id, name_index FROM complainant ORDER BY complaint_id",
    )
    rows = [[tuple(row) for row in db.session.execute(text(query))] for query in queries]
    db.session.remove()
    return rows


@pytest.mark.parametrize("before", [BEFORE_WORDS, BEFORE_RADICALS, BEFORE_INDEXED_AT_ONCE, BEFORE_ONE_ZERO])
def test_stored_complaints_are_indexed_as_new_ones_are(either_house: House, before: str) -> None:
    logged_in_many_ways(either_house)
    as_logged = found_by()
    assert len(as_logged[0]) > 100 and all(words for _, words in as_logged[1])
    with transaction() as session:
        session.execute(text("DELETE FROM search_token"))
        session.execute(text("UPDATE complaint SET words = NULL"))
        session.execute(text("UPDATE complainant SET name_index = 'stale' WHERE name IS NOT NULL"))

    downgrade(revision=before)
    upgrade()

    assert found_by() == as_logged


def test_a_page_of_complaints_is_indexed_by_six_statements(either_house: House) -> None:
    """However many there are in it."""
    logged_in_many_ways(either_house)
    with transaction() as session:
        session.execute(text("DELETE FROM search_token"))
        session.execute(text("UPDATE complaint SET words = NULL"))
        session.execute(text("UPDATE complainant SET name_index = 'stale' WHERE name IS NOT NULL"))
    downgrade(revision=BEFORE_INDEXED_AT_ONCE)
    seen: list[str] = []

    def note(*args: object) -> None:
        seen.append(str(args[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    upgrade(revision=BEFORE_SENDER_NUMBERS)
    event.remove(db.engine, "before_cursor_execute", note)
    upgrade()

    tables = ("search_token", "complaint SET words", "complainant SET name_index", "respondent", "correction")
    for table in tables:
        touching = [one for one in seen if table in one and ("given" in one or "BETWEEN" in one)]
        assert len(touching) == (2 if table == "search_token" else 1), (table, touching)
