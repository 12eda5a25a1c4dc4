"""The first responder of a leading complaint serves the citizens of joined ones that others logged, never judging their own work."""

from __future__ import annotations

import pytest

from complaints.access.personal_data import may_see_person
from complaints.access.visibility import find_visible
from complaints.casework import complaint_file, joined_citizens
from complaints.infrastructure.database import db
from complaints.infrastructure.errors import NotFound
from complaints.intake.complainant import Person
from complaints.models import Complaint, Event, Notice
from tests.house import House, shanghai
from tests.support.stories import ANSWER, in_hand, offered, refusal
from workflows.language import Act

pytestmark = pytest.mark.usefixtures("leading_by_number")

HEARD = {"heard": {"how": "phone", "note": "来电"}}
AT = "2026-09-22T10:00"
LIU = Person(name="刘女士", phone="027-87654321")


def joined_elsewhere(house: House, leading: str, **words: object) -> str:
    """Logged in another district, by an officer whose unit `window` sees nothing of."""
    number = house.logs("2026-09-18T11:00", by="hrcentre.gong", person=LIU, **words)
    house.does("hrcentre.gong", number, "merge", "2026-09-18T11:30", leading=leading)
    return number


def told(house: House, leading: str) -> None:
    house.does("handler", leading, "answer", "2026-09-21T10:00", **ANSWER)
    house.does("window", leading, "give_feedback", "2026-09-21T15:00", method="phone")


def recorded(house: House, number: str) -> Event:
    """The newest step of a complaint."""
    found = house.complaint(number)
    query = db.select(Event).filter_by(complaint_id=found.id).order_by(Event.seq.desc()).limit(1)
    return db.session.scalars(query).one()


def notices_of(number: str, kind: str) -> list[Notice]:
    query = db.select(Notice).join(Complaint, Complaint.id == Notice.complaint_id)
    query = query.filter(Complaint.tracking_number == number, Notice.recipient == "citizen")
    return list(db.session.scalars(query.filter(Notice.kind == kind)))


@pytest.mark.parametrize(
    ("move", "words"),
    [
        ("add", {"note": "又想起一件事"}),
        ("urge", {}),
        ("request_recusal", {"reason": "承办人是对方亲属"}),
    ],
)
def test_citizen_wish_is_recorded_as_heard(either_house: House, move: str, words: dict[str, object]) -> None:
    house = either_house
    leading = in_hand(house)
    number = joined_elsewhere(house, leading)

    house.does("window", number, move, "2026-09-18T15:00", **words, **HEARD)

    event = recorded(house, leading)
    assert (event.move, event.detail["joined"]) == (move, number)
    assert event.detail["heard"]["how"] == "phone"
    assert notices_of(number, move) and not notices_of(leading, move)


def test_answer_is_told_and_appeal_recorded(house: House) -> None:
    leading = in_hand(house)
    number = joined_elsewhere(house, leading)
    told(house, leading)

    house.does("window", number, "tell_answer", AT, method="phone", note="已告知")
    house.does("window", number, "appeal", AT, reason="不服", **HEARD)

    assert house.complaint(leading).review_of_id == house.complaint(number).id


def test_own_work_is_rated_and_called_back_by_another(house: House) -> None:
    leading = in_hand(house)
    number = joined_elsewhere(house, leading)
    told(house, leading)
    house.does("window", number, "tell_answer", AT, method="phone", note="已告知")

    assert refusal(house, "window", number, "rate", AT, grade=5, **HEARD) == "NotYours"
    assert refusal(house, "window", number, "call_back", AT, reached=True, note="…") == "NotYours"
    assert refusal(house, "handler", number, "reissue_code", AT, checked="身份证") in ("NotYours", "NotFound")


def test_facts_of_a_joined_complaint_are_corrected(either_house: House) -> None:
    house = either_house
    number = joined_elsewhere(house, in_hand(house))

    changes = {"phone": "+8613700137000"}
    house.does("window", number, "correct", "2026-09-18T15:00", changes=changes, reason="来电更正")
    house.does("window", number, "reissue_code", "2026-09-18T15:10", checked="核对身份证")

    assert house.complaint(number).complainant.phone == "+8613700137000"
    assert house.moves(number)[-1] == "reissue_code"


def test_late_first_responder_of_the_leading_one_reissues_no_code(house: House) -> None:
    leading = offered(house)
    number = joined_elsewhere(house, leading)
    house.does("handler", leading, "sign_for", "2026-09-18T14:00")
    house.does("handler", leading, "answer", "2026-09-21T10:00", **ANSWER)
    house.sweeps("2026-10-12T18:00")  # the feedback is late

    assert refusal(house, "window", number, "reissue_code", "2026-10-12T18:10", checked="x") == "NotNow"
    assert refusal(house, "window", number, "appeal", "2026-10-12T18:10", reason="x", **HEARD) == "NotNow"


def test_confidential_citizen_is_shown_to_who_serves_them(house: House) -> None:
    leading = in_hand(house)
    number = joined_elsewhere(house, leading, confidential=True)

    assert may_see_person(house.complaint(number), house.officer("window"))
    assert not may_see_person(house.complaint(number), house.officer("centre.he"))
    page = complaint_file.read(number, house.officer("window"))
    act = Act("", house.officer("window"), shanghai("2026-09-18T15:00"))
    assert "add" in {one.move.name for one in joined_citizens.moves_open_to(page, act)}
    assert joined_citizens.list_joined(house.complaint(leading), house.officer("window")) == [number]


def test_separated_complaint_is_theirs_no_more(house: House) -> None:
    number = joined_elsewhere(house, in_hand(house))
    assert find_visible(number, house.officer("window")) is not None

    house.does("hrcentre.gong", number, "unmerge", "2026-09-18T15:00", reason="不是同一件事")

    assert find_visible(number, house.officer("window")) is None
    assert refusal(house, "window", number, "add", "2026-09-18T15:10", note="x", **HEARD) == "NotFound"


def test_officer_kept_out_of_the_joined_one_sees_nothing_of_it(house: House) -> None:
    """A respondent named later keeps the officer out of the group: the duty goes to another, who serves the citizens now."""
    leading = in_hand(house)
    number = joined_elsewhere(house, leading)
    house.does(
        "hrcentre.gong", number, "name_respondent", "2026-09-18T15:00", officer="window", reason="来电指明"
    )

    assert house.complaint(leading).first_responder.username != "window"
    with pytest.raises(NotFound):
        complaint_file.read(number, house.officer("window"))
    successor = house.complaint(leading).first_responder
    assert find_visible(number, successor) is not None
