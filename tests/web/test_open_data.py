"""Open data: everybody may read it, it describes itself, and no person is found in it, not even by difference."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.infrastructure.database import db, transaction
from complaints.models import Complaint, PublishedMonth
from complaints.queries import open_data
from tests.house import House, shanghai

NOVEMBER = "2026-11-02T09:00"


def log_many(house: House, count: int, at: str = "2026-09-18T09:00", **words) -> list[str]:
    return [house.logs(at, **words) for _ in range(count)]


def published(house: House, at: str = NOVEMBER) -> dict[str, list[list]]:
    with transaction():
        open_data.publish_months(shanghai(at))
    return {name: open_data.rows_of(name)[1:] for name in open_data.TABLES}


def test_month_is_told_from_ten_on_and_coarsely(either_house):
    log_many(either_house, 13)
    log_many(either_house, 9, category="FEE")
    log_many(either_house, 12, category="DISC", respondent_officer="disc.qin")
    tables = published(either_house)

    assert tables["complaints"] == [["2026-09", "ATTITUDE", 10, None]]
    assert {row[1] for row in tables["commitments-kept"]} <= {"ATTITUDE"}
    assert all(row[3] == 10 and row[4] % 5 == 0 for row in tables["commitments-kept"])


def test_published_month_never_changes(house):
    numbers = log_many(house, 13)
    first = published(house)
    with transaction():
        db.session.query(Complaint).filter_by(tracking_number=numbers[0]).update({"category": "FEE"})
    log_many(house, 30)  # typed later, with an earlier date
    assert published(house, "2026-12-01T09:00")["complaints"] == first["complaints"]
    with transaction():
        assert open_data.publish_months(shanghai("2026-12-02T09:00")) == 0


def test_one_person_more_or_less_is_seen_in_no_published_number():
    """The attack by difference: a person who knows all other complaints learns nothing of the last one, unless the
    count lies on a ten, where both neighbours look alike for nine of ten counts."""
    for count in range(200):
        told = {open_data.coarse(count + one) for one in (0, 1)}
        assert len(told) == 1 or (count + 1) % open_data.STEP == 0
        assert all(one is None or one >= open_data.STEP for one in told)


@given(due=st.integers(0, 500), data=st.data())
def test_share_tells_of_no_single_person(due, data):
    kept = data.draw(st.integers(0, due))
    share = open_data.coarse_share(kept, due)
    assert share is None if due < open_data.STEP else 0 <= share <= 100 and share % 5 == 0


def test_no_two_published_tables_break_down_the_same_people(house):
    """There is no total, no unit and no channel: each count is in one cell only, so no subtraction leaves a person."""
    measures = [column for columns in open_data.TABLES.values() for column in columns[2:]]
    assert len(measures) == len(set(measures))
    assert all(columns[:2] == ["month", "category"] for columns in open_data.TABLES.values())


@pytest.mark.parametrize("root", ["", "/api/v1"])
def test_package_names_files_that_are_there(house, root):
    log_many(house, 21)
    with transaction():
        db.session.query(Complaint).update({"received_at": datetime.now(UTC) - timedelta(days=70)})
    client = house.app.test_client()
    package = client.get(f"{root}/open-data/datapackage.json").json
    assert package["profile"] == "tabular-data-package" and package["licenses"]
    for resource in package["resources"]:
        answer = client.get(f"{root}/open-data/{resource['path']}")
        head, *rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
        assert head == [field["name"] for field in resource["schema"]["fields"]]
        same = client.get(f"{root}/open-data/{resource['path'].replace('.csv', '.json')}").json
        assert [["" if value is None else str(value) for value in map(row.get, head)] for row in same] == rows
    assert any(row["registered"] == 20 for row in client.get(f"{root}/open-data/complaints.json").json)
    assert client.get(f"{root}/open-data/people.csv").status_code == 404


def test_page_says_what_there_is_and_what_not_yet(house):
    assert "还没有可公布的月份" in house.app.test_client().get("/open-data").text
    assert db.session.get(PublishedMonth, "2026-10") is None


def test_two_first_looks_at_once_freeze_a_month_once(house, monkeypatch):
    log_many(house, 12)
    published(house)
    before = open_data.rows_of("complaints")
    db.session.rollback()
    monkeypatch.setattr(
        open_data, "missing_months", lambda at: ["2026-09"]
    )  # the other look was a moment sooner

    assert house.app.test_client().get("/open-data/complaints.csv").status_code == 200
    assert open_data.rows_of("complaints") == before
