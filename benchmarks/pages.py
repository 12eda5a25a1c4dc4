"""How long a person waits for a page, with few complaints and with many, and how many statements it sends.

Through the whole application, as a server calls it, without the network. Where a page may remember numbers for a while, it
is measured as it is used, and once more with the numbers forgotten before each call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from benchmarks.figures import Figure
from benchmarks.loading import NOW, load
from benchmarks.measures import NAMES, Size
from benchmarks.timing import inside, medians, statements
from complaints.infrastructure import clock
from complaints.queries.statistics import snapshots
from tests.databases import Kind
from tests.house import PASSWORD, House, opened
from tests.web.pages import Visitor

AT = NOW + timedelta(minutes=1)
SLOWER_AT_MOST = 1.7  # with many complaints than with few
PAGES = {
    "": ("/", "/commitments", "/complain", "/status"),
    "window": ("/desk", "/desk?list=unit", "/desk/new", "/desk/search", "/desk/inbox", "/desk/c/{number}"),
    "handler": ("/desk", "/desk?list=overdue"),
    "leader": ("/supervise", "/supervise/list/soon", "/supervise/load"),
    "supervisor": (
        "/supervise",
        "/supervise/list/escalated",
        "/supervise/list/soon",
        "/supervise/list/overdue",
        "/supervise/day/2026-09-22",
        "/supervise?commitment=progress",
        "/supervise/load",
        "/supervise/calendar",
        "/supervise/charts",
        "/supervise/figures?from=2026-09-01&to=2026-09-21",
    ),
    "admin": ("/admin", "/admin/notices", "/admin/audit"),
    # A leader with none: the whole house might be looked through to find that out.
    "legalaid.xia": ("/desk", "/desk?list=unit", "/supervise", "/supervise?commitment=handling"),
}
SLOWEST_AT_MOST: dict[Kind, float] = {
    "postgresql": 60,
    "sqlite": 100,
}  # milliseconds, of the slowest page's median
ANEW = "counted anew"
OPEN_IN = 10  # one complaint in ten is open
FEW_TIMES = 10  # so many more of the few than elsewhere: pages are full in both houses
SUMS = (
    "/supervise/load",
    "/supervise/calendar",
    "/supervise/charts",
    "/supervise/figures?from=2026-09-01&to=2026-09-21",
)  # of all that is open, or was due
KEPT = ("/supervise", *SUMS)  # pages that keep a count for a while
SEARCHES = {
    "a phone number": {"phone": "13800000042"},
    "a word": {"words": "态度"},
    "a word nowhere found": {"words": "拖拉机"},
    "a unit": {"unit": "EC-BUREAU"},
}
Call = Callable[[], object]


@dataclass(frozen=True)
class Page:
    """A request, with few complaints and with many."""

    name: str
    few: Call
    many: Call
    floor: float | None


def of_pages(kind: Kind, size: Size) -> Iterator[Figure]:
    with ExitStack() as stack:
        stack.enter_context(_clock_at_work())
        houses = [stack.enter_context(opened(kind)) for _ in range(2)]
        few_n = min(size.few * FEW_TIMES, size.many)
        for house, n in zip(houses, (few_n, size.many), strict=True):
            inside(house, partial(load, house, n, OPEN_IN))()
        few, many = (_calls(house) for house in houses)
        # SQLite is meant for a house of a few: no floor there.
        floor = SLOWER_AT_MOST if kind == "postgresql" else None
        waits: dict[str, float] = {}
        for name in many:
            page = Page(f"{name} ({NAMES[kind]})", few[name], many[name], None if _is_sum(name) else floor)
            found = medians({"few": page.few, "many": page.many}, size.times)
            waits |= {} if _is_sum(name) else {name: found["many"] * 1000}
            yield from _measured(page, houses, Size(few_n, size.many, size.times), found)
        slowest = max(waits, key=waits.__getitem__)
        yield Figure(
            f"the slowest page ({NAMES[kind]})", waits[slowest], "ms", SLOWEST_AT_MOST[kind], slowest
        )


def _is_sum(name: str) -> bool:
    """A new sum grows with what is summed; no person waits for it where a scheduler makes it ahead."""
    return ANEW in name and any(f"{address} " in name for address in SUMS)


def _measured(page: Page, houses: list[House], size: Size, found: dict[str, float]) -> Iterator[Figure]:
    few, many = (_statements(*one) for one in zip(houses, (page.few, page.many), strict=True))
    note = f"{found['many'] * 1000:.0f} ms with {size.many:,}, {found['few'] * 1000:.0f} ms with {size.few:,}"
    yield Figure(page.name, found["many"] / found["few"], "×", page.floor, f"{note}; {many} statements")
    if many > few:
        yield Figure(f"{page.name}: statements more with many", many - few, "", 0)


def _statements(house: House, call: Call) -> int:
    with house.app.app_context(), statements() as sent:
        call()
    return len(sent)


def _calls(house: House) -> dict[str, Call]:
    """By name; each as the person who asks for it, who has signed in before."""
    with house.app.app_context():
        number = house.logs(f"{AT:%Y-%m-%dT%H:%M}")
        code = house.codes[number]
    visitors = {who: _visitor(house, who) for who in PAGES}
    calls: dict[str, Call] = {}
    for who, addresses in PAGES.items():
        for address in addresses:
            name = f"{address} for {who or 'anybody'}"
            calls[name] = ask = _get(visitors[who], address.format(number=number))
            if address in KEPT:
                calls[f"{name}, {ANEW}"] = partial(_forgetful, ask)
    for name, words in SEARCHES.items():
        calls[f"/desk/search by {name}"] = _post(visitors["window"], "/desk/search", words)
    stranger = _visitor(house, "")
    calls["/status, looking one up"] = _post(
        stranger, "/status", {"tracking_number": number, "query_code": code}
    )
    return calls


def _visitor(house: House, who: str) -> Visitor:
    visitor = Visitor(house.app)
    if who:
        visitor.get("/login")
        visitor.post("/login", username=who, password=PASSWORD)
    return visitor


def _get(visitor: Visitor, address: str) -> Call:
    def call() -> None:
        assert visitor.get(address).status_code == 200, address

    return call


def _forgetful(call: Call) -> None:
    snapshots.forget("")
    call()


def _post(visitor: Visitor, address: str, words: dict[str, str]) -> Call:
    def call() -> None:
        answer = visitor.post(address, None, **words)
        assert answer.status_code in (200, 303), (address, answer.status_code)

    visitor.get(address)
    return call


@contextmanager
def _clock_at_work() -> Iterator[None]:
    real, clock.now = clock.now, lambda: AT
    try:
        yield
    finally:
        clock.now = real
