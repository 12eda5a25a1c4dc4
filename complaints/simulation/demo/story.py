"""The stories a demonstration must show, written down step by step, so that every account has something on its desk.

A step stands so many working days before the next office day (or today, when it is one): `(5, "09:30", "window", "accept", {})`
is half past nine five working days ago. `first` stands for whoever is first responder by then.
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


def taken_by_echeng(day: int) -> tuple[Step, ...]:
    """Accepted, sent to Echeng and taken by `handler` within one morning."""
    return (
        (day, "09:10", "window", "accept", {}),
        (day, "09:20", "window", "assign", EC),
        (day, "10:30", "handler", "sign_for", {}),
        (day, "11:20", "handler", "contact", REACHED),
    )


def answered_and_told(day: int) -> tuple[Step, ...]:
    """The same, answered and told to the citizen two days later."""
    return (
        *taken_by_echeng(day),
        (day - 1, "16:00", "handler", "answer", ANSWER),
        (day - 2, "10:00", "window", "give_feedback", TOLD),
    )
