"""An auditor who is complained of, or of the unit complained of, finds nothing of it; another auditor reads it all."""

from __future__ import annotations

import pytest

from complaints.infrastructure import clock
from complaints.infrastructure.database import transaction
from complaints.infrastructure.tracking_numbers import grouped
from complaints.models import audit
from complaints.organisation import officers
from tests.house import opened, shanghai
from tests.support.stories import in_hand
from tests.web.api import Api
from tests.web.pages import signed_in

PAGES = ("/audit", "/audit/changes", "/audit/retention")
LISTS = ("/audit/readings", "/audit/changes")


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: shanghai("2026-09-18T11:00"))
    with opened(request.param) as one:
        with transaction(alone=True):
            for username in ("huarong.mo", "bureau.yu", "other"):
                officers.set_roles(one.officer(username), ["auditor"], shanghai("2026-09-17T09:00"))
        yield one


ABOUT = {"huarong.mo": {"respondent_officer": "huarong.mo"}, "bureau.yu": {"respondent_unit": "EZ-BUREAU"}}


def seen_by(house, auditor, number):
    """All an auditor gets: pages and answers, without what is theirs alone."""
    visitor, api = signed_in(house, auditor), Api(house).by(auditor)
    told = {page: visitor.get(page).text for page in PAGES} | {one: api.get(one).text for one in LISTS}
    told["steps"] = visitor.get(f"/audit/c/{number}").status_code
    return told


@pytest.mark.parametrize("auditor", ABOUT)
def test_auditor_kept_out_finds_nothing_of_it(house, auditor):
    number = house.logs("2026-09-18T09:00", **ABOUT[auditor])
    signed_in(house, "admin")
    with transaction():
        audit.note("set aside complaint retried", clock.now(), {"number": number})
    assert signed_in(house, house.complaint(number).first_responder.username).get(f"/desk/c/{number}")

    for_other, for_them = seen_by(house, "other", number), seen_by(house, auditor, number)

    shown = {name for name, text in for_other.items() if grouped(number) in str(text) or number in str(text)}
    assert shown >= {"/audit", "/audit/changes", "/audit/readings"} and for_other["steps"] == 200
    assert for_them["steps"] == 404
    assert not [
        name for name, text in for_them.items() if number in str(text) or grouped(number) in str(text)
    ]


def test_no_number_of_a_row_tells_of_rows_between(house):
    for minute in (0, 10, 20):
        number = in_hand(house, respondent_officer="huarong.mo" if minute == 10 else None)
        signed_in(house, "window").get(f"/desk/c/{number}")
        signed_in(house, "handler").get(f"/desk/c/{number}")

    items = Api(house).by("huarong.mo").get("/audit/readings").json["items"]

    assert len(items) >= 2 and all(one["id"] > 2**32 for one in items)


def test_next_page_goes_on_where_the_last_ended(house, monkeypatch):
    for _ in range(3):
        signed_in(house, "handler").get(f"/desk/c/{in_hand(house)}")
    api = Api(house).by("other")
    whole = [one["id"] for one in api.get("/audit/readings").json["items"]]
    monkeypatch.setattr("complaints.queries.readings.ON_A_PAGE", 1)

    read, following = [], None
    while following is not None or not read:
        page = api.get(f"/audit/readings?before={following}" if following else "/audit/readings").json
        read += [one["id"] for one in page["items"]]
        following = page.get("next")

    assert read == whole and len(whole) > 2
