"""A whole story on the web, the window, the unit and the board: who the citizen is never appears where it would stay.

That is: in an address (asked for, led to, or offered), in a title, in a header, or in a line of a log.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import unquote

import pytest
import structlog

from complaints.infrastructure.database import db
from tests.house import PASSWORD, opened, shanghai
from tests.web.api import Api
from tests.web.citizens import JPEG, looks_up, paper_of, writes
from tests.web.pages import Visitor

NAME, PHONE, HOME, IDENTITY = "欧阳桂兰", "13987654321", "凤凰路 88 号 3 单元", "420704195208170029"
SECRETS = [NAME, PHONE, "139 8765 4321", "+8613987654321", HOME, "凤凰路", IDENTITY]
TYPED = {
    "phone": "139 8765 4321",
    "name": NAME,
    "category": "SHIRK",
    "urgency": "normal",
    "channel": "window",
    "narrative": f"我是{NAME}，住{HOME}，电话 {PHONE}，三个窗口互相推。",
    "then": "log",
}
ADDRESSES = re.compile(r'\s(?:href|action|formaction|src|content|data-[\w-]+)="([^"]*)"')
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
OF_A_FILE = {"Content-Disposition"}  # the name a citizen gave it, for those who may open it
PAGES_OF_ONE = 70  # that are followed from page to page


@dataclass
class Seen:
    """Where things stay: each line says what it is and where it was found."""

    lines: list[tuple[str, str]] = field(default_factory=list)

    def note(self, answer) -> None:
        where = answer.request.path
        self.lines.append((where, f"asked for: {answer.request.full_path}"))
        self.lines += [(where, f"{name}: {value}") for name, value in answer.headers if name not in OF_A_FILE]
        if answer.mimetype == "text/html":
            self.lines += [(where, f"address: {one}") for one in ADDRESSES.findall(answer.text)]
            self.lines += [(where, f"title: {one}") for one in TITLE.findall(answer.text)]


def leaks(lines: Iterable[tuple[str, str]], secrets: Iterable[str]) -> list[str]:
    """What holds a secret, also where it is escaped, quoted or written with other spaces."""
    found = []
    for where, line in lines:
        plain = unquote(unescape(line))
        bare = re.sub(r"[\s-]", "", plain)
        if any(one in plain or re.sub(r"[\s-]", "", one) in bare for one in secrets):
            found.append(f"{where} {plain}")
    return found


class Watched(Visitor):
    """A browser that notes all it gets."""

    def __init__(self, app, seen: Seen) -> None:
        super().__init__(app)
        self.seen, self.found = seen, []

    def _note(self, answer):
        self.seen.note(answer)
        if answer.mimetype != "text/html":
            return answer
        self.found += [unescape(one) for one in re.findall(r'href="(/[^"#]*)"', answer.text)]
        return super()._note(answer)

    def signed_in(self, username):
        self.get("/login")
        self.post("/login", username=username, password="wrong")
        self.follow(self.post("/login", username=username, password=PASSWORD))
        return self

    def looks_around(self) -> None:
        """Follow every link there is, from page to page."""
        been: set[str] = set()
        while len(been) < PAGES_OF_ONE and (left := [one for one in self.found if one not in been]):
            been.add(left[0])
            if not left[0].startswith("/static"):
                self.get(left[0])


def complains_on_the_web(browser: Watched) -> tuple[str, str]:
    person = {"named": "yes", "name": NAME, "phone": TYPED["phone"]}
    browser.get("/complain")
    browser.get("/complain/category")
    browser.post("/complain/reach", **{**person, "phone": "139876543210000"})
    browser.post("/complain/reach", **person, locale="en")
    browser.post("/complain/reach", **person, locale="zh")
    writes(browser, what={"narrative": TYPED["narrative"]}, reach=person)
    browser.post("/complain/files", files={"files": (JPEG, f"{NAME}.jpg")})
    browser.post("/complain/files", files={"files": (b"MZ", f"{NAME}.exe")})
    browser.get("/complain/check")
    number, code = paper_of(browser.follow(browser.post("/complain/check")))
    browser.get("/receipt?paper=slip")
    browser.post("/complain/check")
    browser.post("/status/leave")
    return number, code


def looks_after_it(browser: Watched, number: str, code: str) -> None:
    looks_up(browser, number, code[::-1] if code != code[::-1] else "999999")
    browser.follow(looks_up(browser, number, code))
    browser.post("/status/request_recusal", reason=f"他认识{NAME}", locale="en")
    browser.post("/status/supplement", note=TYPED["narrative"])
    browser.post("/status/urge")
    browser.post("/status/urge")
    browser.post("/status/withdraw", reason=f"{NAME}不投诉了", theme="dark")
    browser.looks_around()
    browser.post("/status/leave")


def works_at_the_window(lin: Watched, clock_at) -> None:
    lin.signed_in("window")
    form = lin.get("/desk/new", headers={"Sec-Fetch-Mode": "navigate"}).headers["Location"]
    once = re.search(r'name="once"[^>]*value="([^"]+)"', lin.get(form).text)[1]
    lin.post("/desk/new", once=once, do="look", **TYPED)
    lin.post("/desk/new", once=once, **TYPED, theme="dark")
    lin.post("/desk/new", once=once, **{**TYPED, "category": ""})
    lin.post("/desk/earlier", phone=TYPED["phone"])
    lin.follow(lin.post("/desk/new", once=once, **TYPED))
    lin.follow(lin.post("/desk/new", once=once, **TYPED))
    lin.post("/desk/new", once=once, **{**TYPED, "name": f"{NAME}甲"})
    lin.get("/desk/search")
    for asked in ({"phone": TYPED["phone"]}, {"name": NAME}, {"words": NAME}, {"phone": "1398765"}):
        lin.post("/desk/search", **asked)
    lin.post("/desk/search", do="save", title="推诿", category="SHIRK", phone=PHONE, name=NAME)
    clock_at("2026-09-22T08:40")
    lin.post("/desk/new", **TYPED)
    lin.post("/login", username="window", password=PASSWORD)


def works_on_it(house, browsers: dict[str, Watched], number: str) -> None:
    lin, wu = browsers["window"], browsers["handler"]
    page, words = f"/desk/c/{number}", TYPED["narrative"]
    lin.post(f"{page}/assign", unit="", note=words)
    lin.follow(lin.post(f"{page}/assign", unit="EC-BUREAU", note=words))
    wu.signed_in("handler").post(f"{page}/sign_for")
    wu.post(f"{page}/contact", how="phone", reached="true", note=f"已与{NAME}（{PHONE}）通话")
    wu.post(f"{page}/answer", outcome="substantiated", findings=words, reply=f"{NAME}：已处理。")
    lin.follow(lin.post(f"{page}/give_feedback", method="phone", note=f"打了 {PHONE}"))
    assert house.complaint(number).state == "feedback"
    api = Api(house)
    for answer in (api.by("window").get(f"/complaints/{number}"), api.by(None).post("/status", TYPED)):
        lin.seen.note(answer)


@pytest.fixture
def story(monkeypatch, caplog):
    """All that stays of the story, the lines of the log among it; and the secrets, the query codes with them."""
    moments = [shanghai("2026-09-21T10:00")]
    monkeypatch.setattr("complaints.infrastructure.clock.now", lambda: moments[-1])
    caplog.set_level("INFO")
    log, seen = io.StringIO(), Seen()
    with opened("sqlite", SHOUWEN_LOG_LEVEL="DEBUG") as house:
        structlog.configure(logger_factory=structlog.PrintLoggerFactory(log))
        browsers = {
            one: Watched(house.app, seen) for one in ("li", "window", "handler", "supervisor", "admin")
        }
        number, code = complains_on_the_web(browsers["li"])
        full = {"name": NAME, "phone": PHONE, "address": HOME, "identity_number": IDENTITY}
        logged = Api(house).by("window").post("/complaints", {**_plain(), "complainant": full})
        works_at_the_window(browsers["window"], lambda text: moments.append(shanghai(text)))
        works_on_it(house, browsers, logged.json["tracking_number"].replace("-", ""))
        looks_after_it(browsers["li"], number, code)
        for name in ("supervisor", "admin"):
            browsers[name].signed_in(name)
        for name in ("window", "handler", "supervisor", "admin"):
            browsers[name].looks_around()
        _breaks(browsers["window"], monkeypatch)
        db.session.remove()
    structlog.reset_defaults()
    seen.lines += [("log", line) for line in (*log.getvalue().splitlines(), *caplog.text.splitlines())]
    return seen, [*SECRETS, code, logged.json["query_code"]], (number,)


def _plain():
    return {name: TYPED[name] for name in ("category", "channel", "narrative")}


def _breaks(lin: Watched, monkeypatch) -> None:
    """A fault of ours in the middle of it."""

    def falls_over(*words):
        raise RuntimeError(TYPED["narrative"])

    monkeypatch.setattr("complaints.web.desk.new.breath_of", falls_over)
    lin.app_errors = lin.post("/desk/new", **TYPED).status_code
    assert lin.app_errors == 500


def test_who_the_citizen_is_stands_in_no_address_title_header_or_log(story):
    seen, secrets, tracking = story
    assert_it_went_everywhere(seen)

    assert leaks(seen.lines, secrets) == []
    citizens = [line for line in seen.lines if line[0].startswith(("/complain", "/status", "/receipt"))]
    assert leaks(citizens, tracking) == [], "nor, on the citizen's side, the number"


def assert_it_went_everywhere(seen):
    been = {where for where, _ in seen.lines}
    begun = (
        "/complain/check",
        "/receipt",
        "/status",
        "/desk/receipt/",
        "/desk/search",
        "/supervise",
        "/admin",
    )
    assert [begin for begin in begun if not any(where.startswith(begin) for where in been)] == []
    assert any("request failed" in line for where, line in seen.lines if where == "log")
    assert len([line for _, line in seen.lines if line.startswith("title: ")]) > 100


@pytest.mark.parametrize(
    "text",
    [
        '<a href="/desk/search?phone=139%208765%204321">x</a>',
        '<a href="tel:+8613987654321">x</a>',
        "<title>欧阳桂兰的投诉</title>",
        '<form action="/status/凤凰路%2088%20号%203%20单元">',
        '<button formaction="/x?name=%E6%AC%A7%E9%98%B3%E6%A1%82%E5%85%B0">',
    ],
)
def test_a_leak_is_seen(text):
    seen = Seen()
    with opened("sqlite", own=True) as house:
        house.app.add_url_rule("/leak", "leak", lambda: text)
        seen.note(house.app.test_client().get("/leak"))

    assert len(leaks(seen.lines, SECRETS)) == 1
