"""Ten thousand complaints in the queues: every page stays a page, its count stays true, and work goes on as with ten."""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from benchmarks.loading import NOW, load
from complaints.infrastructure import clock
from complaints.infrastructure.database import db
from complaints.models import Complaint
from complaints.queries import worklists
from tests.house import PASSWORD, opened
from tests.web.api import Api
from tests.web.pages import Visitor, words_on

MANY = 10_000
MOST_ASKED = 30
HEAVIEST = 250_000  # bytes
LISTS = {
    "window": ["/desk", "/desk?list=unit", "/desk?list=overdue"],
    "leader": ["/desk?list=unit", "/supervise", "/supervise/list/soon"],
    "supervisor": ["/supervise", "/supervise/list/escalated"],
}
ROW = re.compile(r'row-link" href="[^"]*?/c/(\d+)"')


@pytest.fixture(scope="module")
def now():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: NOW + timedelta(minutes=1))
        yield


@pytest.fixture(scope="module")
def full(now):
    with opened("sqlite") as house:
        load(house, MANY)
        yield house


def signed_in(house, username):
    visitor = Visitor(house.app)
    visitor.get("/login")
    visitor.post("/login", username=username, password=PASSWORD)
    return visitor


@contextmanager
def statements():
    asked: list[str] = []

    def note(connection, cursor, statement, *rest):
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("username", LISTS)
def test_a_list_of_thousands_is_one_light_page_for_a_few_statements(full, username):
    visitor = signed_in(full, username)
    for address in LISTS[username]:
        with statements() as asked:
            page = visitor.get(address)
        assert page.status_code == 200 and len(asked) <= MOST_ASKED, address
        assert len(ROW.findall(page.text)) <= worklists.ON_A_PAGE and len(page.data) < HEAVIEST, address


def test_the_pages_of_a_queue_follow_each_other_and_hold_each_complaint_once(full):
    visitor, address, found = signed_in(full, "window"), "/desk?list=unit", []
    for _ in range(4):
        page = visitor.get(address)
        found += ROW.findall(page.text)
        address = re.search(r'rel="next" href="([^"]+)"', page.text)[1].replace("&amp;", "&")

    dues = dict(db.session.execute(select(Complaint.tracking_number, Complaint.next_due_at)).all())
    assert len(found) == len(set(found)) == 4 * worklists.ON_A_PAGE
    assert [dues[one] for one in found] == sorted(dues[one] for one in found)


def test_a_program_reads_a_queue_page_by_page_and_gets_none_twice(full):
    api, cursor, found = Api(full).by("handler"), "", []
    for _ in range(4):
        page = api.get(f"/complaints?queue=mine&limit=100{cursor}").json
        found += [one["tracking_number"] for one in page["items"]]
        cursor = f"&after={page['next']}"

    assert len(found) == len(set(found)) == 400


def test_a_count_too_long_to_be_counted_says_so(full):
    assert "99+" in words_on(signed_in(full, "window").get("/desk"))


def test_one_of_the_ten_thousand_is_logged_found_and_worked_on_as_ever(full):
    lin = signed_in(full, "window")
    once = re.search(r'name="once"[^>]*value="([^"]+)"', lin.get("/desk/new").text)[1]
    typed = {
        "category": "SHIRK",
        "urgency": "normal",
        "channel": "window",
        "narrative": "互相推",
        "then": "accept",
    }

    lin.follow(lin.post("/desk/new", once=once, phone="13911112222", name="王阿姨", **typed))
    lin.get("/desk/search")
    found = ROW.findall(lin.post("/desk/search", phone="13911112222").text)

    assert len(found) == 1 and full.moves(found[0]) == ["receive", "accept"]
    lin.get(f"/desk/c/{found[0]}/assign")
    assert lin.post(f"/desk/c/{found[0]}/assign", unit="EC-BUREAU").status_code == 303
    assert full.complaint(found[0]).offered_unit_id == full.unit("EC-BUREAU").id
