"""An officer's notices, and none they may not see."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from complaints.infrastructure.database import transaction
from complaints.models import Complaint, Notice
from complaints.notifications import inbox
from complaints.organisation import absences
from tests.house import House, shanghai

AT = shanghai("2026-09-18T18:00")


def assigned(house: House, **words: object) -> str:
    number = house.logs("2026-09-18T16:00", **words)
    house.does("window", number, "assign", "2026-09-18T16:05", unit="EC-BUREAU")
    return number


def test_a_post_has_the_notices_of_its_unit_and_another_unit_has_not(either_house: House) -> None:
    assigned(either_house)

    kinds = [notice.kind for notice in inbox.page(either_house.officer("handler"))]

    assert kinds == ["assign"]
    assert inbox.page(either_house.officer("other")) == []


def test_the_officer_complained_of_has_no_notice_of_it(house: House) -> None:
    assigned(house, respondent_officer="handler")

    assert inbox.page(house.officer("handler")) == []
    assert inbox.unread(house.officer("handler")) == 0


def test_what_was_read_is_no_longer_counted(either_house: House) -> None:
    assigned(either_house)
    handler = either_house.officer("handler")
    (notice,) = inbox.page(handler)
    assert inbox.unread(handler) == 1

    with transaction():
        assert inbox.mark_read(either_house.officer("handler"), notice.id, AT)

    assert inbox.unread(either_house.officer("handler")) == 0


def test_nobody_marks_the_notices_of_another(house: House) -> None:
    assigned(house)
    (notice,) = inbox.page(house.officer("handler"))

    with transaction():
        assert not inbox.mark_read(house.officer("other"), notice.id, AT)
        inbox.mark_all_read(house.officer("other"), notice.id, AT)

    assert inbox.unread(house.officer("handler")) == 1


def test_all_on_the_page_are_read_at_once_but_none_that_came_later(house: House) -> None:
    for _ in range(3):
        assigned(house)
    newest, middle, _ = inbox.page(house.officer("handler"))

    with transaction():
        inbox.mark_all_read(house.officer("handler"), middle.id, AT)

    handler = house.officer("handler")
    assert inbox.new_to(handler, inbox.page(handler)) == {newest.id}


def test_what_one_of_a_post_has_read_is_still_new_to_the_others(either_house: House) -> None:
    assigned(either_house)
    (notice,) = inbox.page(either_house.officer("handler"))

    for _ in range(2):
        with transaction():
            inbox.mark_all_read(either_house.officer("handler"), notice.id, AT)

    colleague = either_house.officer("echeng.xie")
    assert (inbox.unread(either_house.officer("handler")), inbox.unread(colleague)) == (0, 1)
    assert inbox.new_to(colleague, inbox.page(colleague)) == {notice.id}


def test_what_was_read_before_reading_was_personal_stays_read_for_all(house: House) -> None:
    assigned(house)
    with transaction() as session:
        session.execute(update(Notice).values(read_at=AT))

    for username in ("handler", "echeng.xie"):
        officer = house.officer(username)
        assert inbox.unread(officer) == 0 and inbox.new_to(officer, inbox.page(officer)) == set()


def test_a_deputy_reads_for_themselves(house: House) -> None:
    number = assigned(house)
    house.does("handler", number, "sign_for", "2026-09-18T16:10")
    with transaction():
        times = (shanghai("2026-09-18T17:00"), shanghai("2026-09-30T17:00"))
        absences.mark(house.officer("handler"), house.officer("echeng.xie"), times, house.officer("leader"))
    house.does("window", number, "urge", "2026-09-18T17:30")
    own = [row for row in inbox.page(house.officer("handler")) if row.officer_id]

    with transaction():
        assert inbox.mark_read(house.officer("echeng.xie"), own[0].id, AT)

    assert own[0].id in inbox.new_to(house.officer("handler"), own)
    assert inbox.new_to(house.officer("echeng.xie"), own) == set()


def test_pages_follow_each_other_without_gap_or_repeat(house: House) -> None:
    for _ in range(5):
        assigned(house)
    handler = house.officer("handler")

    first = inbox.page(handler, limit=2)
    second = inbox.page(handler, before=first[-1].id, limit=2)
    third = inbox.page(handler, before=second[-1].id, limit=2)

    ids = [notice.id for notice in (*first, *second, *third)]
    assert len(ids) == 5 and ids == sorted(ids, reverse=True)


@pytest.fixture
def laid_aside(house: House) -> str:
    number = house.logs("2026-09-18T16:00")
    with transaction() as session:
        session.execute(update(Complaint).values(set_aside_at=AT, next_action_at=None, failure="KeyError: x"))
    return number


def test_a_complaint_set_aside_is_listed_and_swept_again_when_retried(house: House, laid_aside: str) -> None:
    run = house.app.test_cli_runner().invoke
    grouped = f"{laid_aside[:4]}-{laid_aside[4:8]}-{laid_aside[8:]}"
    assert grouped in run(args=["set-aside", "list"]).output

    assert run(args=["set-aside", "retry", grouped]).exit_code == 0

    assert house.complaint(laid_aside).next_action_at is not None
    assert run(args=["set-aside", "list"]).output == ""
    assert run(args=["set-aside", "retry", grouped]).exit_code == 1
    assert run(args=["set-aside", "retry", "123"]).exit_code == 1
