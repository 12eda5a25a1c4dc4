"""The window's form takes all parties that the API takes: agent, representatives, group, several respondents, how to notify."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from complaints.infrastructure.database import db, transaction
from complaints.models import Complaint, Respondent
from schemas.fields import Inner, Several
from schemas.intake import ComplaintIn
from schemas.parties_form import name_on_the_form
from tests.house import PASSWORD, House
from tests.web.api import Api
from tests.web.pages import Visitor, words_on

TYPED = {
    "then": "log",
    "category": "SHIRK",
    "channel": "window",
    "urgency": "normal",
    "narrative": "互相推。",
}
DAUGHTER = {
    "name": "李奶奶",
    "address": "鄂城区文星路 1 号",
    "email": "li@example.org",
    "tell_by": "letter",
    "agent_name": "李小妹",
    "agent_relation": "女儿",
    "agent_phone": "139 0013 9000",
    "agent_authority": "1",
}
GROUP = {
    "name": "张三等",
    "group_size": "37",
    "representative_name": "张三",
    "representative_phone": "13800000001",
    "representative_3_name": "王五",
}
ABOUT = {
    "respondent_unit": "HR-BUREAU",
    "respondent_2_officer": "handler",
    "respondent_4_name": "某某律师事务所",
}


@pytest.fixture
def lin(house: House, now: Any) -> Visitor:
    visitor = Visitor(house.app)
    visitor.get("/login")
    assert visitor.post("/login", username="window", password=PASSWORD).status_code == 303
    return visitor


def logs(visitor: Visitor, **words: str) -> Any:
    once = re.search(r'name="once"[^>]*value="([^"]+)"', visitor.get("/desk/new").text)[1]  # type: ignore[index]
    return visitor.post("/desk/new", **{"once": once, **TYPED, **words})


def only_complaint() -> Complaint:
    db.session.rollback()
    return db.session.scalars(db.select(Complaint)).one()


def parties(house: House) -> dict[str, Any]:
    return dict(
        Api(house).by("window").get(f"/complaints/{only_complaint().tracking_number}").json["parties"]
    )


def test_daughter_with_an_authority_is_logged_at_the_window(house: House, lin: Visitor) -> None:
    answer = logs(lin, **DAUGHTER)

    assert answer.status_code == 303, words_on(answer)
    shown = parties(house)
    assert shown["agent"] == {
        "name": "李小妹",
        "relation": "女儿",
        "phone": "139 0013 9000",
        "authority": True,
    }
    assert shown["complainant"] | {"name": "李奶奶", "tell_by": "letter"} == shown["complainant"]
    said = words_on(lin.get(f"/desk/c/{only_complaint().tracking_number}"))
    for words in ("李小妹 · 女儿", "已看过委托书", "文星路 1 号", "li@example.org", "书面信函"):
        assert words in said


def test_group_with_representatives_is_logged_at_the_window(house: House, lin: Visitor) -> None:
    answer = logs(lin, **GROUP)

    assert answer.status_code == 303, words_on(answer)
    shown = parties(house)
    assert shown["group_size"] == 37
    assert [one["name"] for one in shown["representatives"]] == ["张三", "王五"]
    said = words_on(lin.get(f"/desk/c/{only_complaint().tracking_number}"))
    assert "37 人" in said and "王五" in said


def test_several_respondents_are_logged_at_the_window(house: House, lin: Visitor) -> None:
    answer = logs(lin, **ABOUT)

    assert answer.status_code == 303, words_on(answer)
    named = [(row["unit"], row["officer"], row["name"]) for row in parties(house)["respondents"]]
    assert named == [("HR-BUREAU", None, None), (None, "handler", None), (None, None, "某某律师事务所")]


def test_former_unit_and_closed_account_are_offered_as_respondents(house: House, lin: Visitor) -> None:
    with transaction():
        house.officer("other").active = False
        house.unit("HR-BUREAU").active = False

    answer = logs(lin, respondent_officer="other", respondent_2_unit="HR-BUREAU")

    assert answer.status_code == 303, words_on(answer)
    assert db.session.scalar(db.select(db.func.count(Respondent.id))) == 2
    page = lin.get("/desk/new").text
    assert 'value="other"' in page and "（已撤销或停用）" in page


def test_supervisor_is_offered_as_respondent(lin: Visitor) -> None:
    page = lin.get("/desk/new").text

    assert 'value="supervisor"' in page[page.index('name="respondent_officer"') :]


def test_one_more_respondent_is_asked_for_with_a_button_and_nothing_is_lost(lin: Visitor) -> None:
    lin.get("/desk/new")

    page = lin.post("/desk/new", **{**TYPED, **DAUGHTER, "respondent_name": "某甲", "do": "respondent"})
    again = lin.post("/desk/new", **{**TYPED, "respondent_2_name": "某乙", "do": "respondent"})

    assert page.status_code == 200 and 'name="respondent_2_unit"' in page.text
    for words in ("某甲", "李小妹", "文星路 1 号", TYPED["narrative"]):
        assert words in page.text
    assert 'name="respondent_3_unit"' in again.text and 'value="某乙"' in again.text


WRONG = {
    "agent_phone": {"agent_name": "李小妹", "agent_phone": "12"},
    "agent_name": {"agent_relation": "女儿"},
    "representative_3_phone": {"representative_name": "张三", "representative_3_phone": "12"},
    "group_size": {"group_size": "很多"},
    "email": {"email": "li at example"},
    "respondent_3_unit": {"respondent_name": "某甲", "respondent_3_unit": "NO-SUCH"},
}


@pytest.mark.parametrize("field", WRONG)
def test_what_is_wrong_of_a_party_is_said_at_its_field(lin: Visitor, field: str) -> None:
    answer = logs(lin, **WRONG[field])

    assert answer.status_code == 422 and f'href="#{field}"' in answer.text
    assert f'id="{field}-wrong"' in answer.text
    for words in WRONG[field].values():
        assert words == "NO-SUCH" or f'value="{words}"' in answer.text


def test_all_parties_are_asked_for_in_english_too(house: House) -> None:
    visitor = Visitor(house.app, "en")
    visitor.get("/login")
    visitor.post("/login", username="window", password=PASSWORD)

    said = words_on(visitor.get("/desk/new"))

    assert "Speaks for the citizen" in said and "How many people" in said


ELSEWHERE = {  # what the API takes and the form takes another way, or leaves to programs
    "unit",  # the window is of one unit
    "contacts",  # several numbers are in the field of the phone
    "identity_number",
}


def places(schema: Any, path: str = "") -> Iterator[str]:
    """Every place of a schema, the first row of its lists: `complainant.agent.name`."""
    for name, field in schema.fields.items():
        inner = field.inner if isinstance(field, Several) else field
        if name in ELSEWHERE:
            continue
        if isinstance(inner, Inner):
            row = ".0" if isinstance(field, Several) else ""
            yield from places(inner.schema, f"{path}{name}{row}.")
        else:
            yield f"{path}{name}"


def form_fields() -> list[str]:
    return sorted({name_on_the_form(place, {}) for place in places(ComplaintIn())})


TYPED_INTO = {
    "narrative": "互相推。",
    "category": "SHIRK",
    "channel": "phone",
    "urgency": "urgent",
    "tell_by": "letter",
    "language": "en",
    "confidential": "1",
    "agent_authority": "1",
    "anonymous": "1",
    "received_on": "2026-09-17",
    "sender_due_at": "2026-10-20",
    "respondent_unit": "HR-BUREAU",
    "respondent_officer": "handler",
}


def test_form_takes_every_field_that_the_api_takes(lin: Visitor) -> None:
    page = lin.get("/desk/new").text

    assert [name for name in form_fields() if f'name="{name}"' not in page] == []
    assert {"agent_name", "representative_phone", "received_on", "respondent_officer"} <= set(form_fields())


def test_every_field_keeps_what_was_typed_when_another_is_wrong(lin: Visitor) -> None:
    typed = {name: TYPED_INTO.get(name, f"写进 {name} 的") for name in form_fields()} | {"phone": "12"}

    page = logs(lin, **typed).text

    lost = [name for name, words in typed.items() if not kept(page, name, words)]
    assert 'href="#phone"' in page and lost == []


def kept(page: str, name: str, words: str) -> bool:
    ticked = rf'name="{name}" value="{words}" checked'
    chosen = rf'name="{name}".*?<option value="{words}"[^>]* selected'
    written = rf'name="{name}"[^>]*(value="{words}"|>\s*{words}</textarea>)'
    return any(re.search(one, page, re.DOTALL) for one in (ticked, chosen, written))


def test_letter_is_logged_with_the_day_it_came(lin: Visitor) -> None:
    answer = logs(lin, received_on="2026-09-17", channel="letter")

    assert answer.status_code == 303, words_on(answer)
    wrong = logs(lin, received_on="2020-01-01")
    assert wrong.status_code == 422 and 'href="#received_on"' in wrong.text


TOO_FEW = {"name": "张三", "group_size": "2", "representative_name": "王五", "representative_2_name": "赵六"}


def test_group_smaller_than_those_it_names_is_refused_at_the_window(lin: Visitor) -> None:
    answer = logs(lin, **TOO_FEW)

    assert answer.status_code == 422 and 'href="#group_size"' in answer.text
    assert "人数比写明的投诉人和代表人还少" in words_on(answer)
    assert logs(lin, **{**TOO_FEW, "group_size": "3"}).status_code == 303
