"""Two houses, the same but for a complaint about one officer: every address that officer can reach answers alike, byte by
byte, numbers of rows included (promise 6)."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from html import unescape
from io import BytesIO
from itertools import product
from statistics import median
from time import process_time
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit
from zipfile import ZipFile

import pytest
from werkzeug.routing import Rule

from complaints.access import visibility
from complaints.casework import attachments
from complaints.casework.attachments import File
from complaints.infrastructure import clock
from complaints.infrastructure.database import transaction
from complaints.intake import intake
from complaints.organisation import officers
from complaints.queries import queues
from tests.house import PASSWORD, House, opened, shanghai
from tests.support.meter import Meter, Work
from tests.support.stories import EC, HR
from tests.web.api import Api
from tests.web.pages import Visitor

HIDDEN, OPEN = "483122079516", ("100000000009", "200000000007", "300000000005")
ABOUT = {"subject": "吴舟收钱不办事", "narrative": "吴舟说的话我都录下来了。"}
LOOKED_AT = "2026-10-14T10:00"
SHOWN_NUMBER = re.compile(r"(?<![\d.])\d{16}(?![\d.])")  # of a row: tests/infrastructure/test_public_ids.py
CURSOR = re.compile(
    r'(?<=after=)[\w\-.]+|(?<="next":")[\w\-.]+|(?<="hash":")\w+|_created{[^}]*} [\d.e+]+|\b[0-9a-f]{64}\b'
)
MASKED = re.compile(
    r'账本印记 </span>[^<]*|nonce-[\w\-+/=]+|nonce="[^"]*"|name="csrf_token"[^>]*value="[^"]*"|value="[^"]*"[^>]*name="csrf_token"'
    r'|name="csrf-token" content="[^"]*"|form=[\w\-]+|name="token" value="[^"]*"|name="once"[^>]*value="[^"]*"|"token": ?"[^"]*"'
)
JPEG = b"\xff\xd8\xff\xe0 a photo of the counter \xff\xd9"
API = "/api/v1"
SEARCHED = ("number", "phone", "name", "respondent", "sender_number", "words", "text", "q")
NOT_WALKED = (
    "static",
    "styles",
    "docs",
    "metrics",
)  # files; and what the holder of a secret reads of the process
LONG = "SHOUWEN_TEST_SEEDS" in os.environ
TIMES = 9
ROW_LEFT_OUT = (
    400  # tens of SQLite's instructions, some 40 microseconds: a row that is looked at and left out
)
MANY = 60  # addresses an officer has at the least
WRITTEN = {
    "tracking_number": (HIDDEN, *OPEN),
    "number": (HIDDEN, *OPEN),
    "file_id": ("1",),
    "move": ("contact", "assign", "urge", "add"),
    "section": ("overdue", "due", "escalated", "waiting", "offered", "stalled"),
    "username": ("handler", "echeng.xie"),
    "code": ("EC-BUREAU",),
    "day": ("2026-10-15",),
    "step": ("who", "what"),
    "list": ("complaints", "escalations", "overdue"),
}
WORDS = ("吴舟", "收钱", "王大妈", "13900139000", HIDDEN, "李大爷")


class Story:
    """What happens in both houses, and in one of them between it what the officer must not learn."""

    def __init__(self, house: House, monkeypatch: pytest.MonkeyPatch, hidden: bool) -> None:
        self.house, self.hidden = house, hidden
        self.numbers = iter(())
        monkeypatch.setattr(intake, "new_tracking_number", lambda: next(self.numbers))
        monkeypatch.setattr(intake, "new_query_code", lambda: "123456")

    def logs(self, number: str, at: str, **words: Any) -> None:
        self.numbers = iter((number,))
        self.house.logs(at, **words)

    def tells(self, who: str) -> None:
        self._hidden_logged()
        self.logs(OPEN[0], "2026-09-18T09:10")
        self.house.does("window", OPEN[0], "assign", "2026-09-18T10:10", unit=EC)
        self._hidden_worked_on()
        self.house.does(who, OPEN[0], "sign_for", "2026-09-18T11:00")
        self._attaches(who, OPEN[0], "2026-09-18T11:10")
        self.logs(OPEN[1], "2026-09-18T11:20", category="FEE", respondent_unit=HR)
        self.house.does("window", OPEN[1], "assign", "2026-09-18T11:30", unit=EC)
        self.house.sweeps("2026-09-25T18:00")
        self.house.sweeps("2026-10-12T18:00")
        self._hidden_answered()
        self._reviewed(OPEN[0], "2026-10-13T09:10")
        files = [File("记录.jpg", JPEG + b"2")]
        self.house.does(who, OPEN[0], "attach", "2026-10-13T09:15", files=files)
        self.logs(OPEN[2], "2026-10-13T09:20", by=who)
        self.house.sweeps("2026-10-14T09:00")

    def _hidden_logged(self) -> None:
        if self.hidden:
            self.logs(HIDDEN, "2026-09-18T09:00", respondent_officer=self.house.officer("handler"), **ABOUT)
            self.house.does("window", HIDDEN, "assign", "2026-09-18T10:00", unit=EC)

    def _hidden_worked_on(self) -> None:
        if self.hidden:
            self.house.does("echeng.xie", HIDDEN, "sign_for", "2026-09-18T10:30")
            self._attaches("echeng.xie", HIDDEN, "2026-09-18T10:40")

    def _hidden_answered(self) -> None:
        if self.hidden:
            words = {"outcome": "other", "findings": "…", "reply": "…"}
            self.house.does("echeng.xie", HIDDEN, "answer", "2026-10-13T09:00", **words)

    def _reviewed(self, number: str, at: str) -> None:
        rows = self.house.complaint(number).escalations
        escalation = next(row for row in rows if row.reviewer_id is None and not row.reminder)
        self.house.does("bureau.tan", number, "review", at, escalation=escalation, act="urged", note="…")

    def _attaches(self, who: str, number: str, at: str) -> None:
        """As the citizen's file does, and the note of a call."""
        token, complaint_id = f"token of {number}", self.house.complaint(number).id
        with transaction():
            attachments.add(token, File("现场.jpg", JPEG), shanghai(at))
            attachments.hand_over(token, complaint_id)
        self.house.does(who, number, "contact", at, how="phone", reached=True)


