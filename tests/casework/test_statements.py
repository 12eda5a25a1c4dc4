"""What a move costs the database: at most 4 SELECTs, 2 UPDATEs and 5 INSERTs (the fifth of a
move that is recorded in its round as well), and one COMMIT."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from complaints.casework import moves
from complaints.commitments.calendar import current as current_calendar
from complaints.infrastructure.database import db, transaction
from complaints.models import Officer
from complaints.organisation import absences
from complaints.rulebooks import store
from tests.house import House, shanghai
from tests.support.counting import Counts, counted
from tests.support.stories import ANSWER, EC, badly_rated, in_hand
from workflows.language import CITIZEN, Act

MOST = {"SELECT": 4, "UPDATE": 2, "INSERT": 5, "COMMIT": 1}
# and a step of the system: reviews that no one can act on any more end by themselves
MOST_WITH_A_STEP = {"SELECT": 6, "UPDATE": 3, "INSERT": 6, "COMMIT": 1}
# and an entry of the dispatch catalogue, with its keywords, of a ruling on a disputed return
MOST_WITH_AN_ENTRY = {"SELECT": 4, "UPDATE": 2, "INSERT": 6, "COMMIT": 1}
MOST_INTAKE = {"SELECT": 4, "UPDATE": 2, "INSERT": 6, "COMMIT": 1}


def _counted_move(house: House, by: str, number: str, move: str, at: str, **words: Any) -> Counts:
    """As a request does it: the officer by one query, the complaint locked, the move, the commit."""
    db.session.remove()
    with counted() as counts, transaction():
        actor = CITIZEN if by == "citizen" else _by_token(by)
        complaint = moves.take(number, None if actor is CITIZEN else actor)
        moves.perform(complaint, Act(move, actor, shanghai(at), words))
    return counts


def _by_token(username: str) -> Officer:
    return db.session.scalars(select(Officer).filter_by(username=username)).one()


def _warm(house: House) -> None:
    store.current()
    current_calendar.calendar()
    number = house.logs("2026-09-17T09:00")
    house.does("window", number, "accept", "2026-09-17T09:01")


def _life(house: House) -> dict[str, Counts]:
    """The common moves of one complaint's life, each counted."""
    _warm(house)
    table: dict[str, Counts] = {}
    echeng, huarong = house.unit(EC), house.unit("HR-BUREAU")
    he, xie = house.officer("centre.he"), house.officer("echeng.xie")
    db.session.expunge_all()

    def does(by: str, number: str, move: str, at: str, **words: Any) -> None:
        table[move] = _counted_move(house, by, number, move, at, **words)

    one = house.logs("2026-09-18T09:00")
    does("window", one, "accept", "2026-09-18T09:10")
    does("window", one, "assign", "2026-09-18T09:20", unit=echeng, officer=None)
    does("handler", one, "return", "2026-09-18T09:30", reason="wrong_unit")
    ruling = {"unit": huarong, "reason": "…"}
    does("supervisor", one, "designate", "2026-09-18T09:40", not_a_rule=True, **ruling)
    two = house.logs("2026-09-18T09:00")
    house.does("window", two, "assign", "2026-09-18T09:20", unit=EC)
    does("handler", two, "sign_for", "2026-09-18T10:00")
    does("handler", two, "contact", "2026-09-18T10:10", how="phone", reached=True)
    does("handler", two, "report_progress", "2026-09-18T11:00", note="…")
    does("handler", two, "request_extension", "2026-09-18T11:10", days=5, reason="…", basis="…")
    does("leader", two, "grant_extension", "2026-09-18T11:20")
    does("handler", two, "suspend", "2026-09-18T11:30", reason="hearing", evidence="…")
    does("leader", two, "confirm_suspension", "2026-09-18T11:40")
    does("handler", two, "resume", "2026-09-18T11:50")
    does("citizen", two, "urge", "2026-09-18T15:00")
    does(
        "supervisor",
        two,
        "supervise",
        "2026-09-18T15:10",
        due_at=shanghai("2026-09-30T17:00"),
        instruction="…",
    )
    does("supervisor", two, "change_urgency", "2026-09-18T15:15", urgency="critical", reason="…")
    does("leader", two, "reassign", "2026-09-18T15:20", officer=xie, reason="…")
    house.does("echeng.xie", two, "sign_for", "2026-09-18T15:30")
    does("echeng.xie", two, "answer", "2026-09-21T10:00", **ANSWER)
    does("window", two, "send_back", "2026-09-21T11:00", reason="…")
    house.does("echeng.xie", two, "answer", "2026-09-21T12:00", **ANSWER)
    does("window", two, "give_feedback", "2026-09-21T15:00", method="phone")
    does("citizen", two, "rate", "2026-09-22T10:00", grade=3)
    does("window", two, "close", "2026-09-22T11:00")
    does("citizen", two, "appeal", "2026-09-22T12:00")
    three = house.logs("2026-09-18T09:00")
    does("window", three, "ask_supplement", "2026-09-18T09:10", items=["…"])
    does("citizen", three, "supplement", "2026-09-18T09:20")
    does("centre.chen", three, "change_first_responder", "2026-09-18T09:30", officer=he, reason="leave")
    does("window", three, "answer_on_the_spot", "2026-09-18T09:40", **ANSWER)
    four = house.logs("2026-09-18T09:00")
    does("window", four, "decline", "2026-09-18T09:10", reason_code="secret", competent_body="…", contact="…")
    five = house.logs("2026-09-18T09:00")
    does("citizen", five, "withdraw", "2026-09-18T09:10")
    return table


