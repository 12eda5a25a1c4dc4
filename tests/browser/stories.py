"""Complaints at every point of their life: what citizens find by their number, what lies on desks and on the board."""

from __future__ import annotations

from complaints.casework import erasing, retention
from complaints.infrastructure.database import transaction
from complaints.intake.complainant import Person
from complaints.intake.respondents import Named
from complaints.organisation import officers
from complaints.queries import bulletins
from complaints.queries.bulletins import Seen
from tests.browser import desk, supervise
from tests.browser.citizen import Paper
from tests.browser.site import Site
from tests.house import shanghai

Told = dict[str, Paper]

REPLY = "经核实，您反映的情况属实。\n窗口人员已当面道歉，并重新学习服务规范。"
REMEDIES = "三十日内可以向上级单位申请复查。"
AUDITOR = "huarong.mo"


def furnish(site: Site) -> Told:
    """Number and code of each, by the name of its point."""
    parts = (
        _long_ended(site),
        desk.furnish(site),
        supervise.furnish(site),
        _of_citizens(site),
        _with_parties(site),
    )
    _bulletins(site)
    _auditor(site)
    numbers = {name: number for part in parts for name, number in part.items()}
    assert len(numbers) == sum(map(len, parts)), "two complaints under one name"
    return {name: Paper(number, site.house.codes[number]) for name, number in numbers.items()}


def _bulletins(site: Site) -> None:
    """July is published, August a draft."""
    at = shanghai("2026-09-18T09:00")
    supervisor = site.house.officer("supervisor")
    with transaction():
        bulletins.draft_bulletin("2026-07", None, at)
        bulletins.approve(Seen("2026-07", 1), supervisor, at)
        bulletins.publish(Seen("2026-07", 2), supervisor, at)
        bulletins.draft_bulletin("2026-08", None, at)


def _auditor(site: Site) -> None:
    with transaction(alone=True):
        officers.set_roles(site.house.officer(AUDITOR), ["auditor"], shanghai("2026-09-18T09:00"))


def _long_ended(site: Site) -> dict[str, str]:
    """Ten years on one is erased, one is kept for a lawsuit, and one is soon past its time."""
    told = {
        "erased": _told(site, "2016-08-09"),
        "held": _told(site, "2016-08-16"),
        "ahead": _told(site, "2016-10-18"),
    }
    for number, day in zip(told.values(), ("2016-08-10", "2016-08-17", "2016-10-19"), strict=True):
        site.house.does("citizen", number, "rate", f"{day}T12:00", grade=5)
    at, supervisor = shanghai("2026-09-18T09:00"), site.house.officer("supervisor")
    retention.hold(told["held"], "hold", "行政诉讼尚未审结，法院要求调取。", (supervisor, at))
    erasing.erase_due(at)
    return told


def _of_citizens(site: Site) -> dict[str, str]:
    house = site.house
    told = {
        "told": _told(site, "2026-09-15"),
        "over": _told(site, "2026-09-14"),
        "declined": house.logs("2026-09-17T09:00", subject="单位拖欠工资"),
        "restricted": house.logs("2026-09-17T10:00", category="DISC", subject="收受好处费"),
        "bad": _told(site, "2026-09-17"),
    }
    house.does("citizen", told["over"], "rate", "2026-09-16T12:00", grade=5)
    house.does("citizen", told["bad"], "rate", "2026-09-18T12:00", grade=1, comment="还是没人道歉")
    house.does(
        "window",
        told["declined"],
        "decline",
        "2026-09-17T10:00",
        reason_code="not_our_remit",
        competent_body="鄂州市劳动保障监察支队",
        contact="0711-12333，古城路 8 号",
    )
    return told


def _with_parties(site: Site) -> dict[str, str]:
    """A group with representatives and an agent, about an officer by name, a unit and a law firm."""
    house = site.house
    person = Person(
        name="张三等",
        phone="+8613800138000",
        address="鄂城区文星路 1 号 3 栋 502 室",
        email="zhangsan@example.org",
        tell_by="letter",
        agent={"name": "李小妹", "relation": "女儿", "phone": "13900139000", "authority": True},
        group_size=37,
        representatives=[{"name": "张三", "phone": "13800000001"}, {"name": "王五"}],
    )
    others = (Named(unit=house.unit("HR-BUREAU")), Named(name="某某律师事务所"))
    named = house.officer("leader").name_zh
    number = house.logs(
        "2026-09-21T09:10",
        subject="三十七人被同一家推来推去",
        person=person,
        respondent_name=named,
        more_respondents=others,
    )
    house.does("citizen", number, "add", "2026-09-21T09:15", note="还有两位邻居愿意作证。")
    house.does("window", number, "ask_citizen", "2026-09-21T09:20", question="第一次去是哪一天？")
    return {"parties": number}


def _told(site: Site, day: str) -> str:
    house = site.house
    number = house.logs(f"{day}T09:30", subject="在 3 号窗口被呵斥")
    answer = {"outcome": "substantiated", "findings": "监控和取号记录都能印证。", "reply": REPLY}
    house.does("window", number, "answer_on_the_spot", f"{day}T09:50", **answer)
    house.does(
        "window",
        number,
        "give_feedback",
        f"{day}T11:00",
        method="phone",
        remedies=REMEDIES,
        note="已当面告知",
    )
    return number