class Seen(NamedTuple):
    """One address, what it answers, and what the answer costs."""

    address: bytes
    body: bytes
    work: Work


def walk(house: House, who: str) -> list[Seen]:
    """What every address answers to the officer, in the order they are found."""
    with Meter().on() as meter:
        return _walked(house, who, meter)


def _walked(house: House, who: str, meter: Meter) -> list[Seen]:
    visitor = Visitor(house.app)
    visitor.get("/login")
    assert visitor.post("/login", username=who, password=PASSWORD).status_code == 303
    api = Api(house).by(who)
    seen: dict[str, tuple[bytes, Work]] = {}
    waiting = [*written_out(house), *searches()]
    while waiting:
        address = waiting.pop(0)
        if address in seen:
            continue
        work = meter.start()
        answer = api.get(address.removeprefix(API)) if address.startswith(API) else visitor.get(address)
        seen[address] = b"%d %s" % (answer.status_code, masked(unpacked(answer.data))), work
        waiting += links_of(address, answer.text if answer.mimetype == "text/html" else "")
        waiting += pages_after(address, answer.get_json(silent=True) if answer.is_json else None)
    for name, word in product(SEARCHED, WORDS):
        work = meter.start()
        answer = visitor.post("/desk/search", **{name: word})
        body = b"%d %s" % (answer.status_code, masked(unpacked(answer.data)))
        seen[f"POST /desk/search {name}={word}"] = body, work
    return [Seen(masked(address.encode()), *answered) for address, answered in seen.items()]


def written_out(house: House) -> Iterator[str]:
    """Each rule of the url map, with the numbers of this story where it asks for one."""
    for rule in house.app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not set(NOT_WALKED) & set(re.split(r"\W|_", rule.endpoint)):
            yield from addresses_of(rule)


def addresses_of(rule: Rule) -> Iterator[str]:
    names = sorted(rule.arguments)
    for values in product(*(WRITTEN.get(name, ("1", "2")) for name in names)):
        with suppress(ValueError):  # a word this rule does not take
            if built := rule.build(dict(zip(names, values, strict=True)), append_unknown=False):
                yield built[1]


def searches() -> Iterator[str]:
    for queue in queues.QUEUES:
        yield f"{API}/complaints?queue={queue}&limit=1"
    yield f"{API}/escalations?limit=1"
    for word in WORDS:
        yield f"/desk/search?q={word}"


def links_of(address: str, page: str) -> Iterator[str]:
    for found in re.findall(r'(?:href|src|action)="([^"#]+)', page):
        to = urljoin(address, unescape(found))
        if not urlsplit(to).netloc and not to.startswith(("/static", "/logout")):
            yield to


