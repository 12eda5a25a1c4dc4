"""The dispatch catalogue on its page, as a file and by API: who reads it, who changes it, whose complaints it names."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from sqlalchemy import select

from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.tracking_numbers import grouped
from complaints.models import AuditNote, CatalogueEntry
from complaints.organisation import catalogue
from complaints.organisation.catalogue import Settling
from tests.house import House, shanghai
from tests.organisation.test_catalogue import disputed, entries, ruled
from tests.support.stories import EC, HR
from tests.web.api import Api
from tests.web.pages import signed_in, words_on

PAGE = "/supervise/catalogue"
TYPED = {
    "what": "遗嘱公证收费",
    "category": "ATTITUDE",
    "keywords": "公证费，遗嘱",
    "unit": HR,
    "basis": "裁定 3 号",
}


@pytest.fixture(autouse=True)
def monday(now):
    return now("2026-09-21T10:00")


def test_supervisor_adds_changes_and_ends_entry_by_new_rows(house):
    page = signed_in(house, "supervisor")
    assert "派单目录还是空的" in words_on(page.get(PAGE))
    page.get(f"{PAGE}/new")
    shown = words_on(page.follow(page.post(f"{PAGE}/new", **TYPED)))
    assert "遗嘱公证收费" in shown and "裁定 3 号" in shown
    [row] = entries()
    page.post(f"{PAGE}/{row.id}/change", seen=str(row.id), **{**TYPED, "unit": EC})
    changed = entries()[-1]
    page.post(f"{PAGE}/{row.id}/end", seen=str(changed.id), to_on="2026-09-21", end_basis="机构调整")

    assert [(one.step, one.unit.code) for one in entries()] == [("added", HR), ("changed", EC), ("ended", EC)]
    shown = words_on(page.get(f"{PAGE}/{row.id}"))
    assert "机构调整" in shown and "裁定 3 号" in shown
    notes = db.session.scalars(select(AuditNote).filter(AuditNote.what.startswith("catalogue"))).all()
    assert [(one.what, one.by) for one in notes][-1] == ("catalogue entry ended", "supervisor")


@pytest.mark.parametrize(
    "wrong",
    [
        {"what": ""},
        {"unit": "NOWHERE"},
        {"keywords": "遗"},
        {"category": "", "keywords": ""},
        {"from_on": "早"},
    ],
)
def test_wrong_entry_keeps_what_was_typed(house, wrong):
    page = signed_in(house, "admin")
    page.get(f"{PAGE}/new")
    answer = page.post(f"{PAGE}/new", **{**TYPED, **wrong})

    assert answer.status_code == 422 and "裁定 3 号" in answer.text and entries() == []


@pytest.mark.parametrize(
    ("written", "kept"), [("2026年9月21日", True), ("９月２１日", True), ("2026-02-30", False), ("早", False)]
)
def test_last_day_of_entry_is_read_as_people_write_it(house, written, kept):
    page = signed_in(house, "supervisor")
    page.get(f"{PAGE}/new")
    page.post(f"{PAGE}/new", **TYPED)
    [row] = entries()
    answer = page.post(f"{PAGE}/{row.id}/end", seen=str(row.id), to_on=written, end_basis="机构调整")

    assert (answer.status_code, len(entries())) == ((303, 2) if kept else (422, 1))


def test_version_changed_meanwhile_is_refused_on_page(house):
    page = signed_in(house, "supervisor")
    page.get(f"{PAGE}/new")
    page.post(f"{PAGE}/new", **TYPED)
    [row] = entries()
    for _ in range(2):
        answer = page.post(f"{PAGE}/{row.id}/change", seen=str(row.id), **TYPED)
    assert answer.status_code == 422 and "已被更改" in words_on(answer) and len(entries()) == 2


def test_leader_reads_and_changes_nothing_and_officer_stays_outside(house):
    leader, officer = signed_in(house, "leader"), signed_in(house, "handler")

    assert leader.get(PAGE).status_code == 200 and leader.get(f"{PAGE}/new").status_code == 403
    assert leader.post(f"{PAGE}/new", **TYPED).status_code == 403
    assert officer.get(PAGE).status_code == 403


def test_number_of_the_complaint_shows_to_who_may_see_it(either_house):
    number = disputed(either_house)
    ruled(either_house, number, keywords="公证费")
    shown = grouped(number)

    assert shown in words_on(signed_in(either_house, "supervisor").get(PAGE))
    for username in ("admin", "leader"):
        page = signed_in(either_house, username)
        sees = username == "leader" and bool(page.get(f"/desk/c/{number}").status_code == 200)
        for address in (PAGE, f"{PAGE}/{entries()[0].id}", f"{PAGE}.csv"):
            assert (shown in page.get(address).text) == sees
    api = Api(either_house)
    found = {one: api.by(one).get("/catalogue").json["items"][0] for one in ("supervisor", "admin")}
    assert found["supervisor"]["from_complaint"] == shown and found["admin"]["from_complaint"] is None
    assert found["admin"]["unit"]["code"] == HR and found["admin"]["from_on"] == "2026-09-18"


def filled(house: House, n: int) -> None:
    settling = Settling(house.officer("supervisor"), shanghai("2026-09-01T09:00"))
    for at in range(n):
        with transaction():
            catalogue.add_entry({**TYPED, "what": f"事项{at:03d}", "keywords": f"事项{at:03d}"}, settling)


def test_catalogue_is_searched_paged_and_exported(house):
    filled(house, 65)
    page, api = signed_in(house, "supervisor"), Api(house).by("window")
    first = page.get(PAGE)
    assert "事项064" in first.text and "事项034" not in first.text and "下一页" in first.text
    assert "事项007" in page.get(f"{PAGE}?words=007&unit={HR}&category=ATTITUDE").text
    assert "没有符合的条目" in page.get(f"{PAGE}?words=没有").text
    rows = list(csv.reader(io.StringIO(page.get(f"{PAGE}.csv").data.decode("utf-8-sig"))))
    assert len(rows) == 66 and rows[1][0] == "事项064"
    book = openpyxl.load_workbook(io.BytesIO(page.get(f"{PAGE}.xlsx?words=003").data))
    assert [row[0] for row in book.active.values] == ["事项", "事项003"]

    seen, before = [], ""
    while before is not None:
        answer = api.get(f"/catalogue{before and f'?before={before}'}").json
        seen += [one["what"] for one in answer["items"]]
        before = answer["next"]
    assert len(seen) == len(set(seen)) == 65


def test_ended_entry_is_listed_where_asked_for(house):
    filled(house, 1)
    [row] = db.session.scalars(select(CatalogueEntry))
    day = shanghai("2026-09-02T09:00").date()
    with transaction():
        settling = Settling(house.officer("supervisor"), shanghai("2026-09-02T10:00"))
        catalogue.end_entry(row.id, day, "终止", settling)
    api = Api(house).by("window")

    assert api.get("/catalogue").json["items"] == []
    assert api.get("/catalogue?ended=true").json["items"][0]["to_on"] == "2026-09-02"
    assert "事项000" in signed_in(house, "supervisor").get(f"{PAGE}?ended=1").text


def test_designation_form_asks_for_the_rule_after_a_return(house):
    number = disputed(house)
    page = signed_in(house, "supervisor")
    address = f"/desk/c/{number}/designate"
    shown = page.get(address).text
    assert 'name="keywords"' in shown and 'name="not_a_rule"' in shown
    page.post(address, unit=HR, reason="属其职责", keywords="公证费", basis="裁定 4 号")
    assert [(one.keywords, one.basis) for one in entries()] == [(["公证费"], "裁定 4 号")]

    plain = house.logs("2026-09-18T09:00")
    assert 'name="keywords"' not in page.get(f"/desk/c/{plain}/designate").text
