"""A supervisor is away: what waits for their review is seen and reviewed by the deputy too, as long as they are away."""

from __future__ import annotations

import pytest

from complaints.access.visibility import visible_to
from complaints.infrastructure import clock
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.public_ids import public_id
from complaints.models import Complaint, Escalation
from complaints.notifications import inbox
from complaints.organisation import absences
from tests.house import PASSWORD, House, shanghai
from tests.support.older_rules import publish_rules_without_the_step
from tests.support.stories import in_hand
from tests.web.api import Api
from tests.web.pages import Visitor, words_on

NOW = "2026-09-28T10:00"
NOTE = {"act": "urged", "note": "已电话督促。"}


@pytest.fixture
def house(house: House, monkeypatch) -> House:
    monkeypatch.setattr(clock, "now", lambda: shanghai(NOW))
    return house


def away(house: House, deputy: str, ends: str = "2026-09-30T18:00", who: str = "leader") -> None:
    times = shanghai("2026-09-25T08:00"), shanghai(ends)
    with transaction():
        absences.mark(house.officer(who), house.officer(deputy), times, house.officer("supervisor"))


def breached(house: House, **words) -> str:
    """One that is late, so that an escalation waits for the leader."""
    number = in_hand(house, **words)
    house.does("handler", number, "report_progress", "2026-09-24T09:00", note="…")
    house.sweeps("2026-09-28T08:30")
    return number


def waiting(house: House, number: str) -> list[Escalation]:
    return [row for row in house.complaint(number).escalations if not row.reminder and not row.reviewed_at]


def climbed(house: House, number: str) -> int:
    """As programs know it."""
    return next(public_id(row.id, "escalation") for row in waiting(house, number) if row.reviewer_id)


def signed_in(house: House, username: str) -> Visitor:
    visitor = Visitor(house.app)
    visitor.get("/login")
    assert visitor.post("/login", username=username, password=PASSWORD).status_code == 303
    return visitor


def listed(house: House, username: str) -> list[int]:
    return [row["id"] for row in Api(house).by(username).get("/escalations").json["items"]]


@pytest.mark.parametrize("deputy", ["echeng.xie", "window"])
def test_the_deputy_finds_the_complaint_and_records_the_act_on_its_page(house, deputy):
    number = breached(house)
    away(house, deputy)
    visitor = signed_in(house, deputy)
    assert f'href="/desk/c/{number}"' in visitor.get("/desk?list=overdue").text

    page = visitor.get(f"/desk/c/{number}")
    assert "升级等您处理" in words_on(page) and "不在岗，由您代为处理" in words_on(page)
    assert "代" in words_on(visitor.get(f"/desk/c/{number}/review"))
    answer = visitor.post(f"/desk/c/{number}/review", **NOTE)

    assert answer.status_code == 303
    assert waiting(house, number) == []
    done = [row for row in house.complaint(number).escalations if row.reviewed_at]
    assert {row.reviewed_by.username for row in done} == {deputy}
    assert {row.reviewer.username for row in done if row.reviewer} == {"leader"}


def test_a_deputy_of_another_unit_sees_it_while_it_waits_and_no_longer_after(house):
    number = breached(house)
    away(house, "other")
    deputy = signed_in(house, "other")
    assert deputy.get(f"/desk/c/{number}").status_code == 200

    deputy.get(f"/desk/c/{number}/review")
    deputy.post(f"/desk/c/{number}/review", **NOTE)

    assert deputy.get(f"/desk/c/{number}").status_code == 404


def test_a_review_that_waits_stays_on_the_deputys_desk_when_the_citizen_withdraws(house):
    """Under rules published before; by those of now it ends by itself."""
    publish_rules_without_the_step()
    number = breached(house)
    away(house, "other")
    house.does("citizen", number, "withdraw", "2026-09-28T09:00")
    deputy = signed_in(house, "other")
    assert f'href="/desk/c/{number}"' in deputy.get("/desk").text

    deputy.get(f"/desk/c/{number}/review")
    assert deputy.post(f"/desk/c/{number}/review", **NOTE).status_code == 303

    assert f'href="/desk/c/{number}"' not in deputy.get("/desk").text


def test_it_stays_the_supervisors_own_too(house):
    number = breached(house)
    away(house, "other")
    leader = signed_in(house, "leader")

    assert "升级等您处理" in words_on(leader.get(f"/desk/c/{number}"))
    leader.get(f"/desk/c/{number}/review")
    assert leader.post(f"/desk/c/{number}/review", **NOTE).status_code == 303


def test_before_and_after_the_absence_it_is_nobody_elses(house):
    number = breached(house)
    away(house, "other", ends="2026-09-28T09:59")
    deputy = signed_in(house, "other")

    assert deputy.get(f"/desk/c/{number}").status_code == 404 and listed(house, "other") == []
    assert "代为处理" not in words_on(deputy.get("/desk"))
    assert deputy.post(f"/desk/c/{number}/review", **NOTE).status_code == 404
    assert waiting(house, number)


def test_programs_of_the_deputy_list_and_review_it_too(house):
    number = breached(house)
    escalation = climbed(house, number)
    assert listed(house, "other") == []
    away(house, "other")

    assert listed(house, "other") == [escalation]
    answer = Api(house).by("other").post(f"/escalations/{escalation}/review", NOTE)

    assert answer.status_code == 201
    assert [row.reviewer_id for row in waiting(house, number)] == [None]


