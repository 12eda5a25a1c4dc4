"""Mixed texts in every form that a page shows: none breaks a page, and no sign that no text holds is stored.

The forms are found by walking the pages, so that one added later is walked too; a page that takes what is typed and is not
reached fails the last test. SHOUWEN_TEST_TEXTS says how many.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from random import Random

import pytest
from sqlalchemy import event
from werkzeug.routing.exceptions import HTTPException, RequestRedirect

from complaints.infrastructure import encryption
from complaints.infrastructure.database import db, transaction
from complaints.models import EvaluationCase, EvaluationSample
from complaints.organisation import officers
from schemas.text import lines_of, unusable
from tests.casework.test_assists import helping
from tests.casework.test_consultations import asked
from tests.house import PASSWORD, House, opened, shanghai
from tests.support.forms import Form, forms_on, links_on
from tests.support.mixed_texts import texts
from tests.support.stories import answered, badly_rated, in_hand, offered, told
from tests.web.citizens import looks_up, writes
from tests.web.pages import ADMIN, Visitor
from tests.web.test_machine_tokens import machine
from tests.web.test_second_step import arrives, sets_up

COUNT = int(os.environ.get("SHOUWEN_TEST_TEXTS", "240"))
SCORED = ("timely", "contact", "procedure", "result")
EACH = 2 if COUNT < 1000 else COUNT // 500  # of each form, whose fields take a text each
PRESSED = {  # posts that a button or a choice makes, with nothing typed
    *("admin_ledger.go_on", "admin_notices.retry", "admin_notices.retry_all", "admin_notices.retry_aside"),
    *(
        "admin_machines.end",
        "admin_officers.close",
        "admin_officers.move",
        "admin_officers.reopen",
        "admin_officers.reset",
    ),
    *("admin_officers.set_roles", "admin_rosters.forget", "admin_rosters.week", "admin_units.close"),
    *(
        "admin_units.handles",
        "admin_units.reopen",
        "comforts.choose",
        "comforts.language",
        "complaining.clear",
    ),
    *(
        "complaining.files",
        "complaining.send",
        "confirmations.decide",
        "own_second_step.start",
        "desk.mark_read",
        "desk_hand_over.ask",
        "desk_take_over.take_over",
        "desk_leave.end",
        "desk_search.forget",
    ),
    *(
        "front.home_again",
        "own_sign_ins.end",
        "single_sign_on.link",
        "signing_in.logout",
        "supervise.again",
        "supervise_absence.end",
        "supervise_phrases.end",
    ),
    *("supervise_bulletins.approve", "supervise_bulletins.publish", "tracking.leave"),
    "supervise_evaluations.publish",
}
MOST_PAGES = 90  # of one person
BEGIN = {
    "citizen": ("/", "/status", "/complain/what", "/complain/who", "/complain/reach", "/complain/check"),
    "window": ("/desk", "/desk/new", "/desk/search", "/confirmations", "/sign-ins"),
    "handler": ("/desk",),
    "leader": ("/desk", "/supervise", "/supervise/absence"),
    "supervisor": (
        *("/supervise", "/supervise/bulletins", "/supervise/bulletins/2026-08/edit"),
        *("/supervise/catalogue/new", "/supervise/catalogue/1"),
    ),
    "admin": (*ADMIN, "/password"),
}
RATES = dict.fromkeys(
    ("SHOUWEN_STATUS_RATE", "SHOUWEN_LOGIN_RATE", "SHOUWEN_ACCOUNT_RATE"), "1000000 per minute"
)


@pytest.fixture
def busy(now) -> Iterator[House]:
    with opened("sqlite", **RATES) as house:
        yield house


def walk(visitor: Visitor, house: House, begin: tuple[str, ...]) -> dict[tuple[str, ...], tuple[str, Form]]:
    """Every form within reach, with its page; of pages that differ by a number alone, one."""
    found: dict[tuple[str, ...], tuple[str, Form]] = {}
    waiting, seen = list(begin), {_shape(house, address) for address in begin}
    for _ in range(MOST_PAGES):
        if not waiting:
            break
        address = waiting.pop(0)
        page = visitor.get(address)
        if page.mimetype != "text/html":
            continue
        for form in forms_on(page.text, address):
            found.setdefault((_endpoint(house, form.action), *form.key[1:]), (address, form))
        for link in links_on(page.text):
            shape = _shape(house, link)
            if shape and shape not in seen:
                seen.add(shape)
                waiting.append(link)
    return found


def _endpoint(house: House, address: str, method: str = "POST") -> str:
    path = address.partition("?")[0].partition("#")[0]
    try:
        endpoint, values = house.app.url_map.bind("localhost").match(path, method)
    except (HTTPException, RequestRedirect):
        return ""
    return f"{endpoint} {values.get('move') or values.get('name') or values.get('step') or ''}".strip()


def _shape(house: House, address: str) -> str:
    return f"{_endpoint(house, address, 'GET')} {sorted(re.findall('[?&]([a-z]+)=', address))}"


def _strings(parameters: object) -> Iterator[str]:
    if isinstance(parameters, str):
        yield parameters
    elif isinstance(parameters, dict):
        yield from _strings(list(parameters.values()))
    elif isinstance(parameters, list | tuple):
        for one in parameters:
            yield from _strings(one)


@pytest.fixture
def stored(busy: House) -> Iterator[list[str]]:
    """The texts with a sign that no text holds which reached the database, as they are written or sealed."""
    wrong: list[str] = []

    def look(connection, cursor, statement, parameters, context, many) -> None:
        for value in _strings(parameters):
            sign = getattr(unusable(lines_of(value)), "sign", "")
            if sign and (not statement.startswith("SELECT") or sign == "\0" or "\ud800" <= sign <= "\udfff"):
                wrong.append(f"{statement[:80]} {ascii(value)[:200]}")

    seal = encryption.seal

    def look_and_seal(text: str) -> str:
        if unusable(lines_of(text)) and not text.startswith("{"):  # a draft keeps what is still wrong in it
            wrong.append(ascii(text)[:200])
        return seal(text)

    engine = db.engine
    event.listen(engine, "before_cursor_execute", look)
    encryption.seal = look_and_seal
    yield wrong
    encryption.seal = seal
    event.remove(engine, "before_cursor_execute", look)


def throw(
    visitor: Visitor, house: House, page: str, form: Form, words: Iterator[str], random: Random
) -> None:
    """The page is opened again, for a form may be sent once only."""
    standing = next((one for one in forms_on(visitor.get(page).text, page) if one.key == form.key), form)
    sent = dict(standing.kept)
    for name in standing.typed:
        text = next(words).encode("utf-8", "replace").decode()
        sent[name] = text if random.random() < 0.9 else random.choice(["", "1", "2026-09-21", "13800138000"])
    for name in standing.kept:
        if name != "csrf_token" and random.random() < 0.1:
            sent[name] = next(words).encode("utf-8", "replace").decode()

    answer = visitor.post(standing.action, **{f"{name}": value for name, value in sent.items()})

    assert answer.status_code < 500, (standing.action, ascii(sent))
    if answer.mimetype == "text/html" and answer.status_code != 303 and answer.data:
        assert answer.text.rstrip().endswith("</html>") or answer.status_code in (302, 303), standing.action
    if answer.status_code == 303:
        assert visitor.follow(answer).status_code < 500, (standing.action, ascii(sent))


def signed_in(house: House, username: str) -> Visitor:
    visitor = Visitor(house.app)
    visitor.get("/login")
    visitor.post("/login", username=username, password=PASSWORD)
    return visitor


def citizen(house: House) -> Visitor:
    """One who has begun a complaint and looked up another."""
    visitor, number = Visitor(house.app), told(house)
    writes(visitor)
    looks_up(visitor, number, house.codes[number])
    return visitor


def throw_at_all(house: House, who: str, begin: tuple[str, ...], reached: set[str]) -> None:
    words, random = texts(10**9, seed=91), Random(92)
    visitor = citizen(house) if who == "citizen" else signed_in(house, who)
    for (endpoint, *_), (page, form) in walk(visitor, house, begin).items():
        if endpoint in reached or not form.typed:
            continue
        reached.add(endpoint)
        for _ in range(EACH):
            throw(visitor, house, page, form, words, random)


def comes(house: House, who: str) -> Visitor:
    if who == "half in":
        return arrives(house, "other")[0]
    if who == "starting":
        visitor = signed_in(house, "leader")
        visitor.get("/second-step")
        visitor.post("/second-step/start")
        return visitor
    if who == "second step":
        return sets_up(house, "other")[0]
    visitor = citizen(house) if who == "citizen" else signed_in(house, who) if who else Visitor(house.app)
    visitor.get("/login" if not who else "/")
    return visitor


def throw_directly(house: House, climbed: str, reached: set[str]) -> None:
    """At pages whose form follows a choice, or is sent by a script."""
    pick = f"{climbed}.{house.complaint(climbed).version}"
    question = in_hand(house)
    asked(house, question, unit="EZ-CENTRE")
    helping(house, question, unit="EZ-CENTRE")
    task = f"/desk/assists/{question}"
    words = texts(10**9, seed=93)
    for who, address, more, typed in (
        ("supervisor", "/supervise/act/urge", {"pick": pick, "sure": "1"}, ("note",)),
        ("supervisor", "/supervise/act/supervise", {"pick": pick, "sure": "1"}, ("due_at", "instruction")),
        ("supervisor", "/supervise/act/accept", {"pick": pick, "sure": "1"}, ("note",)),
        ("admin", "/admin/reviews", {"number": climbed, "act": "accept"}, ("note",)),
        ("leader", f"/desk/c/{climbed}/review", {"act": "accept"}, ("note",)),
        ("admin", "/admin/notices/test", {"channel": "officer"}, ("recipient",)),
        ("citizen", "/complain/keep/what", {}, ("narrative",)),
        ("window", f"/desk/c/{climbed}/answer_on_the_spot/keep", {}, ("findings", "reply")),
        ("window", "/desk/earlier", {}, ("phone", "name", "narrative")),
        ("window", f"/desk/consultations/{question}/decline", {"of": "1"}, ("opinion",)),
        ("window", f"{task}/return", {"of": "2"}, ("note",)),
        ("window", f"{task}/take", {"of": "2"}, ("note",)),
        ("window", task, {"of": "2"}, ("note",)),
        ("window", f"{task}/recuse", {"of": "2"}, ("note",)),
        ("window", f"/desk/consultations/{question}/recuse", {"of": "1"}, ("opinion",)),
        ("gulou.lv", "/evaluate/2026-08/1", dict.fromkeys(SCORED, "80"), ("note",)),
        ("", "/login", {}, ("username", "password", "next", "kept")),
        ("starting", "/second-step", {}, ("code",)),
        ("second step", "/second-step/remove", {}, ("password_now",)),
        ("half in", "/login/code", {}, ("code", "next")),
    ):
        visitor = comes(house, who)
        reached.add(_endpoint(house, address))
        for _ in range(EACH):
            sent = {name: next(words).encode("utf-8", "replace").decode() for name in typed}
            answer = visitor.post(address, **more, **sent)
            assert answer.status_code < 500 and answer.status_code != 400, (address, ascii(sent))


def draw_one(house: House, number: str) -> None:
    """A sample of August with one case, and an officer without work who evaluates it."""
    case_of = house.complaint(number).id
    with transaction(alone=True):
        officers.set_roles(house.officer("gulou.lv"), ["evaluator"], shanghai("2026-09-01T09:00"))
        by_id, at = house.officer("supervisor").id, shanghai("2026-09-01T09:00")
        words = {"period": "2026-08", "criteria": "2026.1", "seed": "5eed", "by_id": by_id, "at": at}
        sample = EvaluationSample(size=1, population=1, **words)
        db.session.add(sample)
        db.session.flush()
        db.session.add(EvaluationCase(sample_id=sample.id, complaint_id=case_of, place=1))


def test_no_text_breaks_a_form(busy: House, stored: list[str]) -> None:
    climbed = busy.logs("2026-09-07T09:00")
    busy.sweeps("2026-09-18T08:00")
    for story in (offered, in_hand, answered, badly_rated):
        story(busy)
    asked(busy, in_hand(busy), unit="EZ-CENTRE")
    drafting = signed_in(busy, "supervisor")
    drafting.get("/supervise/bulletins")
    drafting.post("/supervise/bulletins", period="2026-08")
    entry = {"what": "窗口纪律", "category": "ATTITUDE", "unit": "EC-BUREAU", "basis": "条例"}
    drafting.post("/supervise/catalogue/new", **entry)
    machine(busy)
    reached: set[str] = set()

    for who, begin in BEGIN.items():
        throw_at_all(busy, who, begin, reached)
    draw_one(busy, climbed)
    throw_directly(busy, climbed, reached)

    posts = {
        rule.endpoint
        for rule in busy.app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and not rule.rule.startswith("/api/")
    }
    assert stored == []
    assert posts - {one.partition(" ")[0] for one in reached} == PRESSED
