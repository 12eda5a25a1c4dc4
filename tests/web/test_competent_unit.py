"""The catalogue proposes the competent unit at the window and where work is assigned; another choice is recorded, not refused."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.tracking_numbers import grouped
from complaints.models import Event
from complaints.organisation import catalogue
from complaints.organisation.catalogue import Settling
from tests.house import House, shanghai
from tests.organisation.test_catalogue import disputed, entries
from tests.support.stories import EC, HR
from tests.web.api import Api
from tests.web.pages import signed_in, words_on
from tests.web.test_desk_pages import logs

CHOSEN = re.compile(r'<option value="([A-Z-]+)"[^>]* selected>')


@pytest.fixture(autouse=True)
def monday(now):
    return now("2026-09-21T10:00")


@pytest.fixture
def ruled(either_house: House) -> House:
    """By a ruling, papers that no one takes in are for the Huarong bureau."""
    words = {"category": "SHIRK", "what": "材料", "keywords": "没人接材料", "unit": HR, "basis": "裁定 5 号"}
    with transaction():
        settling = Settling(either_house.officer("supervisor"), shanghai("2026-09-01T09:00"))
        catalogue.add_entry(words, settling)
    return either_house


def assigned(number: str) -> Event:
    db.session.rollback()
    query = select(Event).filter_by(move="assign").order_by(Event.id.desc())
    return db.session.scalars(query).first()


def test_window_form_proposes_unit_with_its_basis_without_script(ruled):
    answer = logs(signed_in(ruled, "window"), then="assign", unit="", do="propose")
    shown = words_on(answer)

    assert "派单目录：这类事由" in shown and "裁定 5 号" in shown and "，自" in shown
    assert HR in CHOSEN.findall(answer.text)


def test_other_unit_at_the_window_is_said_and_recorded(ruled):
    window = signed_in(ruled, "window")
    receipt = window.follow(logs(window, then="assign", unit=EC))
    assert "并记录在案" in words_on(receipt)
    assert assigned("").detail["competent_unit"] == HR

    receipt = window.follow(logs(window, then="assign", unit=HR))
    assert "并记录在案" not in words_on(receipt) and "competent_unit" not in assigned("").detail


def test_assign_form_proposes_and_history_tells_of_other_unit(ruled):
    number = ruled.logs("2026-09-18T09:00", category="SHIRK", narrative="跑了三趟没人接材料。")
    window = signed_in(ruled, "window")
    form = window.get(f"/desk/c/{number}/assign")
    assert "裁定 5 号" in form.text and HR in CHOSEN.findall(form.text)
    page = window.follow(window.post(f"/desk/c/{number}/assign", unit=EC))

    assert "并记录在案" in words_on(page) and "派单目录里的承办单位" in words_on(page)


def test_api_tells_of_other_unit_in_the_event(ruled):
    api = Api(ruled)
    number = api.logged(category="SHIRK", narrative="没人接材料")["tracking_number"]
    answer = api.by("window").move(number, "assign", {"unit": EC})

    assert answer.status_code == 201 and answer.json["detail"]["competent_unit"] == HR


def test_unit_complained_of_and_restricted_complaints_get_no_proposal(ruled):
    about = ruled.logs("2026-09-18T09:00", category="SHIRK", narrative="没人接材料", respondent_unit=HR)
    assert "裁定 5 号" not in signed_in(ruled, "window").get(f"/desk/c/{about}/assign").text
    Api(ruled).by("window").move(about, "assign", {"unit": EC})
    assert "competent_unit" not in assigned(about).detail

    answer = logs(signed_in(ruled, "window"), category="DISC", narrative="没人接材料", do="propose")
    assert "派单目录：这类事由" not in words_on(answer)


def test_citizen_reads_nothing_of_the_catalogue(ruled):
    number = ruled.logs("2026-09-18T09:00", category="SHIRK", narrative="没人接材料")
    Api(ruled).by("window").move(number, "assign", {"unit": EC})
    assert assigned(number).detail["competent_unit"] == HR
    said = {"tracking_number": number, "query_code": ruled.codes[number]}
    shown = Api(ruled).by(None).post("/status", said).text

    assert "competent" not in shown and "catalogue" not in shown


def test_judging_form_offers_the_rule_to_a_supervisor_alone(either_house):
    number = disputed(either_house)
    window, supervisor = signed_in(either_house, "window"), signed_in(either_house, "supervisor")
    address = f"/desk/c/{number}/judge_return"
    assert address in window.get(f"/desk/c/{number}").text
    assert 'name="keywords"' not in window.get(address).text
    assert 'name="not_a_rule"' in supervisor.get(address).text
    page = supervisor.follow(supervisor.post(address, proper="false", reason="属其职责", keywords="公证费"))

    assert "不当" in words_on(page) and [row.unit.code for row in entries()] == [EC]
    assert address not in window.get(f"/desk/c/{number}").text


def test_load_and_figures_show_improper_returns(either_house, now):
    number = disputed(either_house)
    said = {"proper": False, "reason": "属其职责"}
    assert Api(either_house).by("window").move(number, "judge_return", said).status_code == 201
    now("2026-09-21T11:00")
    supervisor = signed_in(either_house, "supervisor")

    assert "其中评为不当" in words_on(supervisor.get("/supervise/load"))
    shown = words_on(
        supervisor.get("/supervise/figures?from=2026-09-01&to=2026-09-30&indicator=improper_returns")
    )
    assert "不当退回率" in shown
    behind = "/supervise/figures/behind/improper_returns/over?from=2026-09-01&to=2026-09-30"
    assert grouped(number) in words_on(supervisor.get(behind))
