"""Every page of every role, in the order one would walk through them. Tests look at each page, pictures are taken of each.

A walk shows one page after another in the window it is given and names each; what looks on may change the window's size
or colours, but does not change the content of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from playwright.sync_api import Page
from sqlalchemy.exc import OperationalError

from complaints.infrastructure.database import transaction
from complaints.organisation import passwords
from tests.browser import citizen, supervise
from tests.browser.citizen import Paper
from tests.browser.desk import sign_in
from tests.browser.site import Site
from tests.browser.stories import AUDITOR, Told
from tests.web.pages import ADMIN

Walk = Iterator[str]

# What moves from `opened` on is moved by us, not by the page while it loads.
OPEN_ALL = """() => {
    window.opened = performance.now();
    for (const one of document.querySelectorAll("main details")) one.open = true;
}"""

DESK = (
    "/desk",
    "/desk?list=unit",
    "/desk?list=today",
    "/desk?list=overdue",
    "/desk/inbox",
    "/desk/leave",
    "/desk/hand-over",
    "/desk/take-over",
    "/desk/consultations",
    "/desk/assists",
    "/desk/keys",
)
FORMS = {
    "window": (
        ("returned", "assign"),
        ("fresh", "decline"),
        ("fresh", "ask_supplement"),
        ("fresh", "answer_on_the_spot"),
        ("answered", "give_feedback"),
        ("parties", "answer_on_the_spot"),
        ("parties", "correct"),
        ("parties", "name_respondent"),
        ("parties", "clear_respondent"),
        ("parties", "settle_respondent"),
        ("parties", "reissue_code"),
        ("parties", "add"),
        ("parties", "ask_citizen"),
        ("parties", "request_recusal"),
        ("offered", "recall"),
    ),
    "handler": (
        ("asking", "contact"),
        ("late", "request_extension"),
        ("asking", "suspend"),
        ("late", "answer"),
        ("offered", "return"),
        ("late", "files"),
        ("late", "request_correction"),
        ("late", "consult"),
        ("late", "withdraw_consultation"),
        ("late", "add_assist"),
        ("late", "end_assist"),
    ),
    "leader": (("asking", "grant_extension"), ("late", "reassign"), ("late", "change_first_responder")),
    "supervisor": (("bad", "reopen"), ("bad", "uphold"), ("late0", "review"), ("told", "rate")),
}
STATES = (
    "today",
    "late0",
    "waiting",
    "suspended",
    "asking",
    "told",
    "over",
    "declined",
    "restricted",
    "parties",
    "erased",
)


def of_citizen(page: Page, site: Site, told: Told) -> Walk:
    yield from _addresses(page, "/", "/commitments", "/status", "/complain")
    yield from _addresses(page, "/bulletins", "/bulletins/2026-07", "/open-data")
    page.goto("/complain/category")
    _send(page)
    yield "complain-wrong"
    for number, step in enumerate(citizen.STEPS, 1):
        page.goto(f"/complain/{step}")
        yield f"complain-{number}-{step}"
        citizen.fill(page, step)
    yield "receipt"
    page.goto("/receipt?paper=slip")
    yield "receipt-slip"
    for state in STATES:
        _leave(page)
        citizen.look_up(page, told[state])
        yield f"status-{state}"
        if state == "late0":
            yield from _addresses(page, "/status/withdraw", "/status/request_recusal")
        if state == "waiting":
            yield from _addresses(page, "/status/supplement")
        if state == "parties":
            yield from _addresses(page, "/status/add", "/status/answer_question")
        if state == "told":
            yield from _addresses(page, "/status/rate", "/status/appeal")
    _leave(page)
    citizen.look_up(page, Paper(told["told"].number, "000001"))
    yield "status-not-found"


def of_window(page: Page, site: Site, told: Told) -> Walk:
    sign_in(page, "window")
    yield from _addresses(page, *DESK)
    page.goto("/desk/new")
    yield "desk-new"
    _write_new(page)
    yield "desk-new-written"
    page.fill("#narrative", "")
    with page.expect_navigation():
        page.locator("form[data-new]").evaluate("form => form.submit()")
    yield "desk-new-wrong"
    page.fill("#narrative", "9 月 18 日上午在 3 号窗口问话不答。\n希望当面道歉。")
    page.check("input[value=accept]")
    page.click("[data-submit]")
    page.wait_for_url("**/desk/receipt/**")
    yield "desk-receipt"
    yield from _addresses(
        page, "/desk/search", "/desk/search?category=ATTITUDE", "/desk/search?category=PETITION"
    )
    yield from _addresses(
        page, f"/desk/consultations/{told['late'].number}", f"/desk/assists/{told['late'].number}"
    )
    yield from _complaints(page, told, "late", "returned", "bad", "suspended", "parties")
    yield from _addresses(page, f"/desk/c/{told['told'].number}/ways")
    page.goto(f"/desk/c/{told['told'].number}/documents")
    yield "documents"
    edit = page.locator("main a[href$='/edit']").first
    if edit.count():
        edit.click()
        yield "document-edit"
    yield from _forms(page, told, "window")


def of_handler(page: Page, site: Site, told: Told) -> Walk:
    sign_in(page, "handler")
    yield from _addresses(page, "/desk?list=offered", "/desk?list=mine")
    yield from _complaints(page, told, "late")
    yield from _forms(page, told, "handler")


def of_leader(page: Page, site: Site, told: Told) -> Walk:
    sign_in(page, "leader")
    yield from _addresses(page, "/desk?list=unit", "/supervise")
    yield from _forms(page, told, "leader")


def of_supervisor(page: Page, site: Site, told: Told) -> Walk:
    sign_in(page, "supervisor")
    yield from _addresses(page, *supervise.PAGES)
    yield from _addresses(
        page, "/supervise/bulletins", "/supervise/bulletins/2026-08", "/supervise/bulletins/2026-08/edit"
    )
    yield from _addresses(page, "/supervise/catalogue", "/supervise/catalogue/new")
    yield from _addresses(page, "/supervise/call-backs?month=2026-09", "/supervise/evaluations")
    yield from _addresses(page, "/supervise/retention", f"/desk/c/{told['erased'].number}")
    page.goto("/supervise/retention")
    page.fill("#number", told["held"].number)
    page.fill("#reason", "又有人申请公开")
    _send(page)
    yield "supervise-retention-wrong"
    for act in ("supervise", "designate", "urge", "change_urgency"):
        page.goto("/supervise")
        for box in page.locator("[name=pick]").all()[:3]:
            box.check()
        page.click(f".acts-bar button[formaction$={act}]")
        yield f"supervise-act-{act}"
    yield from _forms(page, told, "supervisor")


def of_admin(page: Page, site: Site, told: Told) -> Walk:
    sign_in(page, "admin")
    yield from _addresses(page, *ADMIN, "/assessment")
    page.goto("/admin/rulebook?from=2026.1")
    _send(page)
    yield "admin-rulebook-checked"


def of_auditor(page: Page, site: Site, told: Told) -> Walk:
    sign_in(page, AUDITOR)
    yield from _addresses(page, "/audit", "/audit/changes", "/audit/retention", "/assessment")
    yield from _addresses(page, f"/audit/c/{told['erased'].number}", f"/audit/c/{told['late'].number}")


def of_idle(page: Page, site: Site, told: Told) -> Walk:
    """Who has nothing to do: every page says what would come here."""
    sign_in(page, "zelin.xu")
    lists = ("offered", "today", "tracking")
    yield from _addresses(page, "/desk", *(f"/desk?list={name}" for name in lists), "/desk/inbox")
    yield from _addresses(
        page,
        "/supervise",
        "/supervise/load",
        "/supervise/call-backs",
        "/supervise/call-backs/behind/owed?month=2026-09",
        "/supervise/calendar",
        "/supervise/charts",
        "/supervise/figures",
        "/supervise/hand-over/zelin.xu",
    )


def of_trouble(page: Page, site: Site, told: Told) -> Walk:
    """Doors, and doors that stay shut."""
    yield from _addresses(page, "/login", "/nothing")
    yield from _resent(page)
    yield from _too_often(page, site, told)
    yield from _out_of_order(page, site)
    sign_in(page, "admin")
    yield from _addresses(page, "/desk", "/password")
    yield from _ended(page, site)
    yield from _given(page, site)


WALKS: dict[str, Callable[[Page, Site, Told], Walk]] = {
    "citizen": of_citizen,
    "window": of_window,
    "handler": of_handler,
    "leader": of_leader,
    "supervisor": of_supervisor,
    "admin": of_admin,
    "auditor": of_auditor,
    "idle": of_idle,
    "trouble": of_trouble,
}


def _addresses(page: Page, *addresses: str) -> Walk:
    for address in addresses:
        page.goto(address)
        yield _name(address)


def _name(address: str) -> str:
    plain = "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in address.strip("/"))
    return plain[:50] or "home"


def _send(page: Page) -> None:
    page.locator("main form .button").last.click()


def _leave(page: Page) -> None:
    page.goto("/status")
    if page.locator("form[action='/status/leave']").count():
        with page.expect_navigation():
            page.locator("form[action='/status/leave'] button").click()


def _complaints(page: Page, told: Told, *names: str) -> Walk:
    for name in names:
        page.goto(f"/desk/c/{told[name].number}")
        page.evaluate(OPEN_ALL)
        yield f"complaint-{name}"


def _forms(page: Page, told: Told, username: str) -> Walk:
    for name, move in FORMS[username]:
        page.goto(f"/desk/c/{told[name].number}/{move}")
        yield f"move-{move}"


def _write_new(page: Page) -> None:
    page.fill("#phone", "13800138000")
    page.fill("#name", "李大爷")
    page.fill("#category", "ckfwtd")
    page.press("#category", "Enter")
    page.fill(
        "#narrative", "9 月 18 日上午十点，在 3 号窗口问了三次没有人理，后来让我去别处问。\n希望当面道歉。"
    )
    page.wait_for_load_state("networkidle")


def _resent(page: Page) -> Walk:
    """A page that stood open until its token was no longer good."""
    page.goto("/complain/category")
    citizen.fill(page, "category")
    page.goto("/complain/what")
    page.fill("#narrative", "三号窗口没人理，问了半小时。")
    page.locator("[name=csrf_token]").evaluate_all("all => all.forEach(one => { one.value = 'old' })")
    page.locator("main form .button").first.click()
    yield "resend"


def _too_often(page: Page, site: Site, told: Told) -> Walk:
    app = site.house.app
    before = app.config["SHOUWEN"]
    app.config["SHOUWEN"] = replace(before, wrong_rate="1 per minute")
    for _ in range(2):
        citizen.look_up(page, Paper(told["told"].number, "000001"))
    app.config["SHOUWEN"] = before
    yield "too-often"


def _out_of_order(page: Page, site: Site) -> Walk:
    views = site.house.app.view_functions
    before = views["front.commitments"]

    def falls_over(**_: object) -> str:
        raise OperationalError("select", {}, Exception("no such table"))

    views["front.commitments"] = falls_over
    page.goto("/commitments")
    views["front.commitments"] = before
    yield "out-of-order"


def _ended(page: Page, site: Site) -> Walk:
    before = site.now
    page.goto("/admin/units/new")
    page.fill("#name_zh", "新单位")
    site.at("2026-09-22T18:00")
    page.fill("#name_en", "A new unit")
    with page.expect_navigation():
        page.locator("main form").last.evaluate("form => form.submit()")
    yield "session-ended"
    site.now = before


def _given(page: Page, site: Site) -> Walk:
    """The first sign-in with a given password."""
    with transaction():
        given = passwords.give(site.house.officer("review.du"), site.now)
    page.goto("/login")
    page.fill("#username", "review.du")
    page.fill("#password", given)
    page.locator("main form .button").click()
    page.wait_for_load_state()
    yield "password-given"
