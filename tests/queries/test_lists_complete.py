"""Lists are read along indexes of persons and units; what they show is what looking through the whole house would find."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import ColumnElement, and_, or_, select

from complaints.access.visibility import visible_to
from complaints.infrastructure.database import db
from complaints.models import Complaint, Escalation, Officer
from complaints.queries import queues, worklists
from complaints.queries.board.conditions import SECTIONS, Asked, waits
from complaints.queries.board.sections import Found, found, overview
from complaints.queries.queues import Part
from tests.house import House, shanghai
from tests.support.stories import EC, badly_rated, in_hand, offered

AT = shanghai("2026-09-24T11:00")
Plain = Callable[[Officer], ColumnElement[bool]]

NAMED = (Complaint.answerable_id, Complaint.handler_id)


def _still_mine(officer: Officer) -> ColumnElement[bool]:
    return or_(*(column == officer.id for column in (*NAMED, Complaint.first_responder_id)))


def _tracked(officer: Officer) -> ColumnElement[bool]:
    elsewhere = or_(Complaint.answerable_id != officer.id, Complaint.offered_unit_id.is_not(None))
    return and_(Complaint.first_responder_id == officer.id, elsewhere)


def _offered(officer: Officer) -> ColumnElement[bool]:
    """No offer here names a person or was answered, and no one is recused."""
    return or_(Complaint.offered_unit_id == officer.unit_id, Complaint.duty_offered_id == officer.id)


PLAIN: dict[str, Plain] = {
    "mine": _still_mine,
    "offered": _offered,
    "overdue": lambda officer: and_(_still_mine(officer), Complaint.house_due_at < AT),
    "tracking": _tracked,
    "waiting": lambda officer: and_(_still_mine(officer), Complaint.state == "feedback"),
}


def _busy(house: House) -> None:
    """New, late, offered, held, answered, restricted, about an officer and about a unit."""
    house.logs("2026-09-24T09:00")
    house.logs("2026-09-08T09:00", respondent_unit="EZ-CENTRE")
    house.logs("2026-09-08T09:00", category="DISC", respondent_officer="disc.qin")
    offered(house, respondent_officer="echeng.xie")
    in_hand(house, respondent_officer="supervisor")
    in_hand(house)
    badly_rated(house)
    late = house.logs("2026-09-08T10:00")
    house.does("window", late, "accept", "2026-09-08T10:30")
    house.does("window", late, "assign", "2026-09-08T10:40", unit=EC)
    house.sweeps("2026-09-24T10:00")


def _plainly(officer: Officer, condition: ColumnElement[bool]) -> set[str]:
    query = select(Complaint.tracking_number).filter(
        Complaint.ended_at.is_(None), visible_to(officer), condition
    )
    return set(db.session.scalars(query))


def _everybody() -> list[Officer]:
    return list(db.session.scalars(select(Officer).order_by(Officer.id)))


def test_a_desk_shows_all_of_it_and_nothing_else(either_house: House) -> None:
    _busy(either_house)
    shown_at_all = 0

    for officer in _everybody():
        counted = worklists.counts(officer, AT)
        for name, plain in PLAIN.items():
            shown = {row.tracking_number for row in worklists.page(name, officer, AT).complaints}
            assert shown == _plainly(officer, plain(officer)), (officer.username, name)
            assert counted[name] == len(shown)
            shown_at_all += len(shown)
    assert shown_at_all > 10


def test_queue_pages_add_up_to_whole(either_house: House) -> None:
    """A queue read page by page is the same as read at once."""
    _busy(either_house)

    for officer in map(either_house.officer, ("window", "handler", "leader", "supervisor", "disc.qin")):
        for name in queues.QUEUES:
            whole = [row.id for row in queues.page(name, officer, AT, Part(limit=50)).complaints]
            found, after = [], None
            while True:
                page = queues.page(name, officer, AT, Part(after, 1))
                found += [row.id for row in page.complaints]
                if page.next is None:
                    break
                after = page.next
            assert found == whole, (officer.username, name)


def test_climbed_complaint_is_on_every_permitted_board(either_house: House) -> None:
    _busy(either_house)
    waiting = select(Escalation.complaint_id).filter(*waits(Escalation))

    for officer in _everybody():
        numbers = _plainly(officer, Complaint.id.in_(waiting))
        assert _on_the_board(officer, "escalated") == numbers, officer.username


def test_due_complaint_is_in_one_section(either_house: House) -> None:
    _busy(either_house)
    near = or_(
        Complaint.climbed_id.is_not(None), Complaint.house_due_at < datetime.max.replace(tzinfo=AT.tzinfo)
    )

    for officer in _everybody():
        sections = [_on_the_board(officer, name) for name in ("escalated", *SECTIONS)]
        together = set().union(*sections)
        assert len(together) == sum(map(len, sections)) and together <= _plainly(officer, near), (
            officer.username
        )


@pytest.mark.parametrize("limit", [1, 50])
def test_board_section_begins_like_its_list(either_house: House, limit: int) -> None:
    """The board begins each section as its own list does."""
    _busy(either_house)

    for officer in _everybody():
        asked = Asked(officer, AT)
        own = {name: found(name, asked, limit) for name in ("escalated", *SECTIONS)}
        assert overview(asked, limit) == own, officer.username


def test_same_roles_share_no_answers(
    house: House,
) -> None:
    taken_in = house.logs("2026-09-24T09:00")
    first, second = house.officer("window"), house.officer("handler")
    assert first.roles == second.roles

    on_the_day = worklists.counts(first, AT)
    long_after = worklists.counts(first, shanghai("2027-03-01T11:00"))

    assert (on_the_day["mine"], on_the_day["overdue"], long_after["overdue"]) == (1, 0, 1)
    assert [one.tracking_number for one in worklists.page("mine", first, AT).complaints] == [taken_in]
    assert worklists.counts(second, AT)["mine"] == 0
    assert not worklists.page("mine", second, AT).complaints


def _on_the_board(officer: Officer, section: str) -> set[str]:
    page: Found = found(section, Asked(officer, AT), 50)
    numbers = select(Complaint.tracking_number).filter(Complaint.id.in_(page.ids))
    return set(db.session.scalars(numbers))
