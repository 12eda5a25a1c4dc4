"""A complaint about several is about each of them: the second and the third are kept out as the first (promise 6)."""

from __future__ import annotations

from typing import Any

import pytest

from complaints.casework import moves
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import BadInput
from complaints.intake.respondents import Named
from complaints.models import Complaint, Notice, Officer, Unit
from complaints.notifications import inbox
from complaints.organisation import officers, units
from complaints.queries import worklists
from tests.house import House, shanghai
from tests.organisation.test_conflicts import given_roles, moves_to, sees
from tests.support.kept_out import kept_out_of
from tests.support.stories import EC, HR, answered, in_hand, refusal, told
from workflows.errors import NotNow
from workflows.language import Act

FIRST = Named(name="某某律师事务所")  # no one of the organisation
PLACES = (0, 1, 2)  # named first, second, third


def about(named: Named, place: int) -> dict[str, Any]:
    """The respondent at that place; before it, others who have nothing to do with the unit that handles."""
    before = [FIRST, Named(unit=unit("EC-LAW-1"))][:place]
    first, *more = [*before, named]
    words = {f"respondent_{part}": getattr(first, part) for part in ("unit", "officer", "name")}
    return {**words, "more_respondents": tuple(more)}


def unit(code: str) -> Unit:
    return db.session.scalars(db.select(Unit).filter_by(code=code)).one()


def officer(username: str) -> Officer:
    return db.session.scalars(db.select(Officer).filter_by(username=username)).one()


def merge(house: House, joined: str, leading: str, at: str = "2026-09-18T12:00", by: str = "window") -> None:
    with transaction():
        words = {"leading": moves.take(leading)}
        actor = house.officer(by)
        moves.perform(moves.take(joined, actor), Act("merge", actor, shanghai(at), words))


@pytest.mark.parametrize("place", PLACES)
def test_officer_named_anywhere_is_kept_out_by_every_door(either_house: House, place: int) -> None:
    house = either_house
    number = house.logs("2026-09-18T09:00", **about(Named(officer=officer("handler")), place))
    house.does("window", number, "assign", "2026-09-18T10:00", unit=EC)
    house.sweeps("2026-10-20T18:00")

    handler, at = house.officer("handler"), shanghai("2026-10-20T18:00")
    assert not sees(house, "handler", number)
    assert refusal(house, "handler", number, "sign_for") == "NotFound"
    assert not inbox.page(handler) and not worklists.page("mine", handler, at).complaints
    assert not db.session.scalars(db.select(Notice.id).filter_by(officer_id=handler.id)).all()


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("named", ["leader", "unit"])
def test_head_or_unit_named_anywhere_leaves_the_unit_out(house: House, named: str, place: int) -> None:
    who = Named(officer=officer("leader")) if named == "leader" else Named(unit=unit(EC))
    number = house.logs("2026-09-18T09:00", **about(who, place))

    assert {"handler", "leader", "echeng.xie"} <= kept_out_of(number).keys()
    assert kept_out_of(number, "judging")["gulou.lv"] == "below"
    for code in (EC, "EC-ST-GULOU"):
        with pytest.raises(NotNow):
            house.does("window", number, "assign", "2026-09-18T10:00", unit=code)


@pytest.mark.parametrize("place", PLACES)
def test_officer_named_anywhere_in_a_category_judged_above_stands_for_the_unit(
    house: House, place: int
) -> None:
    number = house.logs("2026-09-18T09:00", category="FEE", **about(Named(officer=officer("handler")), place))

    assert kept_out_of(number)["echeng.xie"] == "unit"


@pytest.mark.parametrize("place", PLACES)
def test_who_comes_to_the_unit_after_the_end_sees_nothing(either_house: House, place: int) -> None:
    house = either_house
    number = told(house, **about(Named(unit=unit(HR)), place))
    house.does("citizen", number, "rate", "2026-09-22T10:00", grade=5)
    house.sweeps("2026-12-20T18:00")

    moves_to(house, "echeng.xie", HR, "2026-12-21T10:00")

    assert not sees(house, "echeng.xie", number)


@pytest.mark.parametrize("place", PLACES)
def test_unit_of_nobody_keeps_out_who_comes_there_after_the_end(either_house: House, place: int) -> None:
    house = either_house
    with transaction(alone=True):
        words = {"code": "EC-NEW", "name_zh": "新所", "name_en": "New", "kind": "law_firm", "parent": EC}
        units.add(words, shanghai("2026-09-10T10:00"))
    number = told(house, **about(Named(unit=unit("EC-NEW")), place))
    house.does("citizen", number, "rate", "2026-09-22T10:00", grade=5)

    moves_to(house, "echeng.xie", "EC-NEW", "2026-12-21T10:00")

    assert not sees(house, "echeng.xie", number)


