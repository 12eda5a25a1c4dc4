"""The supervisor's pages: who sees what, and what an act does, on one complaint or on many."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from complaints.escalation import supervisor_acts
from complaints.infrastructure import clock
from complaints.infrastructure.database import db
from complaints.models import Absence
from complaints.web.supervision import chosen
from tests.house import PASSWORD, House, shanghai
from tests.support.stories import badly_rated
from tests.web.pages import Visitor, words_on
from workflows.calendar import SHANGHAI

EC = "EC-BUREAU"
PICK = re.compile(r'name="pick" value="([\d.]+)"')


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch):
    def set_to(text: str) -> None:
        monkeypatch.setattr(clock, "now", lambda: shanghai(text))

    set_to("2026-09-30T10:00")
    return set_to


def signed_in(house: House, username: str, language: str = "zh") -> Visitor:
    visitor = Visitor(house.app, language)
    visitor.get("/login")
    answer = visitor.post("/login", username=username, password=PASSWORD)
    assert answer.status_code in (302, 303), words_on(answer)
    return visitor


def late(house: House, **words) -> str:
    """A complaint with the handler, long overdue, that climbed."""
    number = house.logs("2026-09-08T10:00", **words)
    house.does("window", number, "accept", "2026-09-08T10:30")
    house.does("window", number, "assign", "2026-09-08T10:40", unit=EC)
    house.does("handler", number, "sign_for", "2026-09-08T14:30")
    return number


def picks(answer) -> list[str]:
    return PICK.findall(answer.text)


def waiting(house: House, number: str) -> list:
    return [e for e in house.complaint(number).escalations if not e.reviewed_at and not e.reminder]


def test_a_window_officer_is_turned_away_with_a_way_back(house, at):
    answer = signed_in(house, "window").get("/supervise")

    assert answer.status_code == 403 and 'href="/"' in answer.text


def test_what_climbed_stands_first_with_who_why_and_what_was_tried(house, at):
    number = late(house, subject="排队两小时")
    house.does("handler", number, "contact", "2026-09-08T15:30", how="phone", reached=True, note="已了解经过")
    house.sweeps("2026-09-24T09:00")

    page = words_on(signed_in(house, "supervisor").get("/supervise"))

    for words in ("待处理的升级", "排队两小时", "鄂城区司法局", "已超过", "联系投诉人", "已了解经过"):
        assert words in page, words


def test_what_was_tried_is_told_in_words_not_codes(house, at):
    number = late(house)
    house.does("handler", number, "suspend", "2026-09-09T09:00", reason="expert_appraisal", evidence="委托书")
    house.does("leader", number, "confirm_suspension", "2026-09-09T09:30")

    page = words_on(signed_in(house, "supervisor").get("/supervise"))

    assert "等待专业鉴定" in page and "expert_appraisal" not in page


def test_each_complaint_stands_on_the_board_once(house, at):
    numbers = [late(house) for _ in range(3)]
    house.sweeps("2026-09-24T09:00")
    fresh = house.logs("2026-09-29T16:00")

    found = picks(signed_in(house, "supervisor").get("/supervise"))

    assert sorted(one.split(".")[0] for one in found) == sorted([*numbers, fresh])


def test_nobody_sees_their_own_complaint_on_the_board(house, at):
    number = house.logs("2026-09-08T10:00", unit="EZ-CENTRE", respondent_officer="supervisor")
    house.sweeps("2026-09-24T09:00")

    about = signed_in(house, "supervisor")
    assert picks(about.get("/supervise")) == []
    assert [row.split(".")[0] for row in picks(signed_in(house, "bureau.jiang").get("/supervise"))] == [
        number
    ]


def test_a_leader_sees_the_own_units_alone(house, at):
    mine, elsewhere = late(house), house.logs("2026-09-08T10:00", by="hotline.ren", unit="EZ-HOTLINE")
    house.sweeps("2026-09-24T09:00")

    found = [one.split(".")[0] for one in picks(signed_in(house, "leader").get("/supervise"))]

    assert mine in found and elsewhere not in found


def test_urging_many_at_once_records_the_review_of_each(house, at):
    numbers = [late(house), late(house)]
    house.sweeps("2026-09-24T09:00")
    assert all(waiting(house, number) for number in numbers)
    visitor = signed_in(house, "supervisor")
    found = picks(visitor.get("/supervise"))

    answer = visitor.post("/supervise/act/urge", pick=found, sure="1", note="请今日答复", next="/supervise")

    assert answer.status_code == 303, words_on(answer)
    assert "2 件" in words_on(visitor.follow(answer))
    for number in numbers:
        rows = [e for e in house.complaint(number).escalations if not e.reminder]
        assert {(row.review_act, row.review_note) for row in rows} == {("urge", "请今日答复")}
        assert waiting(house, number) == [] and house.moves(number)[-1] == "review"


def test_what_is_refused_is_told_and_the_rest_is_done(house, at):
    fine, gone = late(house), late(house)
    house.sweeps("2026-09-24T09:00")
    visitor = signed_in(house, "supervisor")
    found = picks(visitor.get("/supervise"))
    house.does("handler", gone, "report_progress", "2026-09-30T09:59", note="刚刚报告")

    answer = visitor.post(
        "/supervise/act/supervise", pick=found, sure="1", due_at="2026-10-15", instruction="十月十五日前办结"
    )

    page = words_on(answer)
    assert answer.status_code == 409 and "1 件已完成，1 件没有办成" in page and "别人已经更改了本件" in page
    assert "十月十五日前办结" in answer.text and [one.split(".")[0] for one in picks(answer)] == [gone]
    assert "supervise" in house.moves(fine) and "supervise" not in house.moves(gone)

    again = visitor.post(
        "/supervise/act/supervise",
        pick=picks(answer),
        sure="1",
        due_at="2026-10-15",
        instruction="十月十五日前办结",
    )
    assert again.status_code == 303 and house.due(gone, "supervision") == shanghai("2026-10-15T17:30")


def trouble_from(monkeypatch: pytest.MonkeyPatch, n: int) -> None:
    """The database is away from the n-th act on."""
    carry_out, tried = supervisor_acts.carry_out, []

    def carry(*words):
        tried.append(words)
        if len(tried) >= n:
            raise OperationalError("", {}, Exception("database is locked"))
        return carry_out(*words)

    monkeypatch.setattr(supervisor_acts, "carry_out", carry)


def test_when_the_database_fails_halfway_what_was_done_is_told_and_the_words_stay(house, at, monkeypatch):
    numbers = [late(house) for _ in range(4)]
    house.sweeps("2026-09-24T09:00")
    visitor = signed_in(house, "supervisor")
    found = picks(visitor.get("/supervise"))
    trouble_from(monkeypatch, 3)

    answer = visitor.post("/supervise/act/urge", pick=found, sure="1", note="请今日答复", next="/supervise")

    page = words_on(answer)
    assert answer.status_code == 409 and "2 件已完成，2 件没有办成" in page, page
    assert "请今日答复" in answer.text and picks(answer) == found[2:]
    monkeypatch.undo()
    assert sum("urge" in house.moves(number) for number in numbers) == 2


def test_when_the_database_is_gone_even_for_the_form_the_words_and_what_is_left_can_be_sent_again(
    house, at, monkeypatch
):
    for _ in range(2):
        late(house)
    house.sweeps("2026-09-24T09:00")
    visitor = signed_in(house, "supervisor")
    found = picks(visitor.get("/supervise"))
    trouble_from(monkeypatch, 2)

    def away(*words):
        raise OperationalError("", {}, Exception("could not connect"))

    monkeypatch.setattr(chosen, "chosen_of", away)

    answer = visitor.post("/supervise/act/urge", pick=found, sure="1", note="请今日答复", next="/supervise")

    assert answer.status_code == 503 and "1 件已完成，1 件没有办成" in words_on(answer)
    assert 'name="note" value="请今日答复"' in answer.text and picks(answer) == found[1:]


DAY_OFF = "2026-10-03 不上班，请选工作日；下一个工作日是 2026-10-08。"


def test_a_binding_date_on_a_day_off_is_refused_with_the_next_working_day(house, at):
    number = late(house)
    house.sweeps("2026-09-24T09:00")
    visitor = signed_in(house, "supervisor")
    picked = picks(visitor.get("/supervise"))
    words = {"due_at": "2026-10-03", "instruction": "限期办结"}

    board = visitor.post("/supervise/act/supervise", pick=picked, sure="1", **words)
    own = visitor.post(f"/desk/c/{number}/supervise", version=picked[0].split(".")[1], **words)

    for answer in (board, own):
        assert answer.status_code == 422 and f"限定日期：{DAY_OFF}" in words_on(answer)
        assert "限期办结" in answer.text and 'value="2026-10-03"' in answer.text
    assert "supervise" not in house.moves(number)


@pytest.mark.parametrize("day", ["2026-10-08", "2026-10-10"])
def test_a_binding_date_on_a_working_day_is_taken_a_make_up_saturday_too(house, at, day):
    number = late(house)
    house.sweeps("2026-09-24T09:00")
    visitor = signed_in(house, "supervisor")
    picked = picks(visitor.get("/supervise"))

    visitor.post("/supervise/act/supervise", pick=picked, sure="1", due_at=day, instruction="限期办结")

    assert f"{house.due(number, 'supervision'):%Y-%m-%d %H:%M}" == f"{day} 17:30"


def test_a_binding_date_that_is_past_is_told_so_day_off_or_not(house, at):
    late(house)
    house.sweeps("2026-09-24T09:00")
    visitor = signed_in(house, "supervisor")
    picked = picks(visitor.get("/supervise"))

    answer = visitor.post(
        "/supervise/act/supervise", pick=picked, sure="1", due_at="2026-09-26", instruction="限期"
    )

    assert "不上班" not in words_on(answer) and answer.status_code == 409


def test_whoever_unticks_everything_keeps_the_words_and_the_complaints_to_tick(house, at):
    late(house), late(house)
    house.sweeps("2026-09-24T09:00")
    visitor = signed_in(house, "supervisor")
    found = picks(visitor.get("/supervise"))
    visitor.post("/supervise/act/urge", pick=found)

    answer = visitor.post("/supervise/act/urge", shown=found, sure="1", note="请今日答复")

    assert answer.status_code == 422 and "请先勾选" in words_on(answer)
    assert "请今日答复" in answer.text and picks(answer) == found and "checked" not in answer.text


def test_a_form_without_its_words_is_shown_again_with_what_was_typed(house, at):
    late(house)
    house.sweeps("2026-09-24T09:00")
    visitor = signed_in(house, "supervisor")
    found = picks(visitor.get("/supervise"))

    answer = visitor.post("/supervise/act/designate", pick=found, sure="1", reason="两次退回")

    assert answer.status_code == 422 and "两次退回" in answer.text and picks(answer) == found


def test_the_unit_chooser_shows_load_and_returns(house, at):
    bounced = house.logs("2026-09-29T09:00", category="NOTICE")
    house.does("window", bounced, "assign", "2026-09-29T09:20", unit="EC-CENTRE")
    house.does("eccentre.feng", bounced, "return", "2026-09-29T11:00", reason="应由市中心办理")
    visitor = signed_in(house, "supervisor")
    found = picks(visitor.get("/supervise"))

    page = visitor.post("/supervise/act/designate", pick=found).text

    assert "90 天退回 1" in page and "退回过本件" in page


def test_an_extension_is_granted_by_somebody_else_than_who_asked(house, at):
    number = late(house)
    house.does(
        "handler", number, "request_extension", "2026-09-10T09:00", days=3, reason="核实", basis="规则"
    )
    at("2026-09-10T10:00")
    leader = signed_in(house, "leader")
    found = picks(leader.get("/supervise/list/asking"))

    assert leader.post("/supervise/act/grant_extension", pick=found, sure="1").status_code == 303
    assert "grant_extension" in house.moves(number)
    assert picks(leader.get("/supervise/list/asking")) == []


def test_accepting_a_reason_reviews_and_moves_nothing(house, at):
    number = late(house)
    house.sweeps("2026-09-24T09:00")
    due, visitor = house.due(number, "handling"), signed_in(house, "supervisor")

    words = {"pick": picks(visitor.get("/supervise")), "sure": "1"}
    assert visitor.post("/supervise/act/accept_reason", **words).status_code == 422
    assert visitor.post("/supervise/act/accept_reason", note="等鉴定结论", **words).status_code == 303
    assert waiting(house, number) == [] and house.due(number, "handling") == due


def test_the_filters_narrow_the_board(house, at):
    number = late(house)
    house.sweeps("2026-09-24T09:00")
    visitor = signed_in(house, "supervisor")
    handler = house.officer("handler").id

    assert picks(visitor.get("/supervise?unit=HR-BUREAU")) == []
    for narrowed in (f"unit={EC}", f"officer={handler}", "commitment=handling"):
        assert [one.split(".")[0] for one in picks(visitor.get(f"/supervise?{narrowed}"))] == [number]


@pytest.mark.parametrize(
    ("asked", "what"),
    [("unit=XX", "单位"), ("officer=abc", "责任人"), ("officer=999999", "责任人"), ("commitment=xx", "承诺")],
)
def test_a_filter_that_is_not_known_narrows_nothing_and_says_so(house, at, asked, what):
    number = late(house)
    house.sweeps("2026-09-24T09:00")
    visitor = signed_in(house, "supervisor")

    page = visitor.get(f"/supervise?{asked}")

    assert [one.split(".")[0] for one in picks(page)] == [number]
    assert f"没有找到要筛选的{what}" in words_on(page) and "不筛选" not in words_on(page)
    assert asked not in page.text.partition('id="board"')[2]


def test_a_filter_that_is_known_can_be_taken_off_beside_one_that_is_not(house, at):
    page = signed_in(house, "supervisor").get(f"/supervise/list/overdue?unit={EC}&commitment=xx")

    assert "没有找到要筛选的承诺，" in words_on(page) and "不筛选" in words_on(page)
    assert f'href="/supervise?unit={EC}"' in page.text


def test_a_board_narrowed_to_a_promise_shows_what_stands_there_for_it(house, at):
    """The promise of a word comes first; the handling runs too, and is not what will be late."""
    number = late(house)
    due = {row.commitment: row.due_at for row in house.complaint(number).running}
    first = min(due, key=due.__getitem__)
    at(f"{due[first].astimezone(SHANGHAI) - timedelta(hours=8):%Y-%m-%dT%H:%M}")
    visitor = signed_in(house, "supervisor")

    def soon(commitment):
        return [
            one.split(".")[0] for one in picks(visitor.get(f"/supervise/list/soon?commitment={commitment}"))
        ]

    assert len(due) > 1
    assert {one: soon(one) for one in due} == {one: [number] if one == first else [] for one in due}


def test_pages_of_a_section_hold_each_once(house, at, monkeypatch):
    monkeypatch.setattr("complaints.web.supervision.home.ON_A_PAGE", 2)
    numbers = {late(house) for _ in range(5)}
    house.sweeps("2026-09-24T09:00")
    visitor, address, found = signed_in(house, "supervisor"), "/supervise/list/escalated", []
    while address:
        page = visitor.get(address)
        found += [one.split(".")[0] for one in picks(page)]
        following = re.search(r'rel="next" href="([^"]+)"', page.text)
        address = following[1].replace("&amp;", "&") if following else ""

    assert len(found) == 5 and set(found) == numbers


def test_an_open_page_is_sent_its_rows_alone(house, at):
    late(house)
    visitor = signed_in(house, "supervisor")

    part = visitor.get("/supervise", headers={"X-Part": "rows"})

    assert "<html" not in part.text and "board-section" in part.text


def test_a_page_costs_the_same_however_much_stands_on_it(house, at):
    addresses = (
        "/supervise",
        "/supervise/list/escalated",
        "/supervise/load",
        "/supervise/calendar",
        "/supervise/charts",
    )
    late(house)
    house.sweeps("2026-09-24T09:00")
    visitor = signed_in(house, "supervisor")
    before = [_asked(visitor, address) for address in addresses]
    for _ in range(6):
        house.does("handler", late(house), "contact", "2026-09-09T09:00", how="phone", reached=True, note="x")
    bounced = house.logs("2026-09-29T09:00", category="NOTICE")
    house.does("window", bounced, "assign", "2026-09-29T09:20", unit="EC-CENTRE")
    house.sweeps("2026-09-24T09:30")
    at("2026-09-30T11:00")

    after = [_asked(visitor, address) for address in addresses]

    assert after == before and max(after) <= 30


def _asked(visitor: Visitor, address: str) -> int:
    asked: list[str] = []

    def note(connection, cursor, statement, *rest):
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert visitor.get(address).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(asked)


def test_the_calendar_leads_to_the_day(house, at):
    number = house.logs("2026-09-29T16:00")
    visitor = signed_in(house, "supervisor")

    assert "/supervise/day/2026-09-30" in visitor.get("/supervise/calendar").text
    assert [one.split(".")[0] for one in picks(visitor.get("/supervise/day/2026-09-30"))] == [number]
    assert visitor.get("/supervise/day/2026-99-99").status_code == 404


@pytest.mark.parametrize("language", ["zh", "en"])
def test_charts_have_their_numbers_beside_them_and_nothing_from_elsewhere(house, at, language):
    late(house)
    page = signed_in(house, "supervisor", language).get("/supervise/charts")

    assert page.text.count("<svg role=") >= 3 and page.text.count("<caption") == 3
    assert "<style" not in page.text and "http://" not in page.text.replace("http://www.w3.org/2000/svg", "")


def test_a_leader_marks_people_of_the_own_unit_away_and_back(house, at):
    leader = signed_in(house, "leader")
    leader.get("/supervise/absence")
    words = {"deputy": "echeng.xie", "first": "2026-09-30", "last": "2026-10-09"}

    assert leader.post("/supervise/absence", officer="window", **words).status_code == 422
    assert (
        leader.post("/supervise/absence", officer="handler", **{**words, "last": "2026-09-01"}).status_code
        == 422
    )
    assert leader.post("/supervise/absence", officer="handler", **words).status_code == 303
    page = leader.get("/supervise/absence")
    assert "谢" in words_on(page) or "2026年10月9日" in words_on(page)

    end = re.search(r'action="(/supervise/absence/\d+/end)"', page.text)[1]
    assert signed_in(house, "leader").client.post(end).status_code != 303
    assert leader.post(end).status_code == 303
    assert "都在岗" in words_on(leader.get("/supervise/absence"))


AWAY = {"officer": "handler", "deputy": "echeng.xie"}


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        ("2020-01-01", "2020-01-02", "这段时间已经过去了"),
        ("2026-09-28", "2026-09-29", "这段时间已经过去了"),
        ("2026-09-30", "2036-10-09", "最多登记到今后 2 年"),
        ("2026-10-09", "2026-10-01", "结束须晚于开始"),
    ],
)
def test_an_absence_nobody_can_mean_is_told_at_its_last_day(house, at, first, last, why):
    leader = signed_in(house, "leader")
    leader.get("/supervise/absence")

    answer = leader.post("/supervise/absence", **AWAY, first=first, last=last)

    assert answer.status_code == 422 and f"最后一天：{why}" in words_on(answer)
    assert 'href="#last"' in answer.text and 'id="last-wrong"' in answer.text
    assert "都在岗" in words_on(answer)


def test_an_absence_that_goes_on_today_is_marked_though_it_began_before(house, at):
    leader = signed_in(house, "leader")
    leader.get("/supervise/absence")

    answer = leader.post("/supervise/absence", **AWAY, first="2026-09-28", last="2026-09-30")

    assert answer.status_code == 303
    begins = db.session.scalars(db.select(Absence.from_at)).one()
    assert begins == shanghai(
        "2026-09-30T10:00"
    )  # what was done before they were marked away was no deputy's to see


def test_an_empty_absence_says_which_fields_are_needed(house, at):
    leader = signed_in(house, "leader")
    leader.get("/supervise/absence")

    told = words_on(leader.post("/supervise/absence"))

    fields = ("谁不在岗", "由谁代理", "第一天", "最后一天")
    assert [f"{one}：此项必须填写。" in told for one in fields] == [True] * 4


@pytest.fixture
def dissatisfied(house, at) -> str:
    at("2026-09-22T11:00")
    return badly_rated(house)


def test_a_bad_rating_stands_on_the_board_from_the_moment_it_is_given(house, dissatisfied):
    page = signed_in(house, "supervisor").get("/supervise/list/asking")

    assert [one.split(".")[0] for one in picks(page)] == [dissatisfied]
    assert "重办还是维持 非常不满意" in words_on(page) and "先联系投诉人" in words_on(page)


def test_it_is_reopened_where_it_stands(house, dissatisfied):
    visitor = signed_in(house, "supervisor")
    words = {"pick": picks(visitor.get("/supervise")), "next": "/supervise"}
    form = visitor.post("/supervise/act/reopen", **words)
    assert "对这 1 件" in words_on(form) and 'name="unit"' in form.text and "在办" in words_on(form)

    nowhere = visitor.post("/supervise/act/reopen", **words, sure="1", reason="答复没有回应诉求")
    same = visitor.post("/supervise/act/reopen", **words, sure="1", reason="核实", officer="handler")
    done = visitor.post("/supervise/act/reopen", **words, sure="1", reason="核实", officer="echeng.xie")

    assert nowhere.status_code == 409 and "请写明重办的单位或承办人" in words_on(nowhere)
    assert same.status_code == 409 and house.moves(dissatisfied)[-1] == "reopen"
    assert done.status_code == 303
    assert house.complaint(dissatisfied).work_offer.officer.username == "echeng.xie"
    assert picks(visitor.get("/supervise/list/asking")) == []


def test_it_is_upheld_only_after_the_citizen_was_contacted(house, dissatisfied):
    visitor = signed_in(house, "supervisor")
    words = {"sure": "1", "reason": "已核实，答复属实", "next": "/supervise"}

    early = visitor.post("/supervise/act/uphold", pick=picks(visitor.get("/supervise")), **words)
    visitor.get(f"/desk/c/{dissatisfied}/contact")
    said = visitor.post(
        f"/desk/c/{dissatisfied}/contact",
        how="phone",
        reached="true",
        note="说明了核实情况",
        next="/supervise",
    )
    board = visitor.follow(said)
    late = visitor.post("/supervise/act/uphold", pick=picks(board), **words)

    assert early.status_code == 409 and "没有办成" in words_on(early)
    assert "先联系投诉人" not in words_on(board)
    assert late.status_code == 303 and house.complaint(dissatisfied).state == "closed"


def test_a_leader_does_not_decide_on_a_bad_rating(house, dissatisfied):
    leader = signed_in(house, "leader")

    page = leader.get("/supervise")

    assert "/supervise/act/reopen" not in page.text and "/supervise/act/uphold" not in page.text


def test_first_responders_of_many_are_handed_over_in_one_act(house, at):
    """An officer goes on leave: everything they took in goes to another, who has still to take it."""
    numbers = {late(house) for _ in range(3)}
    house.sweeps("2026-09-24T09:00")
    visitor = signed_in(house, "supervisor")
    found = picks(visitor.get("/supervise"))

    form = visitor.post("/supervise/act/change_first_responder", pick=found)
    answer = visitor.post(
        "/supervise/act/change_first_responder", pick=found, sure="1", officer="centre.luo", reason="leave"
    )

    assert len(found) == 3 and 'name="officer"' in form.text
    assert answer.status_code == 303, words_on(answer)
    for number in numbers:
        offered = house.complaint(number).duty_offered_id
        assert offered is not None and "change_first_responder" in house.moves(number)
