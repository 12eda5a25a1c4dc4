"""Each reading that shows who a citizen is leaves a row: officer, complaint, moment, where (ASVS 5 V14.2, domain §7)."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from complaints.infrastructure.database import db
from complaints.models import AccessLog, Officer
from tests.web.api import Api

PAGES = ("", "/accept", "/correct", "/documents")
KNOWN = {
    "name": {"name": "李大爷", "anonymous": False},
    "phone": {"phone": "13800138000"},
    "address": {"address": "鄂州市鄂城区滨湖南路 1 号"},
    "agent": {"agent": {"name": "李小红", "relation": "女儿"}},
}


def rows() -> list[tuple[str, str]]:
    db.session.rollback()
    query = db.select(Officer.username, AccessLog.what).join(Officer).order_by(AccessLog.id)
    return [(one.username, one.what) for one in db.session.execute(query)]


@pytest.fixture
def api(house, now) -> Api:
    return Api(house)


def logged(api: Api, **person: object) -> str:
    return str(api.logged(complainant=person)["tracking_number"])


@pytest.mark.parametrize("known", KNOWN)
def test_each_page_that_shows_the_citizen_is_a_row(api, at_desk, known):
    number = logged(api, **KNOWN[known])
    for seen, page in enumerate(PAGES, 1):
        assert at_desk("window").get(f"/desk/c/{number}{page}").status_code == 200, page
        assert len(rows()) == seen, page
    assert {who for who, _ in rows()} == {"window"}


def test_reading_by_the_api_is_a_row(api):
    number = logged(api, name="李大爷", phone="13800138000")
    assert rows() == []  # who typed it has not read it

    assert api.by("centre.he").get(f"/complaints/{number}").json["complainant"]["name"] == "李大爷"

    assert rows() == [("centre.he", "complaint")]


def test_page_that_shows_no_citizen_leaves_no_row(api, at_desk):
    number = logged(api, anonymous=True)
    assert at_desk("window").get(f"/desk/c/{number}").status_code == 200
    assert rows() == []


def test_page_of_a_confidential_complaint_is_a_row_for_those_who_see_the_citizen(at_desk, api):
    number = str(api.logged(confidential=True)["tracking_number"])

    assert at_desk("centre.he").get(f"/desk/c/{number}").status_code == 200
    assert rows() == []
    assert at_desk("window").get(f"/desk/c/{number}").status_code == 200
    assert rows() == [("window", "desk page")]


def test_unknown_officers_reading_leaves_nothing(api):
    number = str(api.logged(category="DISC")["tracking_number"])
    assert api.by("window").get(f"/complaints/{number}").status_code == 404
    assert rows() == []


@pytest.mark.parametrize(("category", "status"), [("ATTITUDE", 200), ("DISC", 503)])
def test_ordinary_complaint_is_read_while_the_database_takes_no_row(api, category, status):
    logged = api.logged(category=category)
    asker = api.by(logged["first_responder"])
    db.session.remove()
    db.engine.dispose()

    def read_only(connection, record):  # type: ignore[no-untyped-def]
        connection.execute("PRAGMA query_only = ON")

    event.listen(db.engine, "connect", read_only)
    try:
        assert asker.get(f"/complaints/{logged['tracking_number']}").status_code == status
    finally:
        event.remove(db.engine, "connect", read_only)
        db.session.remove()
        db.engine.dispose()
    assert rows() == []
