"""A complaint's whole life, on both databases."""

from __future__ import annotations

from tests.house import House

EC = "EC-BUREAU"
ANSWER = {"outcome": "substantiated", "findings": "查明属实。", "reply": "已批评教育并道歉。"}


def test_a_complaint_goes_from_the_window_to_closed(either_house: House) -> None:
    house = either_house
    number = house.logs("2026-09-18T16:00")
    house.does("window", number, "accept", "2026-09-18T17:00")
    house.does("window", number, "assign", "2026-09-18T17:05", unit=EC)
    house.does("handler", number, "sign_for", "2026-09-20T09:00")
    house.does("handler", number, "contact", "2026-09-20T10:00", how="phone", reached=True)
    house.does("handler", number, "answer", "2026-09-21T10:00", **ANSWER)
    house.does("window", number, "give_feedback", "2026-09-21T15:00", method="phone")
    house.does("citizen", number, "rate", "2026-09-22T10:00", grade=5)

    complaint = house.complaint(number)
    assert complaint.state == "closed"
    assert complaint.first_responder.username == "window"
    assert not complaint.running
    assert house.moves(number) == [
        "receive", "accept", "assign", "sign_for", "contact", "answer", "give_feedback", "rate",
    ]  # fmt: skip


def test_the_worked_example_climbs_on_its_days(either_house: House) -> None:
    house = either_house
    number = house.logs("2026-09-18T16:00")
    assert f"{house.due(number, 'acceptance'):%m-%d}" == "09-20"
    house.does("window", number, "accept", "2026-09-18T17:00")
    house.does("window", number, "assign", "2026-09-18T17:05", unit=EC)
    house.does("handler", number, "sign_for", "2026-09-18T17:10")
    house.does("handler", number, "contact", "2026-09-18T17:15", how="phone", reached=True)
    assert f"{house.due(number, 'handling'):%m-%d %H:%M}" == "09-24 17:30"

    climbed = []
    for day in (*range(18, 31), *(100 + d for d in range(1, 12))):
        month, date = (9, day) if day < 100 else (10, day - 100)
        house.sweeps(f"2026-{month:02}-{date:02}T23:00")
        found = {
            (e.rung, f"{month:02}-{date:02}")
            for e in house.complaint(number).escalations
            if e.commitment == "handling"
        }
        climbed += sorted(
            found - {(r, d) for r, d in climbed if r in {x[0] for x in climbed}}
            if not climbed
            else {(r, d) for r, d in found if r not in {x[0] for x in climbed}}
        )
    assert climbed == [
        ("-1wd", "09-23"),
        ("0", "09-24"),
        ("+1wd", "09-28"),
        ("+3wd", "09-30"),
        ("+5wd", "10-09"),
    ]
