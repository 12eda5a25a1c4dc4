"""Call-backs as supervisors see them: whom to call today, and how the calls of a month went."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from complaints.infrastructure.database import db, transaction
from complaints.models import Complaint, Deadline
from complaints.queries import call_backs
from tests.casework.test_call_sample import SEED, sample
from tests.house import House, shanghai
from tests.support.counting import counted
from tests.support.stories import badly_rated, told
from tests.web.api import Api
from tests.web.pages import Visitor, signed_in, words_on
from workflows.call_back import Why

CALL = {"how": "phone", "reached": True, "note": "对结果满意"}
PAGE = "/supervise/call-backs"


@pytest.fixture
def tuesday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("complaints.infrastructure.clock.now", lambda: shanghai("2026-09-22T16:00"))


def to_call(page: str) -> list[str]:
    return re.findall(r'href="/desk/c/(\d+)/(?:call_back|contact)\?next=', page)


@pytest.mark.usefixtures("tuesday")
def test_list_holds_what_the_reader_had_no_part_in(house: House) -> None:
    number = told(house)

    assert to_call(signed_in(house, "supervisor").get(PAGE).text) == [number]
    house.does("supervisor", number, "call_back", "2026-09-22T09:00", **CALL)
    assert to_call(signed_in(house, "supervisor").get(PAGE).text) == []


@pytest.mark.usefixtures("tuesday")
def test_person_with_a_part_is_shown_no_call(house: House) -> None:
    """The leader handled it."""
    number = house.logs("2026-09-18T09:00")
    house.does("window", number, "assign", "2026-09-18T10:00", unit="EC-BUREAU")
    house.does("leader", number, "sign_for", "2026-09-18T10:30")
    words = {"outcome": "substantiated", "findings": "属实", "reply": "已道歉"}
    house.does("leader", number, "answer", "2026-09-21T10:00", **words)
    house.does("window", number, "give_feedback", "2026-09-21T15:00", method="phone")

    assert to_call(signed_in(house, "leader").get(PAGE).text) == []
    assert to_call(signed_in(house, "supervisor").get(PAGE).text) == [number]


@pytest.mark.usefixtures("tuesday")
def test_bad_rating_is_on_the_list_of_those_who_verify(house: House) -> None:
    """Drawn or not: a rating of 1 or 2 is never left out."""
    sample(0)
    number = badly_rated(house)

    page = signed_in(house, "supervisor").get(PAGE)

    assert to_call(page.text) == [number] and "差评核实" in words_on(page)


@pytest.mark.usefixtures("tuesday")
def test_who_is_not_drawn_is_not_on_the_list(house: House) -> None:
    sample(0)
    told(house)

    page = signed_in(house, "supervisor").get(PAGE)

    assert to_call(page.text) == []
    assert "当月结束后公布" in words_on(page) and SEED not in page.text


@pytest.mark.usefixtures("tuesday")
def test_vain_call_is_counted_apart(either_house: House) -> None:
    """Reached, called twice in vain, rated before a call, not called: each is a number of its own."""
    house = either_house
    reached, vain, rated, _ = (told(house) for _ in range(4))
    house.does("supervisor", reached, "call_back", "2026-09-22T09:00", **CALL, satisfied=False)
    for hour in (10, 11):
        house.does("supervisor", vain, "call_back", f"2026-09-22T{hour}:00", **{**CALL, "reached": False})
    house.does("citizen", rated, "rate", "2026-09-22T12:00", grade=3)

    found = Api(house).by("supervisor").get("/call-backs?period=2026-09")

    assert found.status_code == 200, found.text
    counted = {"owed": 4, "reached": 1, "vain": 1, "rated": 1, "untried": 1, "satisfied": 0, "asked": 1}
    assert {name: found.json["total"][name] for name in counted} == counted
    assert [row["key"] for row in found.json["rows"]] == ["EC-BUREAU"]
    page = signed_in(house, "supervisor").get(PAGE)
    assert "50.0%" in words_on(page)  # of two who were called, one was never reached
    for number, behind in {"reached": [reached], "vain": [vain], "rated": [rated]}.items():
        opened = signed_in(house, "supervisor").get(f"{PAGE}/behind/{number}?month=2026-09&unit=EC-BUREAU")
        assert re.findall(r'href="/desk/c/(\d+)"', opened.text) == behind, number


@pytest.mark.usefixtures("tuesday")
@pytest.mark.parametrize(
    ("shown", "linked"),
    [("", ["2026-08"]), ("2026-08", ["2026-09"]), ("2026-10", ["2026-09"]), ("2026-01", ["2026-02"])],
)
def test_months_without_complaint_are_not_linked(house: House, shown: str, linked: list[str]) -> None:
    """Else a walk from month to month has no end."""
    house.logs("2026-08-31T23:30")
    house.logs("2026-09-18T09:00")

    page = signed_in(house, "supervisor").get(f"{PAGE}?month={shown}")

    assert re.findall(r"call-backs\?month=([\d-]+)#month", page.text) == linked


@pytest.mark.usefixtures("tuesday")
def test_month_of_complaint_out_of_sight_is_not_linked(house: House) -> None:
    house.logs("2026-05-18T09:00", respondent_officer=house.officer("supervisor"))
    house.logs("2026-09-18T09:00")

    page = signed_in(house, "supervisor").get(PAGE)

    assert "#month" not in page.text


@pytest.mark.usefixtures("tuesday")
def test_list_loads_no_more_than_it_shows(either_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those the reader had a part in, in any way, take no place of it."""
    house = either_house
    numbers = [told(house) for _ in range(6)]
    supervisor = house.officer("supervisor").id
    parts: list[dict[str, Any]] = [
        {name: [991, supervisor]} for name in ("past_responder_ids", "past_handler_ids")
    ]
    parts += [{"recused_ids": [supervisor]}]
    with transaction():
        for number, part in zip(numbers, parts, strict=False):
            db.session.execute(sa.update(Complaint).filter_by(tracking_number=number).values(**part))
    monkeypatch.setattr(call_backs, "MOST", 2)
    db.session.rollback()
    db.session.expunge_all()

    with loading(Complaint) as loaded:
        found = call_backs.list_to_call(house.officer("supervisor"), shanghai("2026-09-22T16:00"))

    assert [one.complaint.tracking_number for one in found] == numbers[3:5]
    assert len(loaded) == 2


