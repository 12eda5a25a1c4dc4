"""The form of a move that only the rulebook knows: asked for, kept when refused, recorded and read like every other."""

from __future__ import annotations

import pytest

from complaints.infrastructure.database import db, transaction
from complaints.models import Event
from complaints.rulebooks import store
from tests.house import House, shanghai
from tests.support.own_moves import HEARING, WORDS, text_with
from tests.web.citizens import looks_up
from tests.web.pages import Visitor, signed_in, words_on

TYPED = {
    **{name: value for name, value in WORDS.items() if name not in ("present", "recorded", "lasted")},
    "present": "投诉人\n窗口负责人",
    "recorded": "true",
    "lasted": "1",
}


@pytest.fixture
def number(house: House, now: object) -> str:
    with transaction():
        store.publish(text_with({"hold_hearing": HEARING}), shanghai("2026-09-17T09:00"))
    number = house.logs("2026-09-18T09:00")
    house.does("window", number, "assign", "2026-09-18T10:00", unit="EC-BUREAU")
    house.does("handler", number, "sign_for", "2026-09-18T10:30")
    return number


def form_at(number: str) -> str:
    return f"/desk/c/{number}/hold_hearing"


@pytest.mark.parametrize(
    ("language", "label", "button"),
    [("zh", "听证日期", "听证"), ("en", "Day of the hearing", "Hold a hearing")],
)
def test_form_asks_for_what_the_rulebook_declares(house, number, language, label, button):
    handler = signed_in(house, "handler", language)

    page = handler.get(f"/desk/c/{number}")
    assert f'href="{form_at(number)}"' in page.text and button in words_on(page)
    form = handler.get(form_at(number))

    assert label in words_on(form)
    for one in HEARING["fields"]:
        assert f'name="{one["name"]}"' in form.text
    assert '<option value="agreed"' in form.text and "EC-CENTRE" in form.text


@pytest.mark.parametrize(
    ("language", "spoken"),
    [("zh", ("听证日期", "达成一致", "2026-09-18", "城关")), ("en", ("Day of the hearing", "Agreed", "Yes"))],
)
def test_what_was_written_is_read_in_the_history(house, number, language, spoken):
    handler = signed_in(house, "handler", language)
    handler.get(form_at(number))

    answer = handler.post(form_at(number), **TYPED)
    page = handler.follow(answer)

    assert answer.status_code == 303, words_on(answer)
    for words in (*spoken[:3], WORDS["terms"], WORDS["case_number"]):
        assert words in words_on(page), words
    assert "fields" not in words_on(page) and "chaired_by" not in words_on(page)
    event = db.session.query(Event).filter_by(move="hold_hearing").one()
    assert (
        event.detail["fields"]["present"] == WORDS["present"] and event.detail["fields"]["recorded"] is True
    )


def test_refused_form_keeps_what_was_typed_and_names_the_field(house, number):
    handler = signed_in(house, "handler")
    handler.get(form_at(number))

    page = handler.post(form_at(number), **{**TYPED, "terms": "", "heard_on": "二月三十日"})

    assert page.status_code == 422
    assert 'id="terms-wrong"' in page.text and 'id="heard_on-wrong"' in page.text
    assert WORDS["case_number"] in page.text and "二月三十日" in page.text


def test_draft_of_it_is_kept(house, number):
    handler = signed_in(house, "handler")
    handler.get(form_at(number))

    assert handler.post(f"{form_at(number)}/keep", terms="双方约定……").status_code == 204

    assert "双方约定……" in handler.get(form_at(number)).text


def test_move_that_asks_for_nothing_is_a_button(house, now):
    plain = {**HEARING, "fields": []}
    with transaction():
        store.publish(text_with({"hold_hearing": plain}), shanghai("2026-09-17T09:00"))
    number = house.logs("2026-09-18T09:00")
    house.does("window", number, "assign", "2026-09-18T10:00", unit="EC-BUREAU")
    house.does("handler", number, "sign_for", "2026-09-18T10:30")
    handler = signed_in(house, "handler")
    page = handler.get(f"/desk/c/{number}")

    assert f'action="{form_at(number)}"' in page.text
    assert handler.post(form_at(number)).status_code == 303
    assert db.session.query(Event).filter_by(move="hold_hearing").count() == 1


def test_citizen_reads_its_sentence_and_none_of_its_words(house, number):
    handler = signed_in(house, "handler")
    handler.get(form_at(number))
    handler.post(form_at(number), **TYPED)
    citizen = Visitor(house.app)

    page = citizen.follow(looks_up(citizen, number, house.codes[number]))

    assert HEARING["sentence"]["zh"] in words_on(page) and WORDS["case_number"] not in page.text


def test_form_of_a_hidden_complaint_is_no_page(house, number):
    other = signed_in(house, "other")

    for there in (number, "483122079516"):
        assert other.get(form_at(there)).status_code == 404
        assert other.post(form_at(there), **TYPED).status_code == 404
        assert other.post(f"{form_at(there)}/keep", terms="x").status_code == 404
