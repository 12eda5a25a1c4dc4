"""At the window by keyboard alone: what was written down wrong is put right, and what a citizen says is recorded.

`keyboard.py` says how the seconds are measured.
"""

from __future__ import annotations

import pytest
from sqlalchemy import select

from complaints.casework import moves
from complaints.infrastructure.database import db, transaction
from complaints.models import Complaint, Event
from complaints.web.forms.move_keys import FOR_CITIZEN, LETTERS
from schemas.moves import CITIZEN_MOVES
from tests.browser import desk
from tests.browser.colours import faint_texts
from tests.browser.eyes import faults, through, too_wide
from tests.browser.keyboard import Keyboard
from tests.browser.site import PHONE, WIDE, person
from tests.house import shanghai
from tests.support.stories import in_hand, offered, told
from workflows.language import Act

pytestmark = pytest.mark.browser

LONGEST = 20  # seconds


@pytest.fixture
def at_desk(browser, site):
    opened = []

    def sign_in(username: str):
        context = person(browser, site, viewport=WIDE)
        opened.append(context)
        page = context.new_page()
        desk.sign_in(page, username)
        return page

    yield sign_in
    for context in opened:
        context.close()


@pytest.fixture
def lin(at_desk):
    return at_desk("window")


def begins(page, number: str) -> Keyboard:
    """On the page of the complaint, with the citizen in front."""
    page.goto(f"/desk/c/{number}")
    page.wait_for_load_state("networkidle")
    return Keyboard(page)


def seen_well(page) -> list[str]:
    """Faults that hinder people on the open page, wide and narrow."""
    found = faults(page) + faint_texts(page)
    with through(page, PHONE["width"]):
        found += faults(page) + faint_texts(page)
        found += [f"{too_wide(page)} px too wide"] if too_wide(page) else []
    return found


def last_detail(number: str) -> tuple[str, dict]:
    db.session.rollback()
    query = select(Event).join(Complaint, Complaint.id == Event.complaint_id)
    query = query.filter(Complaint.tracking_number == number).order_by(Event.seq.desc()).limit(1)
    event = db.session.scalars(query).one()
    return event.move, event.detail


def test_wrong_phone_is_corrected_within_20_seconds(lin, site):
    number = in_hand(site.house)
    hands = begins(lin, number)

    hands.opens("b e", "**/correct")
    assert seen_well(lin) == [] and "138 0013 8000" in lin.inner_text("#changes_phone-hint")
    hands.type("13900139000")
    hands.tab_to("#reason")
    hands.type("抄错")
    hands.sends(f"**/desk/c/{number}")

    assert site.house.complaint(number).complainant.phone == "+8613900139000"
    assert hands.seconds < LONGEST, (hands.keys, hands.seconds)


def test_wrong_category_is_corrected_within_20_seconds(lin, site):
    number = in_hand(site.house)
    hands = begins(lin, number)

    hands.opens("b e", "**/correct")
    hands.tab_to("#changes_category")
    hands.type("tuiwei")
    hands.press("Enter")
    hands.tab_to("#reason")
    hands.type("抄错")
    hands.sends(f"**/desk/c/{number}")

    assert site.house.complaint(number).category == "SHIRK"
    assert hands.seconds < LONGEST, (hands.keys, hands.seconds)


def test_wrong_respondent_is_corrected_within_20_seconds(lin, site):
    number = site.house.logs("2026-09-18T09:00", respondent_officer="handler")
    hands = begins(lin, number)

    hands.opens("b x", "**/clear_respondent")
    assert seen_well(lin) == []
    hands.tab_to("#instead_officer")
    hands.type("hean")
    hands.press("Enter")
    hands.tab_to("#reason")
    hands.type("写错")
    hands.sends(f"**/desk/c/{number}")

    assert site.house.complaint(number).respondent_officer.username == "centre.he"
    assert hands.seconds < LONGEST, (hands.keys, hands.seconds)


def test_dispatch_is_recalled_by_keyboard(lin, site):
    number = offered(site.house)
    hands = begins(lin, number)

    hands.opens("b l", "**/recall")
    assert seen_well(lin) == []
    hands.type("派错单位")
    hands.sends(f"**/desk/c/{number}")

    complaint = site.house.complaint(number)
    assert complaint.state == "received" and complaint.refusing_unit_ids == []
    assert hands.seconds < LONGEST, (hands.keys, hands.seconds)


def test_code_is_reissued_with_what_was_checked(lin, site):
    number = in_hand(site.house)
    hands = begins(lin, number)

    hands.opens("b k", "**/reissue_code")
    assert seen_well(lin) == []
    hands.type("核对身份证原件")
    hands.press("Control+Enter")
    lin.locator(".receipt-code").wait_for()

    assert seen_well(lin) == []
    assert last_detail(number) == ("reissue_code", {"checked": "核对身份证原件", "code_to": "window"})
    assert lin.inner_text(".receipt-code").replace(" ", "") != site.house.codes[number]
    hands.press("o")
    hands.arrives(f"**/desk/c/{number}")