def pages_after(address: str, said: Any) -> Iterator[str]:
    cursor = said.get("next") if isinstance(said, Mapping) else None
    if cursor:
        yield re.sub(r"&after=.*", "", address) + f"&after={cursor}"


def unpacked(body: bytes) -> bytes:
    """A table as it is inside its archive, without the time it was made."""
    if not body.startswith(b"PK"):
        return body
    with ZipFile(BytesIO(body)) as archive:
        parts = [one for one in archive.namelist() if not one.startswith("docProps")]
        return b"\n".join(name.encode() + b" " + archive.read(name) for name in parts)


def masked(body: bytes) -> bytes:
    """Without what differs from one sign-in to the next, and what tells no place in a sequence: numbers of rows, hashes."""
    text = MASKED.sub("…", body.decode("utf8", "replace"))
    return CURSOR.sub("…", SHOWN_NUMBER.sub("…", text)).encode()


def story(monkeypatch: pytest.MonkeyPatch, who: str, hidden: bool, roles: tuple[str, ...]) -> list[Seen]:
    with opened("sqlite") as house:
        with transaction(alone=True):
            officers.set_roles(house.officer("handler"), roles, shanghai("2026-09-01T09:00"))
        Story(house, monkeypatch, hidden).tells(who)
        return walk(house, who)


POSTS = {
    "an officer": ("officer",),
    "every post but a head's": ("officer", "supervisor", "last_resort"),
}


@pytest.mark.parametrize("post", POSTS)
def test_every_address_is_the_same_with_and_without_it(monkeypatch: pytest.MonkeyPatch, post: str) -> None:
    monkeypatch.setattr(clock, "now", lambda: shanghai(LOOKED_AT))

    without = story(monkeypatch, "handler", False, POSTS[post])
    with_it = story(monkeypatch, "handler", True, POSTS[post])

    assert len(without) > MANY
    assert [one.address for one in without] == [one.address for one in with_it]
    pairs = list(zip(without, with_it, strict=True))
    assert [one[:2] for one, other in pairs if one.body != other.body] == []
    assert [one.address for one, other in pairs if one.work.alike != other.work.alike] == []
    longer = [one.address for one, other in pairs if abs(other.work.steps - one.work.steps) > ROW_LEFT_OUT]
    assert longer == []
    read = {one.address for one in without if one.body.startswith(b"200")}
    assert {b"/desk/inbox", b"/desk/export/mine.csv", b"/desk/export/mine.xlsx", b"/api/v1/me"} <= read


@pytest.mark.skipif(not LONG, reason="takes minutes: make interest")
def test_every_address_takes_as_long_with_and_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """In seconds of the processor, the middle of several answers. The bound is wide: what is counted above is exact."""
    monkeypatch.setattr(clock, "now", lambda: shanghai(LOOKED_AT))

    without = timed(monkeypatch, hidden=False)
    with_it = timed(monkeypatch, hidden=True)

    longer = {
        address: (seconds, with_it[address])
        for address, seconds in without.items()
        if abs(with_it[address] - seconds) > max(0.5 * seconds, 0.005)
    }
    assert without.keys() == with_it.keys() and longer == {}


def timed(monkeypatch: pytest.MonkeyPatch, hidden: bool) -> dict[str, float]:
    with opened("sqlite") as house:
        Story(house, monkeypatch, hidden).tells("handler")
        visitor = Visitor(house.app)
        visitor.get("/login")
        visitor.post("/login", username="handler", password=PASSWORD)
        addresses = [one for one in [*written_out(house), *searches()] if not one.startswith(API)]
        return {one: median(seconds_of(visitor, one) for _ in range(TIMES)) for one in addresses}


def seconds_of(visitor: Visitor, address: str) -> float:
    begun = process_time()
    visitor.get(address)
    return process_time() - begun


@pytest.mark.usefixtures("queries_written_anew")
def test_the_walk_would_see_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same two houses through the eyes of who has it: the walk is not blind."""
    monkeypatch.setattr(clock, "now", lambda: shanghai(LOOKED_AT))
    monkeypatch.setattr(visibility, "not_about", lambda officer: visibility.sa.true())

    without = story(monkeypatch, "handler", False, ("officer",))
    with_it = story(monkeypatch, "handler", True, ("officer",))

    assert without != with_it
