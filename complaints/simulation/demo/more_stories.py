"""The written stories of a demonstration: complaints that wait, end, come back or are pushed."""

from __future__ import annotations

from complaints.simulation.demo.story import HR, REACHED, Story, answered_and_told, taken_by_echeng

BESIDE: tuple[Story, ...] = (
    Story(
        "waiting for the citizen",
        "LAID",
        (4, "10:00"),
        ((3, "10:00", "window", "ask_supplement", {"items": ["法律援助通知书或者协议", "沟通记录"]}),),
    ),
    Story(
        "suspended",
        "LAWYER",
        (12, "10:00"),
        (
            *taken_by_echeng(11),
            (6, "10:00", "handler", "suspend", {"reason": "expert_appraisal", "evidence": "笔迹鉴定委托书"}),
            (6, "15:30", "leader", "confirm_suspension", {}),
        ),
    ),
    Story(
        "extended",
        "FEE",
        (11, "10:00"),
        (
            *taken_by_echeng(10),
            (
                4,
                "10:00",
                "handler",
                "request_extension",
                {
                    "days": 8,
                    "reason": "涉及两个单位的账目核对。",
                    "basis": "办理规则：期满前经批准可以延长。",
                },
            ),
            (4, "16:00", "leader", "grant_extension", {}),
        ),
    ),
    Story(
        "extension to be decided",
        "ATTITUDE",
        (4, "16:00"),
        (
            *taken_by_echeng(3),
            (
                1,
                "16:00",
                "handler",
                "request_extension",
                {
                    "days": 3,
                    "reason": "证人外出务工，需延期取证。",
                    "basis": "办理规则：期满前经批准可以延长。",
                },
            ),
        ),
    ),
    Story(
        "rated badly, reopened",
        "ATTITUDE",
        (16, "10:00"),
        (
            *answered_and_told(15),
            (12, "19:00", "citizen", "rate", {"grade": 1, "comment": "只道歉，问题没有解决。"}),
            (11, "10:00", "supervisor", "contact", REACHED),
            (11, "15:30", "supervisor", "reopen", {**HR, "reason": "答复没有回应第二项诉求。"}),
            (11, "16:40", "other", "sign_for", {}),
            (10, "10:00", "other", "contact", REACHED),
        ),
    ),
    Story(
        "rated badly, to be verified",
        "NOTICE",
        (7, "10:00"),
        (*answered_and_told(5), (1, "12:30", "citizen", "rate", {"grade": 2, "comment": "还是要再跑一趟。"})),
    ),
    Story(
        "appealed",
        "DELAY",
        (14, "10:00"),
        (
            *answered_and_told(13),
            (8, "20:00", "citizen", "appeal", {"reason": "对办理结果不服，请上级复查。"}),
            (7, "10:30", "bureau.yu", "sign_for", {}),
        ),
    ),
    Story(
        "declined",
        "PETITION",
        (6, "10:00"),
        (
            (
                5,
                "10:00",
                "window",
                "decline",
                {
                    "reason_code": "litigation_or_arbitration",
                    "competent_body": "鄂城区人民法院立案庭",
                    "contact": "027-5900 0001（演示）",
                },
            ),
        ),
    ),
    Story("merged", "ATTITUDE", (4, "14:40"), ((4, "15:30", "window", "merge", {"leading": "due today"}),)),
    Story(
        "withdrawn",
        "INFO",
        (8, "10:00"),
        (
            (7, "10:00", "window", "accept", {}),
            (6, "19:00", "citizen", "withdraw", {"reason": "网页已经改正。"}),
        ),
    ),
    Story(
        "closed, satisfied",
        "ATTITUDE",
        (9, "10:00"),
        (*answered_and_told(8), (5, "19:00", "citizen", "rate", {"grade": 5})),
    ),
    Story("told, to be rated", "NOTICE", (6, "10:00"), answered_and_told(4)),
    Story(
        "citizen asks that somebody step aside",
        "SHIRK",
        (4, "09:00"),
        (*taken_by_echeng(3), (1, "09:30", "citizen", "request_recusal", {"reason": "经办人与对方熟识。"})),
    ),
    Story(
        "supervised",
        "DELAY",
        (7, "09:00"),
        (
            *taken_by_echeng(6),
            (2, "10:00", "supervisor", "supervise", {"due_in": 3, "instruction": "请于期限前办结并反馈。"}),
        ),
    ),
    Story(
        "urged",
        "ATTITUDE",
        (5, "09:00"),
        (*taken_by_echeng(4), (1, "11:00", "citizen", "urge", {"note": "请问办到哪一步了？"})),
    ),
)
