"""Lists as files: what the officer sees and no more, re-read by another library; no cell is a formula; no person is named."""

from __future__ import annotations

import csv
import io
from datetime import date

import openpyxl
import pytest
from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.models import AccessLog, AuditNote, Officer
from complaints.queries import exports
from complaints.queries.exports import LISTS, of_period, read_pages
from complaints.queries.statistics.periods import Days
from tests.house import House, shanghai
from tests.support import stories
from tests.web.api import Api, problem
from tests.web.pages import signed_in

FORMULA = '=HYPERLINK("http://x","0")'
PERSON = ("李大爷", "13800138000")


@pytest.fixture
def lived(either_house: House) -> House:
    house = either_house
    house.does("citizen", stories.told(house), "rate", "2026-09-22T10:00", grade=5)
    stories.in_hand(house)
    house.logs("2026-09-18T09:00", subject=FORMULA, narrative="00123")
    house.logs("2026-09-18T10:00", subject="“引号”,逗号\u2028生僻字𠮷")
    return house


def exported(house: House, path: str, by: str = "window"):
    answer = Api(house).by(by).get(f"/exports/{path}")
    assert answer.status_code == 200, answer.text
    return answer.data


def csv_rows(data: bytes, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(encoding), newline="")))


def xlsx_rows(data: bytes) -> list[dict[str, object]]:
    head, *rows = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("username", ["window", "handler", "supervisor", "other"])
def test_file_holds_what_the_list_shows(lived, name, username):
    api = Api(lived).by(username)
    data = exported(lived, f"{name}.csv?period=2026-09" if name == "complaints" else f"{name}.csv", username)
    numbers = [row["受理编号"] for row in csv_rows(data)]

    if name != "complaints":
        shown = api.get(f"/complaints?queue={name}&limit=100").json["items"]
        assert numbers == [one["tracking_number"] for one in shown]
    kept = [one for one in PERSON if one in data.decode("utf-8-sig")]
    assert kept == [] and len(set(numbers)) == len(numbers)


def test_xlsx_and_csv_say_the_same_and_nothing_is_a_formula(lived):
    plain = csv_rows(exported(lived, "complaints.csv?period=2026-09", "supervisor"))
    chinese = csv_rows(
        exported(lived, "complaints.csv?period=2026-09&encoding=gb18030", "supervisor"), "gb18030"
    )
    sheet = exported(lived, "complaints.xlsx?period=2026-09", "supervisor")
    table = xlsx_rows(sheet)

    assert plain == chinese and len(plain) == 4
    assert [row["受理编号"] for row in table] == [row["受理编号"] for row in plain]
    assert {row["主题"] for row in plain} >= {f"'{FORMULA}"}
    assert {row["主题"] for row in table} >= {FORMULA}
    cells = [
        cell for row in openpyxl.load_workbook(io.BytesIO(sheet)).worksheets[0].iter_rows() for cell in row
    ]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert table[2]["登记时间"] == shanghai("2026-09-18T09:00").replace(tzinfo=None)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_csv_names_its_encoding_once(house, encoding):
    answer = Api(house).by("window").get(f"/exports/mine.csv?encoding={encoding}")
    assert answer.headers["Content-Type"] == f"text/csv; charset={encoding}"


def test_pages_of_the_file_meet_without_gap_or_double(lived, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 2)
    officer = lived.officer("supervisor")
    days = Days(date(2026, 9, 1), date(2026, 9, 30))
    pages = list(read_pages(of_period(officer, days), officer))

    assert [len(page) for page in pages] == [2, 2]
    assert len({line.id for page in pages for line in page}) == 4


def test_each_file_leaves_a_note_and_restricted_ones_a_reading(house):
    house.logs("2026-09-18T09:00", category="DISC", respondent_officer="disc.qin")
    officers = db.session.scalars(select(Officer)).all()
    reader = next(
        one.username for one in officers if "discipline" in one.roles and one.username != "disc.qin"
    )
    rows = csv_rows(exported(house, "complaints.csv?period=2026-09", reader))

    assert len(rows) == 1 and rows[0]["限定知情"] == "是"
    notes = list(db.session.scalars(select(AuditNote).filter_by(what="list exported")))
    assert notes[-1].by == reader and notes[-1].detail["kind"] == "csv"
    assert [one.what.split("-")[0] for one in db.session.scalars(select(AccessLog))] == ["export complaints"]
    assert csv_rows(exported(house, "complaints.csv?period=2026-09", "supervisor")) == []


def test_person_complained_of_finds_nothing_in_any_file(lived):
    lived.logs("2026-09-18T11:00", respondent_officer="handler", subject="关于承办人")
    for name in LISTS:
        for kind in ("csv", "xlsx"):
            data = exported(lived, f"{name}.{kind}?period=2026-09", "handler")
            rows = csv_rows(data) if kind == "csv" else xlsx_rows(data)
            assert "关于承办人" not in [row["主题"] for row in rows]


def test_unknown_list_or_kind_is_not_found_and_odd_words_are_named(house):
    for path in ("luck.csv", "mine.pdf", "mine", "../mine.csv"):
        assert Api(house).by("window").get(f"/exports/{path}").status_code == 404
    for words, field in (("period=soon", "period"), ("encoding=utf-7", "encoding")):
        assert field in str(problem(Api(house).by("window").get(f"/exports/complaints.csv?{words}"), 422))
    problem(Api(house).by(None).get("/exports/mine.csv"), 401)


def test_desk_offers_its_lists_as_files(lived):
    visitor = signed_in(lived, "window")
    assert "/desk/export/mine.xlsx" in visitor.get("/desk").text
    for name in ("mine", "offered", "today", "overdue", "tracking", "waiting", "unit"):
        csv_rows(visitor.get(f"/desk/export/{name}.csv").data)
        xlsx_rows(visitor.get(f"/desk/export/{name}.xlsx").data)
    rows = csv_rows(visitor.get("/desk/export/complaints.csv?from=2026-09-30&to=2026-09-01").data)
    assert len(rows) == 4
    assert visitor.get("/desk/export/mine.doc").status_code == 404


def test_a_direction_typed_into_a_cell_ends_with_it(house: House) -> None:
    house.logs("2026-09-18T09:00", subject="=\u202e退费", narrative="x")
    house.logs("2026-09-18T10:00", subject="\u2067退费", narrative="x")

    for rows in (
        csv_rows(exported(house, "complaints.csv?period=2026-09")),
        xlsx_rows(exported(house, "complaints.xlsx?period=2026-09")),
    ):
        found = " ".join(str(value) for row in rows for value in row.values())
        assert "\u202e退费\u202c" in found and "\u2067退费\u2069" in found
