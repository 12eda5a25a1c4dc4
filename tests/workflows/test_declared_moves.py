"""Moves of a rulebook's own: their words are declared in it, and schema, form, record and dry run are made from them."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.tracking_numbers import digits_of
from complaints.models import Event
from complaints.rulebooks import store
from complaints.simulation.rehearsal import rehearse
from schemas.rulebook import load_rulebook
from tests.house import House, shanghai
from tests.support import plain_yaml
from tests.support.own_moves import BOOK, HEARING, WORDS, field, text_with
from tests.web.api import Api
from workflows.errors import RulebookError
from workflows.rulebook import Rulebook

AT = "2026-09-17T09:00"


@pytest.fixture
def hearing(either_house: House) -> House:
    with transaction():
        store.publish(text_with({"hold_hearing": HEARING}), shanghai(AT))
    return either_house


def last_event(house: House, number: str) -> Event:
    return (
        db.session.query(Event)
        .filter_by(complaint_id=house.complaint(digits_of(number)).id)
        .order_by(Event.seq.desc())
        .first()
    )


def test_own_move_is_made_by_the_api_and_recorded(hearing):
    api = Api(hearing)
    number = api.with_handler()["tracking_number"]

    assert "hold_hearing" in api.by("handler").get(f"/complaints/{number}").json["moves"]
    answer = api.by("handler").move(number, "hold_hearing", WORDS)

    assert answer.status_code == 201, answer.json
    own = last_event(hearing, number).detail["fields"]
    assert own == {
        **{name: WORDS[name] for name in WORDS if name not in ("note", "next_on")},
        "next_on": own["next_on"],
    }
    assert own["next_on"].startswith("2026-09-25T1")
    assert last_event(hearing, number).note == "双方到场"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"heard_on": None}, "heard_on"),
        ({"terms": None}, "terms"),
        ({"result": "lost"}, "result"),
        ({"terms": "长" * 301}, "terms"),
        ({"lasted": 6}, "lasted"),
        ({"present": []}, "present"),
        ({"room_of": "NO-SUCH"}, "room_of"),
        ({"chaired_by": "no.such"}, "chaired_by"),
        ({"heard_on": "2026-02-30"}, "heard_on"),
        ({"next_on": "soon"}, "next_on"),
        ({"recorded": "perhaps"}, "recorded"),
        ({"weather": "rain"}, "weather"),
        ({"case_number": "a\x00b"}, "case_number"),
    ],
)
def test_words_that_do_not_do_are_refused_with_their_place(hearing, change, place):
    api = Api(hearing)
    number = api.with_handler()["tracking_number"]
    words = {name: value for name, value in {**WORDS, **change}.items() if value is not None}

    answer = api.by("handler").move(number, "hold_hearing", words)

    assert answer.status_code == 422 and place in str(answer.json["errors"]), answer.json


def test_field_that_hangs_on_an_answer_may_be_left_out_beside_another(hearing):
    api = Api(hearing)
    number = api.with_handler()["tracking_number"]
    words = {"heard_on": "2026-09-18", "result": "open"}

    assert api.by("handler").move(number, "hold_hearing", words).status_code == 201


def test_own_move_is_no_move_where_the_rulebook_has_none(hearing):
    """Complaints from before, complaints of others, and numbers that are none answer alike."""
    api = Api(hearing)
    number = api.with_handler()["tracking_number"]

    unknown = api.by("handler").move(number, "hold_party", {})
    hidden = api.by("other").move(number, "hold_hearing", WORDS)
    nowhere = api.by("handler").move("483122079516", "hold_hearing", WORDS)

    assert {one.status_code for one in (unknown, hidden, nowhere)} == {404}
    assert hidden.json.get("detail", "").replace("hold_hearing", "") == nowhere.json.get(
        "detail", ""
    ).replace("hold_hearing", "")


def test_only_its_parties_make_it(hearing):
    api = Api(hearing)
    number = api.with_handler()["tracking_number"]

    assert api.by("window").move(number, "hold_hearing", WORDS).status_code == 403


def test_known_move_asks_for_more(either_house):
    more = [field(name="head_agrees", kind="yes_no", required=True)]
    with transaction():
        store.publish(text_with({"answer": {"fields": more}}), shanghai(AT))
    api = Api(either_house)
    number = api.with_handler()["tracking_number"]
    words = {"outcome": "substantiated", "findings": "属实。", "reply": "已改正。"}

    refused = api.by("handler").move(number, "answer", words)
    assert refused.status_code == 422 and "head_agrees" in str(refused.json["errors"])

    assert api.by("handler").move(number, "answer", {**words, "head_agrees": False}).status_code == 201
    assert last_event(either_house, number).detail["fields"] == {"head_agrees": False}


def test_complaint_from_before_is_asked_for_no_more(either_house):
    api = Api(either_house)
    number = api.with_handler()["tracking_number"]
    with transaction():
        store.publish(text_with({"answer": {"fields": [field(required=True)]}}), shanghai(AT))

    words = {"outcome": "substantiated", "findings": "属实。", "reply": "已改正。"}
    assert api.by("handler").move(number, "answer", words).status_code == 201


def test_rulebook_says_its_fields(hearing):
    moves = {one["move"]: one for one in Api(hearing).by("handler").get("/rulebook").json["moves"]}

    fields = {one["name"]: one for one in moves["hold_hearing"]["fields"]}
    assert fields["result"]["choices"][0] == {"code": "agreed", "label": "达成一致"}
    assert fields["terms"]["required_when"] == {"result": "agreed"} and fields["terms"]["most"] == 300
    assert moves["answer"]["fields"] == []


def described_move(house: House) -> dict[str, Any]:
    path = Api(house).by(None).get("/openapi.json").json["paths"]
    return dict(path["/api/v1/complaints/{tracking_number}/moves/{move}"])


def test_openapi_describes_own_moves(hearing):
    described = described_move(hearing)

    names = next(one for one in described["parameters"] if one.get("name") == "move")["schema"]["enum"]
    bodies = described["post"]["requestBody"]["content"]["application/json"]["schema"]["anyOf"]
    own = next(one for one in bodies if one.get("title") == "hold_hearing")
    assert names.count("hold_hearing") == names.count("accept") == 1
    assert own["properties"]["terms"]["maxLength"] == 300 and set(own["required"]) == {"heard_on", "result"}
    assert own["properties"]["result"]["enum"] == ["agreed", "open"]
    assert described_move(hearing) == described


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ([field(name="leading")], "leading"),
        ([field(name="unit")], "unit"),
        ([field(), field()], "seen"),
        ([field(kind="colour")], "kind"),
        ([field(name="Seen It")], "name"),
        ([field(kind="choice")], "choices"),
        ([field(choices={"a": {"zh": "甲", "en": "a"}})], "choices"),
        ([field(required_when={"later": "yes"})], "required_when"),
        ([field(name="a", kind="yes_no"), field(required_when={"a": "maybe"})], "maybe"),
        ([field(name="a", kind="yes_no"), field(required=True, required_when={"a": "yes"})], "required_when"),
        ([field(kind="day", most=3)], "most"),
        ([field(label={"zh": "只有中文"})], "label"),
        ([field(most=0)], "most"),
    ],
)
def test_check_refuses_fields_that_cannot_be_asked(fields, said):
    with pytest.raises(RulebookError) as refused:
        load_rulebook(text_with({"hold_hearing": {**HEARING, "fields": fields}}))

    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("hold_hearing", {**HEARING, "parties": ["citizen"]}),
        ("files", HEARING),
        ("review", {"fields": []}),
        ("receive", {"fields": []}),
        ("escalate", {"fields": []}),
        ("rate", {"fields": []}),
        ("Hold hearing", HEARING),
    ],
)
def test_check_refuses_moves_that_cannot_have_fields(name, change):
    with pytest.raises(RulebookError) as refused:
        load_rulebook(text_with({name: change}))

    assert f"moves.{name}" in str(refused.value)


def test_dry_run_tries_own_moves(house):
    """An effect that lacks a word would break on the first officer; here it is a sentence with the name of the move."""
    broken = {**HEARING, "effects": ["set_sender_date"], "fields": []}
    with pytest.raises(RulebookError) as refused, transaction():
        rehearse(text_with({"hold_hearing": broken}), shanghai(AT))
    assert "hold_hearing" in str(refused.value)

    whole = {**broken, "fields": [field(name="due_at", kind="moment", required=True)]}
    with transaction():
        rehearse(text_with({"hold_hearing": whole}), shanghai(AT))


def test_own_move_leads_to_a_state_and_meets_a_promise(either_house):
    book: dict[str, Any] = deepcopy(BOOK)
    book["version"] = "2026.2"
    book["moves"]["hold_hearing"] = HEARING
    book["commitments"]["first_contact"]["met_by"].append("hold_hearing")
    with transaction():
        store.publish(plain_yaml.dump(book), shanghai(AT))
    api = Api(either_house)
    number = api.with_handler()["tracking_number"]

    api.by("handler").move(number, "hold_hearing", WORDS)

    met = {
        one["commitment"]: one["met_at"]
        for one in api.by("handler").get(f"/complaints/{number}").json["deadlines"]
    }
    assert met["first_contact"]


def compiled(text: str) -> Rulebook:
    return load_rulebook(text)


def test_fields_are_compared_between_rulebooks():
    from complaints.rulebooks.comparison import differences

    old, new = (
        compiled(text_with({"hold_hearing": {**HEARING, "fields": fields}})) for fields in ([], [field()])
    )

    assert any("seen" in str(one) for one in differences(old, new))