def test_a_deputy_complained_of_sees_nothing_of_it(house):
    number = breached(house, respondent_officer="other")
    away(house, "other")
    deputy = signed_in(house, "other")

    assert listed(house, "other") == []
    assert deputy.get(f"/desk/c/{number}").status_code == 404
    assert deputy.get(f"/desk/c/{number}/review").status_code == 404
    with transaction():
        seen = db.select(db.func.count()).filter(visible_to(house.officer("other"), shanghai(NOW)))
        assert db.session.scalar(seen) == 0


def test_whoever_has_the_work_does_not_review_its_lateness_as_a_deputy(house):
    number = breached(house)
    away(house, "handler")
    handler = signed_in(house, "handler")

    assert "升级等您处理" not in words_on(handler.get(f"/desk/c/{number}"))
    assert handler.post(f"/desk/c/{number}/review", **NOTE).status_code == 409
    escalation = climbed(house, number)
    assert Api(house).by("handler").post(f"/escalations/{escalation}/review", NOTE).status_code == 404


def test_a_restricted_complaint_stays_with_those_it_was_given_to(house):
    number = breached(house)
    with transaction() as session:
        session.execute(db.update(Complaint).values(restricted=True))
    away(house, "other")

    assert listed(house, "other") == []
    assert signed_in(house, "other").get(f"/desk/c/{number}").status_code == 404


def test_what_the_post_is_told_meanwhile_comes_to_the_deputy(house):
    away(house, "other")
    number = breached(house)

    told = {row.kind for row in inbox.page(house.officer("other"))}

    assert "escalate" in told and number


def test_without_a_word_of_what_was_done_it_is_asked_for(house):
    number = breached(house)
    away(house, "other")
    deputy = signed_in(house, "other")
    deputy.get(f"/desk/c/{number}/review")

    answer = deputy.post(f"/desk/c/{number}/review", act="interviewed", note="")

    assert answer.status_code == 422 and 'href="#note"' in answer.text
    assert 'value="interviewed" checked' in answer.text


def test_a_deputy_with_a_board_finds_it_there_while_they_stand_in(house):
    number = breached(house)
    before = signed_in(house, "section.lu").get("/supervise").text
    away(house, "section.lu")

    board = signed_in(house, "section.lu").get("/supervise").text

    assert f"/desk/c/{number}" not in before
    assert f"/desk/c/{number}" in board


def test_where_the_deputy_is_away_too_the_deputys_own_reviews(house):
    number = breached(house)
    away(house, "bureau.fang")
    away(house, "echeng.xie", who="bureau.fang")
    visitor = signed_in(house, "echeng.xie")

    visitor.get(f"/desk/c/{number}/review")
    assert visitor.post(f"/desk/c/{number}/review", **NOTE).status_code == 303

    assert waiting(house, number) == []


def test_whoever_stands_in_for_a_deputy_who_is_away_finds_and_reviews_it_too(house):
    number = breached(house)
    away(house, "window")
    away(house, "other", who="window")
    visitor = signed_in(house, "other")

    assert climbed(house, number) in listed(house, "other")
    assert f'href="/desk/c/{number}"' in visitor.get("/desk").text
    assert visitor.post(f"/desk/c/{number}/review", **NOTE).status_code == 303
    assert waiting(house, number) == []


def handled_by_another_unit_first(house: House) -> str:
    """`other` had it for half an hour and sent it back; since then the Echeng bureau has it, and is late."""
    number = house.logs("2026-09-18T09:00")
    house.does("window", number, "assign", "2026-09-18T09:10", unit="HR-BUREAU")
    house.does("other", number, "sign_for", "2026-09-18T09:20")
    house.does("other", number, "return", "2026-09-18T09:50", reason="…")
    house.does("window", number, "assign", "2026-09-18T10:00", unit="EC-BUREAU")
    house.does("handler", number, "sign_for", "2026-09-18T10:30")
    house.sweeps("2026-09-28T08:30")
    assert climbed(house, number)
    return number


def test_a_deputy_who_had_it_before_neither_reviews_nor_sees_it_for_that(either_house, monkeypatch):
    house = either_house
    monkeypatch.setattr(clock, "now", lambda: shanghai(NOW))
    number, theirs = handled_by_another_unit_first(house), breached(house)
    away(house, "other")
    deputy = signed_in(house, "other")

    assert climbed(house, theirs) in listed(house, "other")
    assert climbed(house, number) not in listed(house, "other")
    assert f'href="/desk/c/{theirs}"' in deputy.get("/desk").text
    assert f'href="/desk/c/{number}"' not in deputy.get("/desk").text
    assert deputy.get(f"/desk/c/{theirs}").status_code == 200
    assert deputy.get(f"/desk/c/{number}").status_code == 404
    assert deputy.post(f"/desk/c/{number}/review", **NOTE).status_code == 404


def test_a_deputy_who_stepped_aside_neither_reviews_nor_sees_it_for_that(house):
    number = breached(house)
    with transaction():
        house.complaint(number).recused_ids = [house.officer("other").id]
    away(house, "other")

    assert listed(house, "other") == []
    assert signed_in(house, "other").get(f"/desk/c/{number}").status_code == 404


def test_a_colleague_who_had_it_before_is_told_why_they_do_not_review_it_as_a_deputy(house):
    number = breached(house)
    house.does("leader", number, "reassign", "2026-09-28T08:40", officer="echeng.xie", reason="…")
    house.does("echeng.xie", number, "sign_for", "2026-09-28T08:50")
    away(house, "handler")
    visitor = signed_in(house, "handler")

    assert "升级等您处理" not in words_on(visitor.get(f"/desk/c/{number}"))
    answer = visitor.post(f"/desk/c/{number}/review", **NOTE)

    assert answer.status_code == 409 and "不能代他人处理它的升级" in words_on(answer)
    assert waiting(house, number)