@pytest.mark.parametrize("place", PLACES)
def test_name_in_words_is_matched_beside_an_officer_named(either_house: House, place: int) -> None:
    """Another officer named by account settles nothing about who the name means."""
    house = either_house
    people = [Named(officer=officer("centre.he")), Named(officer=officer("other"))][:place]
    first, *more = [*people, Named(name="周宁")]
    words = {"respondent_officer": first.officer, "respondent_name": first.name}
    number = house.logs("2026-09-18T09:00", **words, more_respondents=tuple(more))

    assert kept_out_of(number)["leader"] == "name"
    house.does("window", number, "settle_respondent", "2026-09-18T09:30", officer="leader", same=True)
    assert "handler" in kept_out_of(number)
    named = {row.officer_id for row in house.complaint(number).respondents}
    assert named == {one.officer.id for one in people if one.officer} | {house.officer("leader").id}


def test_two_names_are_settled_one_after_the_other(house: House) -> None:
    words = {"respondent_name": "周宁", "more_respondents": (Named(name="林溪"),)}
    number = house.logs("2026-09-18T09:00", "citizen", **words)
    first = house.complaint(number).first_responder.username

    house.does(first, number, "settle_respondent", "2026-09-18T09:30", officer="leader", same=True)
    assert kept_out_of(number)["window"] == "name"
    house.does(first, number, "settle_respondent", "2026-09-18T09:40", officer="window", same=True)

    kept = kept_out_of(number)
    assert kept["window"] == kept["leader"] == "respondent" and "handler" in kept


def test_named_late_beside_another_loses_what_they_hold(either_house: House) -> None:
    house = either_house
    number = in_hand(house, respondent_unit=HR)

    house.does("window", number, "name_respondent", "2026-09-18T11:00", officer="leader", reason="…")

    complaint = house.complaint(number)
    assert complaint.handler.username not in {"handler", "leader", "echeng.xie"}
    assert {"other", "handler"} <= kept_out_of(number).keys()


def test_head_cleared_takes_the_unit_along_even_when_moved_since(house: House) -> None:
    """The unit was complained of through its head alone; another unit that is named stays."""
    words = {"respondent_officer": "leader", "more_respondents": (Named(unit=unit(HR)),)}
    number = house.logs("2026-09-18T09:00", **words)
    moves_to(house, "leader", "GD-ZONE")

    house.does("window", number, "clear_respondent", "2026-09-19T11:00", officer="leader", reason="同名")

    assert "handler" not in kept_out_of(number) and kept_out_of(number)["other"] == "unit"


def test_unit_cleared_beside_an_officer_leaves_the_officer(house: House) -> None:
    number = house.logs("2026-09-18T09:00", respondent_unit=EC, respondent_officer="handler")

    house.does("window", number, "clear_respondent", "2026-09-18T10:00", unit=EC, reason="笔误")

    assert kept_out_of(number) == {"handler": "respondent"}
    complaint = house.complaint(number)
    assert (complaint.respondent_unit_id, complaint.respondent_officer_id) == (
        None,
        house.officer("handler").id,
    )


def test_short_form_is_always_the_first_of_the_rows(house: House) -> None:
    words = {
        "respondent_unit": HR,
        "more_respondents": (Named(name="某所"), Named(officer=officer("handler"))),
    }
    number = house.logs("2026-09-18T09:00", **words)
    for cleared in ({"unit": HR}, {"name": "某所"}, {"officer": "handler"}):
        house.does("window", number, "clear_respondent", "2026-09-18T10:00", **cleared, reason="笔误")
        complaint = house.complaint(number)
        first = next((row for row in complaint.respondents if row.cleared_at is None), None)
        short = (complaint.respondent_unit_id, complaint.respondent_officer_id, complaint.respondent_name)
        assert short == ((first.unit_id, first.officer_id, first.name) if first else (None, None, None))


@pytest.mark.parametrize("place", PLACES)
def test_joined_only_to_what_is_about_all_of_them(house: House, place: int) -> None:
    leading = house.logs("2026-09-18T09:00", respondent_unit=EC)
    joined = house.logs("2026-09-18T09:10", **about(Named(unit=unit(HR)), place))

    with pytest.raises(NotNow, match="同一单位"):
        merge(house, joined, leading)