@pytest.mark.usefixtures("tuesday")
def test_why_costs_no_query_a_row(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    sample(99)
    monkeypatch.setattr("complaints.models.call_back_facts.place_of", lambda *_: 0)
    one, counts = told(house), []
    broken = house.complaint(one).id
    with transaction():
        db.session.execute(
            sa.update(Deadline)
            .filter_by(complaint_id=broken, commitment="acceptance")
            .values(breached_at=shanghai("2026-09-18T12:00"))
        )
    for _ in range(2):
        db.session.rollback()
        db.session.expunge_all()
        officer = house.officer("supervisor")
        with counted() as asked:
            found = call_backs.list_to_call(officer, shanghai("2026-09-22T16:00"))
        assert found[0].why is Why.BROKEN and {row.why for row in found[1:]} <= {Why.DRAWN}
        counts.append(asked["SELECT"])
        for _ in range(3):
            told(house)

    assert counts[0] == counts[1], counts


@contextmanager
def loading(model: type) -> Iterator[list[Any]]:
    """What is read of it."""
    found: list[Any] = []

    def note(row: Any, _: Any) -> None:
        found.append(row)

    sa.event.listen(model, "load", note)
    try:
        yield found
    finally:
        sa.event.remove(model, "load", note)


@pytest.mark.usefixtures("tuesday")
def test_list_behind_holds_what_its_row_counts(house: House) -> None:
    """A unit with units below it: its row is its own, and the list behind each number as long as the number."""
    above, below = told(house), told(house)
    give_call_to(house, above, "EZ-BUREAU")
    give_call_to(house, below, "EC-BUREAU")
    assert house.unit("EC-BUREAU").path.startswith(house.unit("EZ-BUREAU").path)
    visitor = signed_in(house, "supervisor")

    links = re.findall(r'href="(/supervise/call-backs/behind/[^"]+)">(\d+)<', visitor.get(PAGE).text)

    assert {"EZ-BUREAU", "EC-BUREAU"} <= {address.split("unit=")[-1] for address, _ in links}
    for address, count in links:
        behind = visitor.get(address.replace("&amp;", "&")).text
        assert len(re.findall(r'href="/desk/c/(\d+)"', behind)) == int(count), address


def give_call_to(house: House, number: str, unit: str) -> None:
    with transaction():
        row = db.session.scalars(
            sa.select(Deadline).filter_by(complaint_id=house.complaint(number).id, commitment="call_back")
        ).one()
        row.unit_id = house.unit(unit).id


def test_unit_that_is_none_has_no_list(house: House) -> None:
    visitor = signed_in(house, "supervisor")

    for code in ("NONE", "ez-bureau", "%00", "1"):
        assert visitor.get(f"{PAGE}/behind/owed?unit={code}").status_code == 404, code
    assert visitor.get(f"{PAGE}/behind/owed?unit=").status_code == 200


@pytest.mark.usefixtures("tuesday")
def test_number_is_of_the_month_in_which_the_citizen_was_told(house: House) -> None:
    told(house)

    assert Api(house).by("supervisor").get("/call-backs?period=2026-08").json["total"]["owed"] == 0


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}/behind/owed"])
def test_officers_do_not_open_it(house: House, address: str) -> None:
    assert signed_in(house, "window").get(address).status_code == 403
    assert Api(house).by("window").get("/call-backs?period=2026-09").status_code == 403


@pytest.mark.usefixtures("tuesday")
def test_call_leads_back_to_the_list(house: House) -> None:
    number = told(house)
    visitor = signed_in(house, "supervisor")
    visitor.get(f"/desk/c/{number}/call_back?next={PAGE}")

    sent = visitor.post(
        f"/desk/c/{number}/call_back", next=PAGE, how="phone", reached="true", note="满意", solved="true"
    )

    assert (sent.status_code, sent.headers["Location"]) == (303, PAGE)


def test_seed_of_a_month_that_is_over_is_public(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its digest from the start; so anybody can draw again."""
    sample(30)
    public = Visitor(house.app)
    digest = hashlib.sha256(SEED.encode()).hexdigest()

    for at, is_shown in (("2026-09-30T23:00", False), ("2026-10-01T00:30", True)):
        monkeypatch.setattr("complaints.infrastructure.clock.now", lambda at=at: shanghai(at))
        page = public.get("/open-data").text
        assert digest in page and (SEED in page) == is_shown
