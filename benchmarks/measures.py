"""What is measured: the tick of the sweep, intake and a move, the queues, the sweep at work, time and rules."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from benchmarks.figures import Figure
from benchmarks.loading import NOW, load
from benchmarks.timing import inside, medians, plan_of, seconds
from complaints.commitments.calendar import current as current_calendar
from complaints.escalation.sweep import sweep
from complaints.infrastructure.database import db
from complaints.models import Complaint, Escalation, Officer
from complaints.queries import queues
from complaints.rulebooks import store
from schemas.rulebook import load_rulebook
from tests.databases import Kind
from tests.house import House, opened
from workflows.limits import Limit

NAMES = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}
SOON = NOW + timedelta(minutes=1)
IDLE = "a leader with none"  # the whole house may have to be searched to find that out
QUEUES = [
    ("mine", "window"),
    ("mine", "handler"),
    ("unit", "leader"),
    ("overdue", "leader"),
    ("overdue", "supervisor"),
    ("escalated", "supervisor"),
    ("mine", IDLE),
    ("unit", IDLE),
    ("escalated", IDLE),
]


@dataclass(frozen=True)
class Size:
    """How many complaints are few and many, and how often each thing is timed."""

    few: int
    many: int
    times: int


def of_few_and_many(kind: Kind, size: Size) -> Iterator[Figure]:
    """Costs that must not depend on how many complaints are open."""
    with ExitStack() as stack:
        few, many = (stack.enter_context(opened(kind)) for _ in range(2))
        for house, n in ((few, size.few), (many, size.many)):
            inside(house, partial(load, house, n))()
        yield from _tick(kind, few, many, size)
        for queue, username in QUEUES:
            yield _first_page(kind, (few, many), (queue, username), size)
        yield from _climbing(kind, few)


def _tick(kind: Kind, few: House, many: House, size: Size) -> Iterator[Figure]:
    tick = {name: inside(house, lambda: sweep(SOON)) for name, house in (("few", few), ("many", many))}
    found = medians(tick, size.times * 20)
    note = f"{found['many'] * 1000:.2f} ms with {size.many:,} open, {found['few'] * 1000:.2f} ms with {size.few:,}"
    yield Figure(f"sweep, nothing due ({NAMES[kind]})", found["many"] / found["few"], "×", 1.3, note)
    with many.app.app_context():
        plan = plan_of(lambda: sweep(SOON))
    scans = 0 if "ix_complaint_next_action" in plan else 1
    yield Figure(
        f"scans of the whole table in its plan ({NAMES[kind]})", scans, "", 0, plan.split("\n")[-1].strip()
    )


def _first_page(kind: Kind, houses: tuple[House, House], asked: tuple[str, str], size: Size) -> Figure:
    queue, username = asked

    def look(house: House) -> None:
        queues.page(queue, _officer(house, username), SOON)

    tasks = {
        name: inside(house, partial(look, house)) for name, house in zip(("few", "many"), houses, strict=True)
    }
    found = medians(tasks, size.times)
    note = f"{found['many'] * 1000:.1f} ms with {size.many:,} open, {found['few'] * 1000:.1f} ms with {size.few:,}"
    # SQLite sorts all that one person has, and it is meant for a house of a few: no floor there.
    floor = 1.5 if kind == "postgresql" else None
    name = f"first page of {queue} for {username} ({NAMES[kind]})"
    return Figure(name, found["many"] / found["few"], "×", floor, note)


def _officer(house: House, username: str) -> Officer:
    """By username; the load gives no work to the unit of the newest leader."""
    if username != IDLE:
        return house.officer(username)
    newest_first = db.select(Officer).order_by(Officer.id.desc())
    leaders = (one for one in db.session.scalars(newest_first) if "unit_supervisor" in one.roles)
    found: Officer = next(leaders)
    return found


def _climbing(kind: Kind, house: House) -> Iterator[Figure]:
    """Half the complaints fall due at once; everything a rung does counts."""
    later = NOW + timedelta(days=3)
    with house.app.app_context():
        before = db.session.scalar(db.select(db.func.count()).select_from(Escalation))
        due = db.session.scalar(db.select(db.func.count()).filter(Complaint.next_action_at <= later))
        db.session.rollback()
        taken = seconds(lambda: sweep(later))
        rungs = db.session.scalar(db.select(db.func.count()).select_from(Escalation)) - before
    yield Figure(
        f"sweep at work ({NAMES[kind]})", due / taken, "complaints/s", None, f"{rungs / taken:.0f} rungs/s"
    )


def of_time_and_rules(times: int) -> Iterator[Figure]:
    calendar = current_calendar.shipped_calendar()
    text = store.SHIPPED.read_text("utf8")
    limits = [Limit.parse(one) for one in ("4wh", "5wd", "60cd")]
    found = medians(
        {
            "due": lambda: [calendar.due(NOW, limit) for limit in limits for _ in range(100)],
            "compile": lambda: load_rulebook(text),
        },
        max(3, times // 10),
    )
    yield Figure(
        "one due time of the calendar", found["due"] / 300 * 1e6, "µs", None, "4wh, 5wd and 60cd in turn"
    )
    yield Figure(
        "reading, checking and compiling the rulebook",
        found["compile"] * 1000,
        "ms",
        None,
        "once in a process",
    )
