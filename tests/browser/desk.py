"""What officers do at the desk, step by step; tests and pictures share it."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.site import Site
from tests.house import PASSWORD

EC = "EC-BUREAU"


def sign_in(page: Page, username: str) -> None:
    page.goto("/login")
    page.fill("#username", username)
    page.fill("#password", PASSWORD)
    with page.expect_navigation():
        page.locator("main form .button").click()


def furnish(site: Site) -> dict[str, str]:
    """Complaints at different points of their life on the desk of `window`, and some offered to the unit of `handler`."""
    house = site.house
    told = {
        "late": house.logs(
            "2026-09-08T10:00",
            subject="排队两小时无人理会，问话不答",
            narrative="9 月 8 日上午在 3 号窗口。\n希望当面道歉。",
        )
    }
    _signed(house, told["late"], "2026-09-08")
    told["returned"] = house.logs(
        "2026-09-17T09:00", category="NOTICE", subject="办公证跑了四趟，每次都说还差材料", urgency="urgent"
    )
    house.does(
        "window", told["returned"], "assign", "2026-09-17T09:20", unit="EC-CENTRE", note="涉及鄂城中心窗口"
    )
    house.does(
        "eccentre.feng",
        told["returned"],
        "return",
        "2026-09-17T11:00",
        reason="当事人说的是市中心 2 号窗口，应由市中心办理。",
    )
    told["offered"] = house.logs("2026-09-21T08:40", category="SHIRK", subject="三个窗口互相推，没人接材料")
    house.does(
        "window",
        told["offered"],
        "assign",
        "2026-09-21T08:50",
        unit=EC,
        note="请核对 9 月 18 日下午的取号记录",
    )
    told["unanswered"] = house.logs(
        "2026-09-17T14:00", category="DELAY", subject="法律援助申请超过承诺时间没有答复"
    )
    house.does("window", told["unanswered"], "accept", "2026-09-17T14:10")
    house.does(
        "window",
        told["unanswered"],
        "ask_supplement",
        "2026-09-17T14:20",
        items=["受理通知书照片", "申请日期"],
    )
    told["fresh"] = house.logs(
        "2026-09-21T09:30", subject="咨询时被训斥", urgency="critical", confidential=True
    )
    told["answered"] = house.logs("2026-09-18T09:00", category="INFO", subject="网上指南写的电话打不通")
    house.does(
        "window",
        told["answered"],
        "answer_on_the_spot",
        "2026-09-18T09:30",
        outcome="substantiated",
        findings="号码已换。",
        reply="已更正指南，新号码 0711-12348。",
    )
    question = "9 月 8 日上午 3 号窗口的取号记录还在吗？"
    house.does("handler", told["late"], "consult", "2026-09-18T16:00", unit="EZ-CENTRE", question=question)
    task = "请查 9 月 8 日上午 3 号窗口的监控。"
    house.does("handler", told["late"], "add_assist", "2026-09-18T16:05", unit="EZ-CENTRE", task=task)
    house.sweeps("2026-09-21T09:50")
    return told


def _signed(house, number: str, day: str) -> None:  # type: ignore[no-untyped-def]
    house.does("window", number, "accept", f"{day}T10:30")
    house.does("window", number, "assign", f"{day}T10:40", unit=EC)
    house.does("handler", number, "sign_for", f"{day}T14:30")
    house.does(
        "handler", number, "contact", f"{day}T15:30", how="phone", reached=True, note="已向投诉人了解经过。"
    )
