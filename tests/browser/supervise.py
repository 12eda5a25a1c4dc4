"""The content of a supervisor's board; tests and pictures share it."""

from __future__ import annotations

from tests.browser.site import Site

EC, HR = "EC-BUREAU", "HR-BUREAU"
PAGES = [
    "/supervise",
    "/supervise/list/escalated",
    "/supervise/load",
    "/supervise/hand-over/handler",
    "/supervise/calendar",
    "/supervise/day/2026-09-29",
    "/supervise/charts",
    "/supervise/absence",
    "/supervise/phrases",
]
SUBJECTS = ("排队两小时无人理会，问话不答", "三个窗口互相推诿，没人接材料", "承诺三天答复，至今没有消息")


def furnish(site: Site) -> dict[str, str]:
    """Some that climbed, one sent back twice, an extension asked for, one waiting for the citizen, some due soon."""
    house = site.house
    told = {
        f"late{n}": _with_handler(house, f"2026-09-{8 + n:02}", subject=subject, urgency=urgency)
        for n, (subject, urgency) in enumerate(zip(SUBJECTS, ("normal", "urgent", "normal"), strict=True))
    }
    house.does(
        "handler", told["late1"], "report_progress", "2026-09-11T09:00", note="已调取监控，正在核对取号记录。"
    )
    told["bounced"] = house.logs(
        "2026-09-16T09:00", category="NOTICE", subject="办公证跑了四趟，每次都说还差材料"
    )
    house.does(
        "window", told["bounced"], "assign", "2026-09-16T09:20", unit="EC-CENTRE", note="涉及鄂城中心窗口"
    )
    house.does(
        "eccentre.feng", told["bounced"], "return", "2026-09-16T11:00", reason="当事人说的是市中心 2 号窗口。"
    )
    house.sweeps("2026-09-18T17:00")
    told["asking"] = _with_handler(
        house, "2026-09-17", category="DELAY", subject="法律援助申请超过承诺时间没有答复"
    )
    house.does(
        "handler",
        told["asking"],
        "request_extension",
        "2026-09-18T10:00",
        days=3,
        reason="需向原承办律师核实",
        basis="办理规则",
    )
    told["waiting"] = _with_handler(house, "2026-09-17", category="INFO", subject="网上指南写的电话打不通")
    house.does("handler", told["waiting"], "ask_supplement", "2026-09-18T14:20", items=["截图", "拨打时间"])
    told["suspended"] = _with_handler(house, "2026-09-17", category="DELAY", subject="笔迹鉴定迟迟不出结果")
    house.does(
        "handler",
        told["suspended"],
        "suspend",
        "2026-09-18T14:30",
        reason="expert_appraisal",
        evidence="鉴定委托书",
    )
    house.does("leader", told["suspended"], "confirm_suspension", "2026-09-18T14:40")
    told["today"] = house.logs(
        "2026-09-18T15:00", subject="咨询时被训斥", urgency="urgent", confidential=True
    )
    told["elsewhere"] = house.logs("2026-09-21T08:40", category="SHIRK", subject="社区工作室常年锁门")
    house.does("window", told["elsewhere"], "assign", "2026-09-21T08:50", unit=HR)
    house.sweeps("2026-09-21T09:50")
    return told


def _with_handler(house, day: str, **words) -> str:  # type: ignore[no-untyped-def]
    number = house.logs(f"{day}T09:00", **words)
    house.does("window", number, "accept", f"{day}T09:30")
    house.does("window", number, "assign", f"{day}T09:40", unit=EC)
    house.does("handler", number, "sign_for", f"{day}T14:30")
    house.does(
        "handler", number, "contact", f"{day}T15:30", how="phone", reached=True, note="已向投诉人了解经过。"
    )
    return str(number)