def test_rating_by_call_back_is_recorded_by_a_third_person(at_desk, site):
    number = told(site.house)
    site.at("2026-09-22T10:00")
    gu = at_desk("supervisor")
    hands = begins(gu, number)

    hands.opens("d r", "**/rate")
    assert seen_well(gu) == []
    hands.press("ArrowDown")
    hands.tab_to("#comment")
    hands.type("回复及时")
    hands.tab_to("#heard_how")
    hands.press("ArrowDown", "ArrowDown", "ArrowDown")
    hands.sends(f"**/desk/c/{number}")

    move, detail = last_detail(number)
    assert (move, detail["heard"]["how"]) == ("rate", "call_back") or move == "close"
    assert site.house.complaint(number).grade is not None
    assert hands.seconds < LONGEST, (hands.keys, hands.seconds)


def test_group_of_37_with_a_representative_is_logged_by_keyboard(lin, site):
    hands = Keyboard(lin)
    hands.press("n")
    hands.arrives("**/desk/new?form=*")
    hands.type("13900139000")
    hands.tab_to("#name")
    hands.type("张三等")
    hands.tab_to("summary:has(+ .field #group_size), details:has(#group_size) > summary")
    hands.press("Enter")
    hands.tab_to("#group_size")
    hands.type("37")
    hands.tab_to("#representative_name")
    hands.type("张三")
    hands.tab_to("#representative_phone")
    hands.type("13800000001")
    hands.tab_to("#category")
    hands.type("tuiwei")
    hands.press("Enter")
    hands.tab_to("#narrative")
    hands.type("三个窗口互相推。")
    assert seen_well(lin) == []
    hands.tab_to("#unit")
    hands.type("ecqsfj")
    hands.press("Enter")
    hands.sends("**/desk/receipt/*")

    person_ = db.session.scalars(select(Complaint)).one().complainant
    assert person_.group_size == 37 and person_.representatives == [{"name": "张三", "phone": "13800000001"}]


CHANGED = (
    "correct",
    "name_respondent",
    "clear_respondent",
    "settle_respondent",
    "recall",
    "unmerge",
    "reissue_code",
)


def test_each_move_has_a_key_of_its_own():
    assert set(CHANGED) <= set(LETTERS) and set(CITIZEN_MOVES) == set(FOR_CITIZEN)
    for keys in (LETTERS, FOR_CITIZEN):
        assert len(set(keys.values())) == len(keys)


def joined(house) -> str:
    """One that was joined to another."""
    leading, number = house.logs("2026-09-18T09:00"), house.logs("2026-09-18T09:10")
    with transaction():
        act = Act("merge", house.officer("window"), shanghai("2026-09-18T10:00"), {"leading": leading})
        moves.make_move(number, act)
    return number


STORIES = {
    "in hand": (in_hand, {"b e", "b n", "b k", "d n", "d w", "d x"}),
    "offered": (offered, {"b l"}),
    "named": (lambda house: house.logs("2026-09-18T09:00", respondent_name="周宁"), {"b s", "b x"}),
    "joined": (joined, {"b u"}),
}


@pytest.mark.parametrize("story", STORIES)
def test_each_form_of_a_complaint_opens_with_one_group_of_keys(lin, site, story):
    tell, wanted = STORIES[story]
    number = tell(site.house)
    page = begins(lin, number).page
    links = page.locator("[data-act][data-key], [data-record]").evaluate_all(
        "all => all.map(one => [one.dataset.key, one.getAttribute('href')])"
    )
    keys = [key for key, _ in links]
    assert len(keys) == len(set(keys)) and wanted <= set(keys)

    for key, address in links:
        hands = begins(page, number)
        hands.opens(key, f"**{address}")
        assert page.evaluate("document.activeElement.matches('input, select, textarea')"), address


def test_units_work_together_by_keyboard(at_desk, site):
    number = in_hand(site.house)
    lead, helper = at_desk("handler"), at_desk("other")

    hands = begins(lead, number)
    hands.opens("b a", "**/add_assist")
    assert seen_well(lead) == []
    hands.type("hrqsfj")
    hands.press("Enter", "Tab")
    hands.tab_to("#task")
    hands.type("请查取号记录")
    hands.sends(f"**/desk/c/{number}")

    helper.goto(f"/desk/assists/{number}")
    assert seen_well(helper) == []
    taking = Keyboard(helper)
    taking.tab_to("#assist-form [data-submit]")
    taking.press("Enter")
    taking.arrives("**/desk/assists")
    helper.goto(f"/desk/assists/{number}")
    assert seen_well(helper) == []
    answering = Keyboard(helper)
    answering.tab_to("#note")
    answering.type("9 点 12 分取号")
    answering.sends("**/desk/assists")

    move, detail = last_detail(number)
    assert move == "answer_assist" and detail["assists"] == [1]
    assert site.house.complaint(number).handler.username == "handler"
