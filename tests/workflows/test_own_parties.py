"""Parties that a rulebook names itself: a role in a unit of some relation to the complaint, kept-out persons never."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from complaints.infrastructure.database import db, transaction
from complaints.models import Event, Officer, Unit
from complaints.rulebooks import store
from complaints.rulebooks.comparison import differences
from schemas.rulebook import load_rulebook
from tests.house import House, shanghai
from tests.support import plain_yaml
from tests.support.own_moves import BOOK, HEARING
from tests.web.api import Api
from tests.web.pages import signed_in, words_on
from workflows.errors import RulebookError

HEAD = {"label": {"zh": "科室主任", "en": "head of the ward"}, "roles": ["unit_supervisor"], "of": "holder"}


def text_with(
    party: dict[str, Any], name: str = "ward_head", parties: tuple[str, ...] = ("ward_head",)
) -> str:
    book: dict[str, Any] = deepcopy(BOOK)
    book["version"] = "2026.2"
    book["parties"] = {name: party}
    book["moves"]["hold_hearing"] = {**HEARING, "fields": [], "parties": list(parties)}
    return plain_yaml.dump(book)


def with_party(house: House, **change: Any) -> tuple[Api, str]:
    """A complaint that the handler has taken, under a rulebook with such a party."""
    with transaction():
        store.publish(text_with({**HEAD, **change}), shanghai("2026-09-17T09:00"))
    api = Api(house)
    return api, api.with_handler()["tracking_number"]


def who_may(house: House, number: str) -> set[str]:
    """Usernames of all officers who can make the move, asked one by one."""
    found = set()
    for name in db.session.scalars(db.select(Officer.username).filter_by(active=True)).all():
        answer = Api(house).by(name).get(f"/complaints/{number}")
        if answer.status_code == 200 and "hold_hearing" in answer.json["moves"]:
            found.add(name)
    return found


def above(unit: Unit) -> list[str]:
    """Codes of the units above, by the parent of each."""
    parent = db.session.get(Unit, unit.parent_id) if unit.parent_id else None
    return [] if parent is None else [parent.code, *above(parent)]


@pytest.mark.parametrize(
    ("of", "role"),
    [
        ("holder", "unit_supervisor"),
        ("holder", "officer"),
        ("above_holder", "supervisor"),
        ("intake", "unit_supervisor"),
        ("above_intake", "supervisor"),
    ],
)
def test_party_is_the_role_in_the_unit_of_its_relation(house, of, role):
    _, number = with_party(house, of=of, roles=[role])
    at = db.session.scalars(
        db.select(Unit).filter_by(code="EC-BUREAU" if "holder" in of else "EZ-CENTRE")
    ).one()
    units = above(at) if of.startswith("above") else [at.code]

    may = who_may(house, number)

    officers = db.session.scalars(db.select(Officer).filter_by(active=True)).all()
    assert may and may == {one.username for one in officers if role in one.roles and one.unit.code in units}


def test_party_apart_from_another_is_never_the_same_person(house):
    api, number = with_party(house, roles=["officer"], apart_from=["handler"])

    assert api.by("handler").move(number, "hold_hearing").status_code == 403
    others = who_may(house, number)
    assert others and "handler" not in others


def test_person_kept_out_is_no_party(house):
    api, number = with_party(house)
    assert "leader" in who_may(house, number)

    named = api.by("window").move(number, "name_respondent", {"officer": "leader", "reason": "来信写明"})

    assert named.status_code == 201 and "leader" not in who_may(house, number)
    assert api.by("leader").move(number, "hold_hearing").status_code == 404


def test_step_of_it_is_recorded_and_read_under_its_label(house):
    api, number = with_party(house)

    assert api.by("leader").move(number, "hold_hearing").status_code == 201

    assert db.session.query(Event).filter_by(move="hold_hearing").one().party == "ward_head"
    plain = number.replace("-", "")
    for language, label in (("zh", "科室主任"), ("en", "head of the ward")):
        leader = signed_in(house, "leader", language)
        assert label in words_on(leader.get(f"/desk/c/{plain}"))
        assert label in words_on(leader.get(f"/desk/c/{plain}/ways"))
    refused = api.by("window").move(number, "hold_hearing")
    assert refused.status_code == 403 and "科室主任" in str(refused.json["reasons"])


@pytest.mark.parametrize(
    ("change", "name", "said"),
    [
        ({"roles": ["surgeon"]}, "ward_head", "surgeon"),
        ({"roles": []}, "ward_head", "roles"),
        ({"of": "beside"}, "ward_head", "of"),
        ({"apart_from": ["ward_head"]}, "ward_head", "apart_from"),
        ({"label": {"zh": "主任"}}, "ward_head", "label"),
        ({}, "handler", "parties.handler"),
        ({}, "Ward Head", "parties"),
    ],
)
def test_check_refuses_parties_that_cannot_be(change, name, said):
    with pytest.raises(RulebookError) as refused:
        load_rulebook(
            text_with(
                {**HEAD, **change},
                name,
                parties=("leader_of_nothing",) if name != "ward_head" and " " in name else (name,),
            )
        )

    assert said in str(refused.value)


def test_party_that_is_none_is_named_with_those_there_are():
    with pytest.raises(RulebookError) as refused:
        load_rulebook(text_with(HEAD, parties=("ward_had",)))

    assert "ward_had" in str(refused.value) and "ward_head" in str(refused.value)


def test_changed_party_is_compared():
    old, new = (load_rulebook(text_with({**HEAD, "of": of})) for of in ("holder", "intake"))

    assert any("intake" in str(one.after) for one in differences(old, new))