def _row(name: str, counts: Counts, most: dict[str, int]) -> str:
    over = "  <- too many" if any(counts[kind] > most[kind] for kind in most) else ""
    return f"{name:24}" + "".join(f"{counts[kind]:8}" for kind in MOST) + over


def _table(rows: dict[str, Counts], most: dict[str, int]) -> str:
    head = f"{'move':24}" + "".join(f"{kind:>8}" for kind in MOST)
    return "\n".join(["", head, *(_row(name, counts, most) for name, counts in rows.items())])


def _too_dear(counts: Counts, most: dict[str, int]) -> bool:
    return any(counts[kind] > most[kind] for kind in most) or counts["COMMIT"] != 1


def test_a_move_costs_few_statements(either_house: House) -> None:
    table = _life(either_house)

    assert not [name for name, counts in table.items() if _too_dear(counts, MOST)], _table(table, MOST)


def test_a_ruling_costs_one_entry_more(either_house: House) -> None:
    _warm(either_house)
    number = either_house.logs("2026-09-18T09:00")
    either_house.does("window", number, "assign", "2026-09-18T09:20", unit=EC)
    either_house.does("handler", number, "return", "2026-09-18T09:30", reason="wrong_unit")
    words = {"unit": either_house.unit("HR-BUREAU"), "reason": "…", "keywords": "公证费，遗嘱"}
    table = {
        "designate": _counted_move(
            either_house, "supervisor", number, "designate", "2026-09-18T09:40", **words
        )
    }

    assert not _too_dear(table["designate"], MOST_WITH_AN_ENTRY), _table(table, MOST_WITH_AN_ENTRY)


def test_what_is_done_for_somebody_away_costs_no_more(either_house: House) -> None:
    house = either_house
    _warm(house)
    with transaction():
        times = shanghai("2026-09-14T08:00"), shanghai("2026-09-30T18:00")
        absences.mark(house.officer("handler"), house.officer("echeng.xie"), times, house.officer("leader"))
    number, handler = house.logs("2026-09-18T09:00"), house.officer("handler")
    words = {"unit": house.unit(EC), "officer": handler}
    table = {"assign": _counted_move(house, "window", number, "assign", "2026-09-18T09:20", **words)}
    table["sign_for"] = _counted_move(house, "echeng.xie", number, "sign_for", "2026-09-18T09:30")

    assert not [name for name, counts in table.items() if _too_dear(counts, MOST)], _table(table, MOST)


def test_what_was_asked_for_costs_no_more(either_house: House) -> None:
    """Where a hand-over, an answer or its return changes what waits for a decision."""
    house, table = either_house, dict[str, Counts]()
    _warm(house)
    number = in_hand(house)
    xie = house.officer("echeng.xie")
    house.does("handler", number, "request_extension", "2026-09-18T11:10", days=5, reason="…", basis="…")
    table["answer"] = _counted_move(house, "handler", number, "answer", "2026-09-18T11:20", **ANSWER)
    table["send_back"] = _counted_move(house, "window", number, "send_back", "2026-09-18T11:30", reason="…")
    house.does("leader", number, "reassign", "2026-09-18T11:40", officer=xie, reason="…")
    table["sign_for"] = _counted_move(house, "echeng.xie", number, "sign_for", "2026-09-18T11:50")

    assert not [name for name, counts in table.items() if _too_dear(counts, MOST)], _table(table, MOST)


def test_what_had_climbed_costs_no_more(either_house: House) -> None:
    """Three reviews wait, for three persons, and are looked at again when the work goes into other hands."""
    house, table = either_house, dict[str, Counts]()
    _warm(house)
    number = in_hand(house)
    house.sweeps("2026-10-20T18:00")
    house.does("handler", number, "answer", "2026-10-21T10:00", **ANSWER)
    house.does("window", number, "give_feedback", "2026-10-21T11:00", method="phone")
    house.does("citizen", number, "rate", "2026-10-21T12:00", grade=5)
    assert house.complaint(number).state == "closed"
    assert len({row.reviewer_id for row in house.complaint(number).escalations if row.reviewer_id}) == 3

    table["appeal"] = _counted_move(house, "citizen", number, "appeal", "2026-10-22T10:00", reason="…")
    table["sign_for"] = _counted_move(house, "bureau.yu", number, "sign_for", "2026-10-22T11:00")

    assert not _too_dear(table["appeal"], MOST_WITH_A_STEP), _table(table, MOST_WITH_A_STEP)
    assert not _too_dear(table["sign_for"], MOST), _table(table, MOST)


def test_upholding_against_one_who_never_answers_costs_no_more(either_house: House) -> None:
    house = either_house
    _warm(house)
    number = badly_rated(house)
    for day in ("22", "23", "24"):
        at = f"2026-09-{day}T11:00"
        house.does("supervisor", number, "contact", at, how="phone", reached=False, note="…")

    table = {"uphold": _counted_move(house, "supervisor", number, "uphold", "2026-09-24T12:00", reason="…")}

    assert not [name for name, counts in table.items() if _too_dear(counts, MOST)], _table(table, MOST)


def test_logging_costs_few_statements(either_house: House) -> None:
    house = either_house
    _warm(house)
    table: dict[str, Counts] = {}
    logging: dict[str, Callable[[], str]] = {
        "at the window": lambda: house.logs("2026-09-18T09:00"),
        "on the web": lambda: house.logs("2026-09-18T09:00", by="citizen", channel="web"),
    }
    for name, log in logging.items():
        db.session.remove()
        with counted() as table[name]:
            log()

    assert not [name for name, c in table.items() if _too_dear(c, MOST_INTAKE)], _table(table, MOST_INTAKE)