def test_officers_and_names_of_the_joined_are_those_of_the_leading(either_house: House) -> None:
    """A name is settled there, and keeps out who comes later."""
    house = either_house
    leading = house.logs("2026-09-18T09:00", respondent_unit=EC)
    more = (Named(officer=officer("echeng.xie")), Named(name="司马青衫"))
    joined = house.logs("2026-09-18T09:10", respondent_officer="handler", more_respondents=more)

    merge(house, joined, leading)
    moves_to(house, "echeng.xie", "EZ-CENTRE")
    words = {"username": "sima", "name_zh": "司马青衫", "name_en": "Sima", "unit": "EZ-CENTRE", "email": ""}
    with transaction(alone=True):
        officers.add(words, ["officer"], shanghai("2026-09-19T10:00"))

    kept = kept_out_of(leading)
    assert {"handler", "echeng.xie", "sima"} <= kept.keys() and kept["sima"] == "name"
    house.does("window", leading, "settle_respondent", "2026-09-19T11:00", officer="sima", same=False)
    assert "sima" not in kept_out_of(leading)


def test_unit_of_another_is_not_named_with_one_who_stands_for_their_own(house: House) -> None:
    more = (Named(unit=unit(HR), officer=officer("leader")),)
    with pytest.raises(BadInput) as refused:
        house.logs("2026-09-18T09:00", respondent_name="某所", more_respondents=more)
    assert "respondents.1.unit" in refused.value.fields


@pytest.mark.parametrize("place", PLACES)
def test_review_goes_past_the_post_complained_of(house: House, place: int) -> None:
    number = answered(house, **about(Named(officer=officer("supervisor")), place))
    house.sweeps("2026-10-20T18:00")

    reviewers = {row.reviewer for row in house.complaint(number).escalations if row.reviewer}
    post = house.officer("supervisor").unit_id
    assert reviewers and not [one.username for one in reviewers if one.unit_id == post]


def test_complaint_reviewed_after_its_end_knows_the_organisation_of_now(either_house: House) -> None:
    """While it was over, the organisation changed; open again, who came to the unit since is kept out by a row."""
    house = either_house
    number = told(house, respondent_unit=HR)
    house.does("citizen", number, "rate", "2026-09-22T10:00", grade=4)
    assert house.complaint(number).ended_at is not None
    moves_to(house, "echeng.xie", HR, "2026-09-23T10:00")

    house.does("citizen", number, "appeal", "2026-09-24T10:00", reason="…")
    moves_to(house, "echeng.xie", "EZ-CENTRE", "2026-09-25T10:00")

    assert kept_out_of(number)["echeng.xie"] in {"unit", "was_of_unit"}
    assert db.session.scalars(db.select(Complaint.ended_at)).one() is None


def test_what_changed_while_it_was_over_counts_when_it_is_open_again(either_house: House) -> None:
    """The person complained of leads another unit by then: its people have no part in the review either."""
    house = either_house
    number = told(house, respondent_officer="huarong.mo")
    house.does("citizen", number, "rate", "2026-09-22T10:00", grade=4)
    moves_to(house, "huarong.mo", "GD-ZONE", "2026-09-23T10:00")
    given_roles(house, "huarong.mo", "officer", "unit_supervisor", at="2026-09-23T10:10")
    assert "gedian.zuo" not in kept_out_of(number)

    house.does("citizen", number, "appeal", "2026-09-24T10:00", reason="…")

    assert kept_out_of(number)["gedian.zuo"] == "led_by_respondent"


def test_name_cleared_and_named_again_is_matched_again(house: House) -> None:
    """A match that was rejected stays rejected; one that went with the name comes back with it."""
    number = house.logs("2026-09-18T09:00", respondent_name="周宁")
    again = {"name": "周宁", "reason": "…"}

    house.does("window", number, "clear_respondent", "2026-09-18T09:10", **again)
    assert kept_out_of(number) == {}
    house.does("window", number, "name_respondent", "2026-09-18T09:20", **again)
    assert kept_out_of(number)["leader"] == "name"

    house.does("window", number, "settle_respondent", "2026-09-18T09:30", officer="leader", same=False)
    house.does("window", number, "clear_respondent", "2026-09-18T09:40", **again)
    house.does("window", number, "name_respondent", "2026-09-18T09:50", **again)
    assert kept_out_of(number) == {}
