"""What is urgent while offices are closed: the officer on duty is called again and again until they answer (issue 13)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from complaints.escalation.duty_calls import call_duty
from complaints.infrastructure.database import db, transaction
from complaints.models import Deadline, Event, Notice
from complaints.notifications import delivery
from complaints.organisation import duty_roster
from tests.house import House, shanghai
from tests.support.post_office import free_port, house_with_mail, notice_urls, notices, post_office

NIGHT = "2026-09-19T22:00"  # a Saturday; the 20th is a working Sunday
DANGER = {"narrative": "再不处理我就自杀。", "urgency": "urgent", "channel": "web"}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def house(request: pytest.FixtureRequest) -> Iterator[House]:
    with house_with_mail(request.param, free_port()) as it:
        rosters(it)
        yield it


def rosters(house: House) -> None:
    """`window` on Saturday, `centre.he` on Sunday."""
    with transaction():
        unit = house.unit("EZ-CENTRE")
        duty_roster.set_date(unit, "2026-09-19", "window", shanghai("2026-09-18T09:00"))
        duty_roster.set_date(unit, "2026-09-20", "centre.he", shanghai("2026-09-18T09:00"))


def at_night(house: House, at: str = NIGHT, **words) -> str:
    return house.logs(at, by="citizen", unit="EZ-CENTRE", **{**DANGER, **words})


def calls(house: House, number: str) -> list[tuple[str, list[str]]]:
    """When, and who was called."""
    rows = notices(complaint_id=house.complaint(number).id, kind="call_duty", recipient="officer")
    people = {house.officer(name).id: name for name in NAMES}
    told: dict[int, list[str]] = {}
    for row in rows:
        told.setdefault(row.event_seq, []).append(people.get(row.officer_id, "?"))
    times = {row.event_seq: f"{row.created_at.astimezone(shanghai(NIGHT).tzinfo):%H:%M}" for row in rows}
    return [(times[seq], sorted(told[seq])) for seq in sorted(told)]


NAMES = ("window", "centre.he", "centre.chen", "supervisor", "leader", "admin")


def calls_at(*times: str) -> None:
    for at in times:
        call_duty(shanghai(at))


def clock(house: House, number: str) -> Deadline | None:
    rows = [row for row in house.complaint(number).deadlines if row.commitment == "duty_answer"]
    return rows[-1] if rows else None


def test_officer_on_duty_is_called_at_once_and_again(house: House) -> None:
    number = at_night(house)

    calls_at("2026-09-19T22:00", "2026-09-19T22:05", "2026-09-19T22:15")

    assert [at for at, _ in calls(house, number)] == ["22:00", "22:15"]
    assert calls(house, number)[0][1] == ["window"]


def test_next_on_the_roster_and_the_leader_are_called_after_two(house: House) -> None:
    number = at_night(house)

    calls_at("2026-09-19T22:00", "2026-09-19T22:15", "2026-09-19T22:30", "2026-09-19T22:45")

    assert [people for _, people in calls(house, number)[1:3]] == [["window"], ["centre.he", "window"]]
    [leader] = notices(kind="call_duty", recipient="unit", role="unit_supervisor")
    assert leader.created_at == shanghai("2026-09-19T22:45")


@pytest.mark.parametrize(
    ("by", "move", "words"),
    [
        ("window", "acknowledge", {}),
        ("window", "accept", {}),
        ("centre.he", "acknowledge", {"note": "我来处理"}),
        ("window", "assign", {"unit": "EC-BUREAU"}),
        ("centre.chen", "acknowledge", {}),
    ],
)
def test_act_of_theirs_ends_the_calls(house: House, by: str, move: str, words: dict) -> None:
    number = at_night(house)
    calls_at("2026-09-19T22:00")

    house.does(by, number, move, "2026-09-19T22:10", **words)
    calls_at("2026-09-19T22:15", "2026-09-19T23:15")

    assert len(calls(house, number)) == 1
    assert clock(house, number).met_at == shanghai("2026-09-19T22:10")


def test_act_of_the_citizen_ends_nothing(house: House) -> None:
    number = at_night(house)
    calls_at("2026-09-19T22:00")

    house.does("citizen", number, "urge", "2026-09-19T22:10")
    house.does("citizen", number, "add", "2026-09-19T22:11", note="快来人")
    calls_at("2026-09-19T22:15")

    assert len(calls(house, number)) == 2


def test_calls_after_hours_without_a_scheduler_are_made_once(house: House) -> None:
    number = at_night(house)

    calls_at("2026-09-20T03:00", "2026-09-20T03:01")

    assert len(calls(house, number)) == 1


def test_two_schedulers_at_once_call_once(house: House) -> None:
    number = at_night(house)

    calls_at("2026-09-19T22:00", "2026-09-19T22:00")

    assert len(calls(house, number)) == 1


def test_silence_of_an_hour_climbs_at_night(house: House) -> None:
    number = at_night(house)

    house.sweeps("2026-09-19T23:01")
    house.sweeps("2026-09-20T00:01")

    rungs = [row.rung for row in house.complaint(number).escalations if row.commitment == "duty_answer"]
    assert rungs == ["0", "+1h"]


@pytest.mark.parametrize(
    ("at", "words"),
    [(NIGHT, {"narrative": "态度差", "urgency": "normal"}), ("2026-09-18T10:00", {})],
    ids=["not urgent", "offices are open"],
)
def test_nobody_is_called_out_of_need(house: House, at: str, words: dict) -> None:
    number = at_night(house, at, **words)

    assert clock(house, number) is None


def test_urgency_raised_at_night_calls_the_officer_on_duty(house: House) -> None:
    number = at_night(house, narrative="态度差", urgency="normal")
    house.does(
        "supervisor", number, "change_urgency", "2026-09-19T22:30", urgency="critical", reason="扬言自伤"
    )

    calls_at("2026-09-19T22:30")

    assert calls(house, number) == [("22:30", ["window"])]


def test_officer_kept_out_is_not_called(house: House) -> None:
    number = at_night(house, respondent_officer="window")

    calls_at("2026-09-19T22:00", "2026-09-19T22:15", "2026-09-19T22:30", "2026-09-19T22:45")

    assert all("window" not in people for _, people in calls(house, number))
    assert calls(house, number)


def test_duty_channel_is_used_beside_the_usual_one() -> None:
    port = free_port()
    phone = notice_urls(port)["SHOUWEN_OFFICER_NOTICE_URL"].replace("{email}", "duty-{username}%40sms.test")
    with house_with_mail("sqlite", port, SHOUWEN_DUTY_NOTICE_URL=phone) as house, post_office(port) as office:
        rosters(house)
        at_night(house)
        calls_at("2026-09-19T22:00")
        delivery.deliver(lambda: shanghai("2026-09-19T22:01"))

        assert len(office.to("window@house.test")) == 2  # that it came in, and the call
        assert len(office.to("duty-window@sms.test")) == 1
        [shown] = [row for row in notices(kind="call_duty") if row.recipient == "officer"]
        assert isinstance(shown, Notice)


@pytest.mark.parametrize(
    ("move", "written"), [("add", "再不解决我就跳楼。"), ("urge", "我要自 杀"), ("add", "我要喝农\n药")]
)
def test_word_of_danger_written_later_calls_the_officer_on_duty(
    house: House, move: str, written: str
) -> None:
    number = at_night(house, narrative="态度差", urgency="normal")

    house.does("citizen", number, move, "2026-09-19T22:30", note=written)
    calls_at("2026-09-19T22:30")

    raising = last_step(house, number, "change_urgency")
    assert raising.party == "system" and raising.detail["reason"] and raising.detail["urgency"] == "urgent"
    assert calls(house, number) == [("22:30", ["window"])]


def test_word_of_danger_recorded_for_the_citizen_raises_it(house: House) -> None:
    number = house.logs("2026-09-18T09:00")

    house.does(
        "centre.he",
        number,
        "urge",
        "2026-09-18T10:00",
        note="不想活了",
        heard={"how": "phone", "note": "来电"},
    )

    assert house.complaint(number).urgency == "urgent"
    assert house.due(number, "acceptance") == shanghai("2026-09-18T12:00")


def test_officer_who_writes_of_danger_raises_nothing(house: House) -> None:
    number = house.logs("2026-09-18T09:00")

    house.does("window", number, "accept", "2026-09-18T10:00", note="问过，并无轻生念头")

    assert house.complaint(number).urgency == "normal"


def last_step(house: House, number: str, move: str) -> Event:
    query = db.select(Event).filter_by(complaint_id=house.complaint(number).id, move=move)
    return db.session.scalars(query.order_by(Event.seq.desc())).first()


def test_urgent_at_the_close_of_office_calls_the_officer_on_duty(house: House) -> None:
    number = at_night(house, "2026-09-18T17:29")

    calls_at("2026-09-18T17:29", "2026-09-18T17:45")

    assert clock(house, number).due_at == shanghai("2026-09-18T18:29")
    assert [at for at, _ in calls(house, number)] == ["17:29", "17:45"]
