"""Administration without JavaScript: what administrators may change, what is refused, and that they see no complaint."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlalchemy import select, update

from complaints.commitments.calendar import current as current_calendar
from complaints.infrastructure import clock
from complaints.infrastructure.database import db, transaction
from complaints.intake.complainant import Person
from complaints.models import AuditNote, Complaint, Event, Notice, Officer, OfficerRole, Roster, Unit
from complaints.notifications import channels, undelivered
from complaints.queries.statistics import limit_impact
from complaints.rulebooks import comparison, limits_editor, store
from complaints.web.admin import rulebook
from schemas.rulebook import load_rulebook
from tests.house import PASSWORD, opened, shanghai
from tests.web.pages import ADMIN, Visitor, words_on
from workflows.limits import Limit

EC = "EC-BUREAU"
UNIT = {
    "code": "EC-ST-XISHAN",
    "name_zh": "西山街道公共法律服务工作站",
    "name_en": "Xishan Station",
    "kind": "station",
    "parent": "EC-CENTRE",
    "handles": "1",
}
OFFICER = {
    "username": "ec.zhang",
    "name_zh": "张新",
    "name_en": "Zhang Xin",
    "unit": EC,
    "roles": ["officer"],
}
YEAR = "date,working,label\n2027-01-01,no,元旦\n2027-02-06,yes,春节调休\n2027-02-08,no,春节\n"


def signed_in(house, username):
    visitor = Visitor(house.app)
    visitor.get("/login")
    assert visitor.post("/login", username=username, password=PASSWORD).status_code == 303
    return visitor


@pytest.fixture
def chen(house, now):
    visitor = signed_in(house, "admin")
    visitor.get("/admin")
    return visitor


def notes():
    db.session.rollback()
    return [(note.by, note.what) for note in db.session.scalars(select(AuditNote).order_by(AuditNote.id))]


def row(kind, **by):
    db.session.rollback()
    query = select(kind).filter_by(**by).execution_options(populate_existing=True)
    return db.session.scalars(query).one_or_none()


def with_handler(house):
    number = house.logs("2026-09-18T09:00")
    house.does("window", number, "accept", "2026-09-18T09:10")
    house.does("window", number, "assign", "2026-09-18T09:20", unit=EC)
    house.does("handler", number, "sign_for", "2026-09-18T10:00")
    return number


# Who, and what they see -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("username", ["window", "leader", "supervisor"])
def test_nobody_but_an_administrator_gets_in(house, now, username):
    visitor = signed_in(house, username)

    assert [visitor.get(page).status_code for page in ADMIN] == [403] * len(ADMIN)
    assert visitor.post("/admin/units/new", **UNIT).status_code == 403


def test_every_page_opens_and_shows_no_word_of_any_complaint(house, chen):
    secret = {
        "subject": "不外传的标题甲",
        "narrative": "不外传的经过乙",
        "person": Person(name="钱某某", phone="+8613811112222"),
    }
    numbers = [house.logs("2026-09-18T09:00", **secret), with_handler(house)]
    house.does(
        "handler", numbers[1], "contact", "2026-09-18T11:00", how="phone", reached=True, note="不外传的记录丙"
    )
    with transaction():
        words = "IntegrityError: (sqlite3) [SQL: INSERT …] [parameters: ('钱某某', '不外传的经过乙')]"
        db.session.execute(update(Complaint).values(set_aside_at=clock.now(), failure=words))
        db.session.execute(update(Notice).values(dead_at=clock.now(), last_error="timed out"))
        db.session.execute(update(Officer).filter_by(username="handler").values(email="private@example.org"))
        detail = {"number": numbers[0], "failure": words}
        db.session.add(
            AuditNote(at=clock.now(), by="command", what="set aside complaint retried", detail=detail)
        )

    for page in ADMIN:
        answer = chen.get(page)
        assert answer.status_code == 200, page
        for word in (
            "不外传",
            "钱某某",
            "13811112222",
            "138 1111",
            "李大爷",
            "13800138000",
            "工作人员态度差",
            "private@",
        ):
            assert word not in answer.text, (page, word)


def test_the_walk_leaves_no_page_of_administration_out(house):
    matching = house.app.url_map.bind("localhost").match
    walked = {matching(page.partition("?")[0], method="GET")[0] for page in ADMIN}

    rules = [rule for rule in house.app.url_map.iter_rules() if rule.rule.startswith("/admin")]
    assert {rule.endpoint for rule in rules if "GET" in (rule.methods or ())} == walked


def test_an_administrator_finds_no_complaint_anywhere_else_either(house, chen):
    number = with_handler(house)

    for address in ("/desk", f"/desk/c/{number}", f"/desk/search?q={number}", "/desk/inbox", "/supervise"):
        answer = chen.get(address)
        assert answer.status_code in (403, 404), address
        assert "窗口态度" not in answer.text and "李大爷" not in answer.text, address


def test_what_needs_attention_stands_on_the_first_page(house, now, chen):
    said = words_on(chen.get("/admin"))
    assert "没有积压" in said and "待法制审核" in said

    now("2026-11-20T10:00")
    with_handler(house)
    said = words_on(signed_in(house, "admin").get("/admin"))

    assert "2027 年放假安排还没有载入" in said and "请检查定时任务" in said


def test_a_failure_keeps_its_kind_and_nothing_of_what_was_written():
    assert undelivered.kind_of("IntegrityError: (x) [parameters: ('李大爷',)]") == "IntegrityError"
    assert undelivered.kind_of("RuntimeError (climbing.py:93)") == "RuntimeError (climbing.py:93)"


# Units ----------------------------------------------------------------------------------------------------------


def test_a_unit_is_added_below_another_and_noted(house, chen):
    answer = chen.post("/admin/units/new", **UNIT)

    assert answer.status_code == 303
    assert row(Unit, code="EC-ST-XISHAN").path.endswith("/EC-BUREAU/EC-CENTRE/EC-ST-XISHAN/")
    assert notes() == [("admin", "unit added")]


def test_a_unit_that_cannot_be_is_told_at_its_fields_and_nothing_typed_is_lost(house, chen):
    answer = chen.post("/admin/units/new", **{**UNIT, "code": EC, "kind": "", "parent": ""})

    assert answer.status_code == 422 and notes() == []
    for name in ("code", "kind", "parent"):
        assert f'href="#{name}"' in answer.text
    assert 'value="西山街道公共法律服务工作站"' in answer.text


@pytest.mark.parametrize("address", ["/admin/units/new", f"/admin/units/{EC}/name", "/admin/officers/new"])
def test_what_is_left_empty_is_named_in_the_summary(house, chen, address):
    told = words_on(chen.post(address))

    assert "中文名称：请填写，不超过 80 字。" in told and "英文名称：请填写，不超过 80 字。" in told


def test_a_unit_is_renamed_and_closed_and_opened_again(house, chen):
    chen.post("/admin/units/new", **UNIT)
    address = "/admin/units/EC-ST-XISHAN"
    chen.post(f"{address}/name", name_zh="西山工作站", name_en="Xishan")
    asked = chen.post(f"{address}/close")

    assert "停用这个单位？" in words_on(asked) and row(Unit, code="EC-ST-XISHAN").active
    chen.post(f"{address}/close", sure="1")
    unit = row(Unit, code="EC-ST-XISHAN")
    assert (unit.name_zh, unit.active) == ("西山工作站", False)
    chen.post(f"{address}/reopen")
    assert row(Unit, code="EC-ST-XISHAN").active
    assert [what for _, what in notes()][1:] == ["unit renamed", "unit deactivated", "unit activated"]


def test_a_unit_with_people_or_complaints_is_not_closed(house, chen):
    said = words_on(chen.follow(chen.post(f"/admin/units/{EC}/close", sure="1")))
    assert "名在用人员" in said

    with_handler(house)
    said = words_on(chen.follow(chen.post(f"/admin/units/{EC}/close", sure="1")))
    assert "还有 1 件未办完的投诉" in said
    said = words_on(chen.follow(chen.post(f"/admin/units/{EC}/handles", handles="0")))
    assert "还有 1 件未办完的投诉" in said and row(Unit, code=EC).handles
    assert notes() == []


# Officers -------------------------------------------------------------------------------------------------------


def test_an_officer_is_added_with_a_password_told_once_and_can_sign_in(house, chen):
    answer = chen.post("/admin/officers/new", **OFFICER)
    password = re.search(r'class="password digits">([^<]+)<', answer.text)[1]
    newcomer = Visitor(house.app)
    newcomer.get("/login")

    assert newcomer.post("/login", username="ec.zhang", password=password).status_code == 303
    assert newcomer.get("/desk").headers["Location"].startswith("/password")
    assert password not in chen.get("/admin/officers/ec.zhang").text + chen.get("/admin/audit").text
    assert row(OfficerRole, officer_id=row(Officer, username="ec.zhang").id).role == "officer"
    assert notes() == [("admin", "officer added")]


def test_an_account_that_cannot_be_is_told_at_its_fields(house, chen):
    answer = chen.post("/admin/officers/new", **{**OFFICER, "username": "handler", "unit": "", "roles": []})

    assert answer.status_code == 422
    for name in ("username", "unit", "roles"):
        assert f'href="#{name}"' in answer.text
    assert 'value="张新"' in answer.text


def test_an_administrator_holds_no_other_role(house, chen):
    answer = chen.post("/admin/officers/new", **{**OFFICER, "roles": ["admin", "officer"]})

    assert answer.status_code == 422 and "不能兼任其他角色" in words_on(answer)


@pytest.mark.parametrize(
    "act", [("close", {"sure": "1"}), ("move", {"unit": "EZ-CENTRE"}), ("roles", {"roles": ["supervisor"]})]
)
def test_whoever_holds_complaints_stays_until_they_are_handed_over(house, chen, act):
    with_handler(house)
    answer = chen.post(f"/admin/officers/handler/{act[0]}", **act[1])
    answer = chen.follow(answer) if answer.status_code == 303 else answer

    assert "还有 1 件未办完的投诉（首问 0 件，当前负责 1 件，承办 1 件）" in words_on(answer)
    handler = row(Officer, username="handler")
    assert handler.active and handler.unit.code == EC and "officer" in handler.roles and notes() == []


def test_whoever_holds_nothing_is_moved_with_their_posts_and_off_the_roster(house, chen):
    chen.post("/admin/officers/handler/move", unit="EZ-CENTRE")

    handler = row(Officer, username="handler")
    posts = db.session.scalars(select(OfficerRole).filter_by(officer_id=handler.id)).all()
    assert handler.unit.code == "EZ-CENTRE" and {post.unit_id for post in posts} == {handler.unit_id}
    assert db.session.scalars(select(Roster).filter_by(officer_id=handler.id)).all() == []


def test_a_new_password_ends_every_token(house, chen):
    client = Visitor(house.app)
    asked = {"username": "handler", "password": PASSWORD}
    token = client._ask("post", "/api/v1/session", json=asked).json["token"]
    bearer = {"Authorization": f"Bearer {token}"}
    assert client.get("/api/v1/me", headers=bearer).status_code == 200

    chen.post("/admin/officers/handler/password", sure="1")

    assert client.get("/api/v1/me", headers=bearer).status_code == 401
    assert client._ask("post", "/api/v1/session", json=asked).status_code == 401
    assert notes() == [("admin", "password reset")]


def test_an_officer_gets_another_mail_address_and_goes_on_working(house, chen):
    handler = signed_in(house, "handler")
    chen.get("/admin/officers/handler")

    assert chen.post("/admin/officers/handler/mail", email=" zhang@example.cn ").status_code == 303

    assert row(Officer, username="handler").email == "zhang@example.cn"
    assert handler.get("/desk").status_code == 200
    assert notes() == [("admin", "mail address set")]
    assert "zhang@" not in chen.get("/admin/officers/handler").text + chen.get("/admin/audit").text
    chen.post("/admin/officers/handler/mail", remove="1")
    assert row(Officer, username="handler").email is None


@pytest.mark.parametrize("mail", ["zhang at example", "a@b@c", ""])
def test_a_wrong_mail_address_is_told_and_what_was_typed_is_still_there(house, chen, mail):
    chen.get("/admin/officers/handler")
    before = row(Officer, username="handler").email

    answer = chen.post("/admin/officers/handler/mail", email=mail)

    assert answer.status_code == 422 and 'href="#email"' in answer.text and f'value="{mail}"' in answer.text
    assert row(Officer, username="handler").email == before and notes() == []


def test_a_closed_account_is_out_at_once_and_back_when_opened(house, chen):
    gone = signed_in(house, "handler")
    chen.post("/admin/officers/handler/close", sure="1")
    assert gone.get("/desk").status_code == 302

    chen.post("/admin/officers/handler/reopen")
    assert signed_in(house, "handler").get("/desk").status_code == 200


def test_nobody_changes_their_own_account_and_an_administrator_remains(house, chen):
    for act, words in (("close", {"sure": "1"}), ("password", {"sure": "1"})):
        said = words_on(chen.follow(chen.post(f"/admin/officers/admin/{act}", **words)))
        assert "不能更改自己的账号" in said
    assert row(Officer, username="admin").active and notes() == []


# Rosters --------------------------------------------------------------------------------------------------------


def test_a_roster_is_set_by_weekday_and_by_date(house, chen):
    chen.post(f"/admin/rosters/{EC}/week", **{"weekday-2": "handler"})
    chen.post(f"/admin/rosters/{EC}/date", on_date="2026-10-01", officer="handler")
    unit = house.unit(EC)

    assert row(Roster, unit_id=unit.id, weekday=2).officer.username == "handler"
    assert "2026-10-01" in words_on(chen.get(f"/admin/rosters?unit={EC}"))
    chen.post(f"/admin/rosters/{EC}/date/forget", on_date="2026-10-01")
    assert row(Roster, unit_id=unit.id, on_date=shanghai("2026-10-01").date()) is None
    assert {what for _, what in notes()} == {"roster changed"}


def test_only_an_active_officer_of_the_unit_stands_on_its_roster(house, chen):
    answer = chen.post(f"/admin/rosters/{EC}/date", on_date="2026-10-01", officer="other")

    assert answer.status_code == 422 and "请选择本单位在用的工作人员" in words_on(answer)
    assert 'value="2026-10-01"' in answer.text


@pytest.mark.parametrize(
    ("day", "taken"), [("2020-01-01", False), ("2026-09-20", False), ("2026-09-21", True)]
)
def test_nobody_is_put_on_duty_for_a_day_that_is_over(house, chen, day, taken):
    answer = chen.post(f"/admin/rosters/{EC}/date", on_date=day, officer="handler")

    assert (answer.status_code == 303) is taken
    assert taken or ("这一天已经过去" in words_on(answer) and 'id="on_date-wrong"' in answer.text)


# The calendar ---------------------------------------------------------------------------------------------------


def test_a_year_is_looked_at_before_it_is_loaded(house, chen):
    looked = chen.post("/admin/calendar/load", year="2027", text=YEAR, do="look")
    assert "预览：3 天" in words_on(looked) and notes() == []

    chen.post("/admin/calendar/load", year="2027", text=YEAR, do="load", source="国办发明电")

    said = words_on(chen.get("/admin/calendar?year=2027"))
    assert "春节调休" in said and "还没有载入" not in said
    assert notes() == [("admin", "calendar of 2027 loaded")]


def test_a_year_is_loaded_from_a_file_too(house, chen):
    answer = chen.post(
        "/admin/calendar/load", files={"file": (YEAR.encode(), "2027.csv")}, year="2027", do="look"
    )

    assert "预览：3 天" in words_on(answer)


def test_each_faulty_line_is_named_and_the_text_is_still_there(house, chen):
    answer = chen.post("/admin/calendar/load", year="2027", text=YEAR + "2028-01-01,maybe,x\n", do="load")

    assert answer.status_code == 422 and "第 5 行" in words_on(answer) and "maybe" in answer.text


def test_one_day_is_decided_by_hand(house, chen):
    chen.post("/admin/calendar/day", day="2026-10-22", kind="off", label="停电检修")

    assert not current_calendar.calendar().is_working(shanghai("2026-10-22").date())
    assert notes()[0][0] == "admin"
    answer = chen.post("/admin/calendar/day", day="soon", kind="", label="")
    assert answer.status_code == 422 and 'href="#day"' in answer.text


def test_office_hours_are_set_by_season(house, chen):
    chen.post("/admin/calendar/hours", **{"from": "06-01", "spans": "08:00-12:00,15:00-18:00"})
    assert "08:00–12:00" in chen.get("/admin/calendar").text

    answer = chen.post("/admin/calendar/hours", **{"from": "13-01", "spans": "all day"})
    assert answer.status_code == 422 and 'value="all day"' in answer.text


@pytest.mark.parametrize("spans", ["08:30:10-08:30:50,14:30-17:30", "08:30Z-12:00Z", "08:30-08:30"])
def test_office_hours_finer_than_a_minute_or_of_another_zone_are_refused_and_the_house_goes_on(
    house, chen, spans
):
    answer = chen.post("/admin/calendar/hours", **{"from": "05-01", "spans": spans})

    assert answer.status_code == 422 and f'value="{spans}"' in answer.text
    assert chen.get("/admin").status_code == chen.get("/").status_code == 200


@pytest.mark.parametrize(
    ("spans", "why"),
    [
        ("17:00-09:00", "17:00-09:00 的结束不在开始之后"),
        ("08:30-12:00,11:00-17:30", "11:00 开始的时段须在 12:00 之后"),
        ("9 to 5", "看不懂"),
    ],
)
def test_office_hours_that_run_backward_are_told_so(house, chen, spans, why):
    answer = chen.post("/admin/calendar/hours", **{"from": "05-01", "spans": spans})

    assert answer.status_code == 422 and why in words_on(answer)
    assert f'value="{spans}"' in answer.text and 'id="spans-wrong"' in answer.text
    assert "看不懂" in why or "看不懂" not in words_on(answer)


# Limits and rulebooks -------------------------------------------------------------------------------------------


def fields_on(page):
    """The form of the page as a browser would send it, unchanged."""
    inputs = re.findall(r'<input [^>]*name="([^"]+)"[^>]*?value="([^"]*)"', page.text.split('id="main"')[1])
    chosen = re.findall(
        r'<select id="([^"]+)"[^>]*>.*?<option value="([^"]+)" selected', page.text, re.DOTALL
    )
    return {
        name: value
        for name, value in inputs + chosen
        if name not in ("csrf_token", "next") and not name.startswith("checked.")
    }


def test_a_limit_is_changed_checked_compared_and_published(house, chen):
    with_handler(house)
    typed = fields_on(chen.get("/admin/limits/edit?category=ATTITUDE")) | {"limit.ATTITUDE.handling": "1wd"}
    page = chen.post("/admin/limits/edit", **typed)
    said = words_on(page)

    assert page.status_code == 200 and "检查通过" in said and "5wd" in said and "多 1 个超期" in said
    assert store.current().version == "2026.1"
    unsure = chen.post("/admin/rulebook", **checked_on(page), do="publish")
    assert unsure.status_code == 422 and "发布前请确认" in words_on(unsure)
    chen.post("/admin/rulebook", **checked_on(unsure), do="publish", sure="1")
    db.session.rollback()
    book = store.current()
    assert (book.version, str(book.promise("ATTITUDE", "handling", "normal").limit)) == ("2026.2", "1wd")
    assert notes() == [("admin", "rulebook published")]


def checked_on(page):
    """What the page of a checked version sends: the text, and against which version it was checked."""
    text = re.search(r'<textarea id="text"[^>]*>\n(.*?)</textarea>', page.text, re.DOTALL)[1]
    seen = re.search(r'name="seen" value="([^"]+)"', page.text)[1]
    return {"text": unescape(text), "seen": seen}


def test_what_another_administrator_published_meanwhile_is_not_undone_without_a_word(house, now, chen):
    page = chen.post("/admin/limits/edit", **{"version": "2026.9", "limit.SHIRK.handling": "3wd"})
    now("2026-09-21T10:05")
    with transaction():
        limits_editor.publish(
            limits_editor.draft({"version": "2026.2", "limit.ATTITUDE.handling": "2wd"}), clock.now()
        )
    now("2026-09-21T10:10")

    told = chen.post("/admin/rulebook", **checked_on(page), do="publish", sure="1")

    assert told.status_code == 422 and "2026.2 刚才已经发布" in words_on(told)
    assert "与现行版本 2026.2 的不同" in words_on(told) and "2wd" in words_on(told)
    db.session.rollback()
    assert store.current().version == "2026.2"
    assert chen.post("/admin/rulebook", **checked_on(told), do="publish", sure="1").status_code == 303
    db.session.rollback()
    assert store.current().version == "2026.9"


def test_publishing_pressed_twice_is_no_trouble(house, chen, monkeypatch):
    sent = checked_on(chen.post("/admin/limits/edit", **{"version": "2026.2", "limit.SHIRK.handling": "3wd"}))

    tried: list[str] = []
    rehearse = rulebook.rehearse
    monkeypatch.setattr(rulebook, "rehearse", lambda text, at: (tried.append(text), rehearse(text, at)))
    answers = [chen.post("/admin/rulebook", **sent, do="publish", sure="1") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(tried) == 1, "what is published already is tried out again"


def test_the_new_version_keeps_everything_that_was_not_changed(house):
    old = store.current()
    new = load_rulebook(limits_editor.draft({"version": "2026.2"}))

    assert comparison.differences(old, new) == []
    assert list(new.categories) == list(old.categories) and new.version == "2026.2"


def test_a_limit_nobody_could_keep_is_told_at_its_field(house, chen):
    typed = fields_on(chen.get("/admin/limits/edit?category=ATTITUDE")) | {"limit.ATTITUDE.handling": "soon"}
    answer = chen.post("/admin/limits/edit", **typed)

    assert answer.status_code == 422 and "看不懂时限" in words_on(answer) and 'value="soon"' in answer.text


def test_every_fault_of_a_pasted_rulebook_is_told_and_the_text_is_kept(house, chen):
    text = store.SHIPPED.read_text("utf8").replace("initial: received", "initial: nowhere")
    answer = chen.post("/admin/rulebook", text=text, do="publish", sure="1")

    assert (
        answer.status_code == 422 and "还不能发布" in words_on(answer) and "initial: nowhere" in answer.text
    )


def test_a_published_version_with_other_words_is_refused(house, chen):
    text = store.SHIPPED.read_text("utf8") + "\n# another\n"
    answer = chen.post("/admin/rulebook", text=text, do="publish", sure="1")

    assert answer.status_code == 422 and "已发布过且内容不同" in words_on(answer)


def test_a_version_that_was_published_is_told_at_its_field_before_anything_is_checked(house, chen):
    typed = fields_on(chen.get("/admin/limits/edit?category=ATTITUDE"))
    answer = chen.post(
        "/admin/limits/edit", **typed | {"version": "2026.1", "limit.ATTITUDE.handling": "3wd"}
    )

    assert answer.status_code == 422 and "检查通过" not in words_on(answer)
    assert re.search(r'id="version-wrong">.*2026.1 已经发布过，请换一个新的版本号，如 2026.2。', answer.text)
    assert 'value="2026.1"' in answer.text and 'value="3wd"' in answer.text


def test_a_pasted_version_that_was_published_with_other_words_is_told_when_it_is_checked(house, chen):
    text = store.SHIPPED.read_text("utf8") + "\n# another\n"
    answer = chen.post("/admin/rulebook", text=text, do="check")

    assert answer.status_code == 422 and words_on(answer).count("已发布过且内容不同") == 1
    assert 'value="publish"' not in answer.text and "# another" in answer.text


def test_past_promises_are_measured_by_the_other_limit(house, now):
    late, quick = with_handler(house), with_handler(house)
    words = {"outcome": "substantiated", "findings": "属实", "reply": "已办"}
    house.does("handler", quick, "answer", "2026-09-18T16:00", **words)
    house.does("handler", late, "answer", "2026-09-23T16:00", **words)
    change = {"version": "2026.2", "limit.ATTITUDE.handling": "1wd"}
    old, new = store.current(), load_rulebook(limits_editor.draft(change))

    seen = limit_impact.measure(limit_impact.changed_limits(old, new), shanghai("2026-09-28T10:00"))

    assert [(one.commitment, one.promises, one.broken, one.would_break) for one in seen.rows] == [
        ("handling", 2, 0, 1)
    ]
    assert not seen.capped


def test_promises_made_before_a_complaint_became_urgent_are_not_measured_as_urgent_ones(house, now):
    number = house.logs("2026-09-18T09:00")
    house.does("window", number, "assign", "2026-09-18T10:00", unit="EC-BUREAU")
    house.does("handler", number, "sign_for", "2026-09-18T15:00")
    house.does(
        "supervisor", number, "change_urgency", "2026-09-18T15:10", urgency="critical", reason="来电扬言自伤"
    )
    change = limit_impact.Changed("ATTITUDE", "signing", "critical", Limit.parse("1wh"), Limit.parse("2wh"))

    assert limit_impact.measure([change], shanghai("2026-09-21T10:00")).rows == ()


# Notices, set-aside cases, the ledger ---------------------------------------------------------------------------


def test_channels_are_shown_without_their_secrets():
    shown = undelivered.masked("mailtos://user:secret@smtp.example.org?to={email}")
    assert shown == "mailtos://•••@smtp.example.org {email}"
    assert undelivered.masked("wecombot://0d1f-secret-key") == "wecombot://•••"


def test_a_test_notice_goes_where_it_is_sent_and_its_failure_is_told(now, monkeypatch):
    with opened("sqlite", SHOUWEN_OFFICER_NOTICE_URL="json://user:secret@hooks.example.org/{email}") as house:
        sent = []
        monkeypatch.setattr(channels, "send", lambda url, title, body: sent.append(url))
        visitor = signed_in(house, "admin")
        assert "secret" not in visitor.get("/admin/notices").text
        answer = visitor.post("/admin/notices/test", channel="officer", recipient="somebody@example.org")
        assert answer.status_code == 303 and "somebody%40example.org" in sent[0]

        def refuse(*words):
            raise channels.ChannelFailed("timed out")

        monkeypatch.setattr(channels, "send", refuse)
        answer = visitor.post("/admin/notices/test", channel="officer", recipient="somebody@example.org")
        assert answer.status_code == 422 and "没有发出去：timed out" in words_on(answer)
        assert 'value="somebody@example.org"' in answer.text
        assert [detail for (detail,) in db.session.execute(select(AuditNote.detail))] == [
            {"channel": "officer"},
            {"channel": "officer", "trouble": "timed out"},
        ]


def test_dead_letters_are_sent_again_one_or_all(house, chen):
    with_handler(house)
    with transaction():
        db.session.execute(update(Notice).values(dead_at=clock.now(), next_try_at=None))
    keys = [key for (key,) in db.session.execute(select(Notice.key))]
    assert len(keys) > 1

    chen.post("/admin/notices/retry", key=keys[0])
    assert row(Notice, key=keys[0]).dead_at is None and row(Notice, key=keys[1]).dead_at is not None
    assert "全部重新发送？" in words_on(chen.post("/admin/notices/retry-all"))
    chen.post("/admin/notices/retry-all", sure="1")
    assert row(Notice, key=keys[1]).dead_at is None
    assert [what for _, what in notes()] == ["dead letter retried", "dead letters retried"]


def test_a_case_set_aside_is_tried_again(house, chen):
    number = with_handler(house)
    with transaction():
        words = {"set_aside_at": clock.now(), "failure": "RuntimeError", "next_action_at": None}
        db.session.execute(update(Complaint).values(**words))
    chen.post("/admin/aside/retry", number=number)

    assert house.complaint(number).set_aside_at is None
    assert notes() == [("admin", "set aside complaint retried")]
    assert "已不在搁置之列" in words_on(chen.follow(chen.post("/admin/aside/retry", number="1234")))


def test_the_ledger_is_verified_part_by_part_to_its_first_break(house, chen, monkeypatch):
    from complaints.casework import checksum_verification, ledger_verification

    monkeypatch.setattr(checksum_verification, "PAGE", 1)
    monkeypatch.setattr(ledger_verification, "AT_ONCE", 1)
    numbers = [with_handler(house), with_handler(house)]
    first = chen.post("/admin/ledger")
    assert "已核验 1 件，共 2 件" in words_on(first)
    with db.engine.begin() as connection:
        broken = house.complaint(numbers[1]).id
        for trigger in (
            connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            .scalars()
            .all()
        ):
            connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
        connection.execute(
            update(Event).where(Event.complaint_id == broken, Event.seq == 2).values(note="changed")
        )

    second = chen.post("/admin/ledger", **fields_on(first))

    assert "链在这里接不上" in words_on(second) and "第 2 条" in words_on(second)
    assert notes() == [("admin", "ledger verified")]


def test_an_intact_ledger_says_so(house, chen):
    with_handler(house)

    assert "全部完好" in words_on(chen.post("/admin/ledger"))


@pytest.mark.parametrize("page", ADMIN)
def test_every_page_speaks_english_too(house, now, page):
    visitor = Visitor(house.app, language="en")
    visitor.get("/login")
    visitor.post("/login", username="admin", password=PASSWORD)
    answer = visitor.get(page)

    main = re.sub(
        r"<(textarea|option).*?</\1>",
        "",
        answer.text.split('id="main"')[1].split("<footer")[0],
        flags=re.DOTALL,
    )
    main = re.sub(r'value="[^"]*"', "", main)
    assert answer.status_code == 200 and not re.findall(r"[\u3400-\u9fff]+", main)


# What was changed -----------------------------------------------------------------------------------------------

CHANGES = (
    ("ledger verified", {"complaints": 185, "events": 2790, "break": "-"}),
    ("roster changed", {"unit": EC, "weekday": 1, "officer": "-"}),
    ("officer moved", {"officer": "handler", "before": EC, "after": "EC-CENTRE"}),
    ("roles changed", {"officer": "handler", "roles": "officer, supervisor"}),
    ("set aside complaint retried", {"number": "483122079516", "failure": "OSError: 李大爷"}),
    ("calendar of 2027 loaded", {"source": "国办发明电", "days": 30}),
    ("calendar: day 2026-10-11 off", {"label": "停电"}),
    ("calendar: office hours from 05-01", {"spans": [["08:30", "12:00"], ["14:30", "17:30"]]}),
    ("something new", {"thing": 1}),
)
TOLD = {
    "zh": (
        "投诉件数 185 · 记录条数 2790 · 对不上的件 没有",
        f"单位 {EC} · 每周 周一 · 人员 不固定",
        f"人员 handler · 原来 {EC} · 现在 EC-CENTRE",
        "人员 handler · 角色 经办人、督办人员",
        "受理编号 483122079516 · 故障 OSError",
        "载入 2027 年放假安排 依据 国办发明电 · 天数 30",
        "日历：2026-10-11 休息 原因 停电",
        "办公时间：每年 05-01 起 时段 08:30–12:00；14:30–17:30",
        "something new thing 1",
    ),
    "en": (
        "complaints 185 · records 2790 · first that does not agree none",
        f"unit {EC} · every Mon · officer no one fixed",
        f"officer handler · before {EC} · now EC-CENTRE",
        "Loaded the days off of 2027 source 国办发明电 · days 30",
        "Office hours: from 05-01 of every year",
    ),
}


@pytest.mark.parametrize("language", TOLD)
def test_the_notes_of_changes_are_told_in_words_not_in_codes(house, chen, language):
    with transaction():
        for what, detail in CHANGES:
            db.session.add(AuditNote(at=clock.now(), by="admin", what=what, detail=detail))
    chen.post("/comforts", locale=language)

    page = words_on(chen.get("/admin/audit"))

    assert [words for words in TOLD[language] if words not in page] == [] and "李大爷" not in page
