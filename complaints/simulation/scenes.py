"""The stories a demonstration must show, written down step by step, so that every account has something on its desk.

A step stands so many working days before the next office day (or today, when it is one): `(5, "09:30", "window", "accept", {})`
is half past nine five working days ago. `first` and `holder` stand for whoever is first responder or handler by then.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Step = tuple[int, str, str, str, dict[str, Any]]


@dataclass(frozen=True)
class Story:
    """`logged`: days back and time; `by`: who logs it, or "citizen" on the web; `about`: a unit or officer by code."""

    name: str
    category: str
    logged: tuple[int, str]
    steps: tuple[Step, ...]
    by: str = "window"
    about: dict[str, str] = field(default_factory=dict)


EC, HR, LZ = {"unit": "EC-BUREAU"}, {"unit": "HR-BUREAU"}, {"unit": "LZ-BUREAU"}
ANSWER = {
    "outcome": "substantiated",
    "findings": "经调取监控和登记，反映的情况属实。",
    "reply": "已当面道歉，对责任人批评教育，并当场补办。",
}
TOLD = {"method": "phone", "note": "已电话告知结果和依据。"}
REACHED = {"how": "phone", "reached": True, "note": "电话联系，核对事实和诉求。"}
PROGRESS = {"note": "已约谈当事窗口人员，正在核对台账。"}
RETURNED = {"reason": "职责清单上此项不属我单位，应由业务科室承办。"}
DESIGNATED = {"reason": "两次退回，指定承办，不得再退。"}


def _to_ec(day: int) -> tuple[Step, ...]:
    """Accepted, sent to Echeng and taken by `handler` within one morning."""
    return (
        (day, "09:10", "window", "accept", {}),
        (day, "09:20", "window", "assign", EC),
        (day, "10:30", "handler", "sign_for", {}),
        (day, "11:20", "handler", "contact", REACHED),
    )


def _told(day: int) -> tuple[Step, ...]:
    """The same, answered and told to the citizen two days later."""
    return (
        *_to_ec(day),
        (day - 1, "16:00", "handler", "answer", ANSWER),
        (day - 2, "10:00", "window", "give_feedback", TOLD),
    )


STORIES = (
    Story("just in", "ATTITUDE", (1, "16:10"), ()),
    Story("just in, urgent", "PRIVACY", (1, "16:40"), ()),
    Story("accepted, to be passed on", "NOTICE", (1, "15:00"), ((1, "15:40", "window", "accept", {}),)),
    Story("offered", "ATTITUDE", (1, "14:40"), ((1, "16:50", "window", "assign", EC),)),
    Story(
        "offered to handler",
        "DELAY",
        (1, "14:50"),
        ((1, "17:00", "window", "assign", {**EC, "officer": "handler"}),),
    ),
    Story("left lying", "INFO", (3, "09:00"), ((3, "09:30", "window", "assign", EC),)),
    Story(
        "due today",
        "ATTITUDE",
        (6, "15:30"),
        (*_to_ec(5), (2, "10:00", "handler", "report_progress", PROGRESS)),
    ),
    Story(
        "due tomorrow",
        "DELAY",
        (5, "15:30"),
        (*_to_ec(4), (1, "10:00", "handler", "report_progress", PROGRESS)),
    ),
    Story(
        "overdue", "SHIRK", (9, "14:40"), (*_to_ec(8), (5, "10:00", "handler", "report_progress", PROGRESS))
    ),
    Story("long overdue", "ATTITUDE", (13, "14:40"), _to_ec(12)),
    Story(
        "answer to be told", "NOTICE", (4, "14:40"), (*_to_ec(3), (1, "16:30", "handler", "answer", ANSWER))
    ),
    Story(
        "bounced twice, designated",
        "FEE",
        (10, "10:00"),
        (
            (9, "09:00", "window", "assign", EC),
            (9, "11:00", "handler", "return", RETURNED),
            (8, "09:00", "window", "assign", HR),
            (8, "15:30", "other", "return", RETURNED),
            (7, "10:00", "supervisor", "designate", {**LZ, **DESIGNATED}),
            (7, "15:00", "liangzi.kang", "sign_for", {}),
            (6, "10:00", "liangzi.kang", "contact", REACHED),
        ),
    ),
    Story(
        "bounced twice, to be designated",
        "PLATFORM",
        (4, "10:00"),
        (
            (3, "09:00", "window", "assign", EC),
            (3, "11:00", "leader", "return", RETURNED),
            (2, "09:00", "window", "assign", HR),
            (2, "15:30", "other", "return", RETURNED),
        ),
    ),
    Story(
        "about the unit of handler",
        "ATTITUDE",
        (5, "10:00"),
        ((4, "09:00", "window", "assign", HR), (4, "11:00", "other", "sign_for", {})),
        about={"unit": "EC-BUREAU"},
    ),
    Story(
        "about handler",
        "SHIRK",
        (4, "10:30"),
        (
            (3, "09:00", "window", "assign", {"unit": "EZ-SECTION"}),
            (3, "11:00", "section.ye", "sign_for", {}),
        ),
        about={"officer": "handler"},
    ),
    Story(
        "first responder recused",
        "ATTITUDE",
        (6, "09:30"),
        (
            (6, "10:00", "centre.he", "recuse", {"reason": "与被投诉人是亲属。"}),
            (6, "11:00", "centre.chen", "change_first_responder", {"officer": "window", "reason": "recusal"}),
            (6, "15:30", "window", "take_first_responder", {}),
            *_to_ec(5),
        ),
        by="centre.he",
    ),
    Story(
        "duty to be taken",
        "INFO",
        (3, "10:00"),
        (
            (2, "10:00", "centre.luo", "accept", {}),
            (1, "17:00", "centre.chen", "change_first_responder", {"officer": "window", "reason": "leave"}),
        ),
        by="centre.luo",
    ),
    Story(
        "discipline",
        "DISC",
        (7, "20:15"),
        (
            (6, "09:30", "first", "accept", {}),
            (6, "10:00", "first", "assign", {"unit": "EZ-DISC"}),
            (6, "15:30", "disc.meng", "sign_for", {}),
        ),
        by="citizen",
    ),
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
            *_to_ec(11),
            (6, "10:00", "handler", "suspend", {"reason": "expert_appraisal", "evidence": "笔迹鉴定委托书"}),
            (6, "15:30", "leader", "confirm_suspension", {}),
        ),
    ),
    Story(
        "extended",
        "FEE",
        (11, "10:00"),
        (
            *_to_ec(10),
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
            *_to_ec(3),
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
            *_told(15),
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
        (*_told(5), (1, "12:30", "citizen", "rate", {"grade": 2, "comment": "还是要再跑一趟。"})),
    ),
    Story(
        "appealed",
        "DELAY",
        (14, "10:00"),
        (
            *_told(13),
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
        (*_told(8), (5, "19:00", "citizen", "rate", {"grade": 5})),
    ),
    Story("told, to be rated", "NOTICE", (6, "10:00"), _told(4)),
    Story(
        "citizen asks that somebody step aside",
        "SHIRK",
        (4, "09:00"),
        (*_to_ec(3), (1, "09:30", "citizen", "request_recusal", {"reason": "经办人与对方熟识。"})),
    ),
    Story(
        "supervised",
        "DELAY",
        (7, "09:00"),
        (
            *_to_ec(6),
            (2, "10:00", "supervisor", "supervise", {"due_in": 3, "instruction": "请于期限前办结并反馈。"}),
        ),
    ),
    Story(
        "urged",
        "ATTITUDE",
        (5, "09:00"),
        (*_to_ec(4), (1, "11:00", "citizen", "urge", {"note": "请问办到哪一步了？"})),
    ),
)
