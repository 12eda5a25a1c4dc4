"""Words people might say with a move: mostly sensible, sometimes not allowed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from complaints.casework.attachments import File
from complaints.infrastructure.database import db
from complaints.models import Complaint, Escalation
from tests.house import House

UNITS = ("EC-BUREAU", "HR-BUREAU", "EZ-CENTRE", "EZ-SECTION", "EZ-ARB", "EZ-BUREAU", "EC-LAW-1")
ANSWER = {"outcome": "substantiated", "findings": "查明属实。", "reply": "已批评教育并道歉。"}

Words = dict[str, Any]


class Talk:
    """Words for a move, drawn by `random`."""

    def __init__(self, house: House, random: Random, people: tuple[str, ...]) -> None:
        self.house, self.random, self.people = house, random, people

    def words(self, move: str, complaint: Complaint, at: datetime) -> Words:
        say: dict[str, Callable[[], Words]] = {
            "decline": lambda: {
                "reason_code": "not_our_remit",
                "competent_body": "市场监管局",
                "contact": "12315",
            },
            "ask_supplement": lambda: {"items": ["身份证明"]},
            "answer": lambda: dict(ANSWER),
            "answer_on_the_spot": lambda: dict(ANSWER),
            "assign": lambda: {"unit": self.unit(), "officer": None},
            "designate": lambda: {"unit": self.unit(), "reason": "指定"},
            "judge_return": lambda: {"proper": self.random.random() < 0.5, "reason": "对照职责"},
            "raise_level": lambda: {"reason": "提级"},
            "reopen": lambda: {"unit": self.unit(), "reason": "重办", "officer": self.somebody_or_nobody()},
            "reassign": lambda: {"officer": self.officer(), "reason": "改派"},
            "refuse_reassignment": lambda: {"reason": "手头已满"},
            "return": lambda: {"reason": "not_our_remit"},
            "contact": lambda: {"how": "phone", "reached": self.random.random() < 0.7},
            "request_extension": lambda: {
                "days": self.random.choice([1, 5, 6]),
                "reason": "复杂",
                "basis": "规定",
            },
            "attach": lambda: {"files": [File("现场.jpg", b"\xff\xd8\xff" + self.random.randbytes(4))]},
            "suspend": lambda: {"reason": "hearing", "evidence": "通知书"},
            "send_back": lambda: {"reason": "不清楚"},
            "give_feedback": lambda: {"method": "phone"},
            "rate": lambda: {"grade": self.random.choice([1, 2, 3, 5]), **self.heard()},
            "uphold": lambda: {"reason": "属实"},
            "supervise": lambda: {
                "due_at": at + timedelta(hours=self.random.choice([-1, 30, 100])),
                "instruction": "限期",
            },
            "move_sender_date": lambda: {
                "due_at": at + timedelta(hours=self.random.choice([-1, 30, 100])),
                "reason": "对方来函改期",
            },
            "change_urgency": lambda: {
                "urgency": self.random.choice(["normal", "urgent", "critical"]),
                "reason": "扬言自伤",
            },
            "change_first_responder": lambda: {"officer": self.officer(), "reason": "leave"},
            "report_error": lambda: {"what": "text", "value": "当时不是这样说的。"},
            "request_recusal": lambda: {"reason": "认识对方"},
            "refuse_first_responder": lambda: {"reason": "在休假"},
            "recuse": lambda: {"reason": "亲属"},
            "settle_respondent": lambda: {"officer": self.officer(), "same": self.random.random() < 0.5},
            "consult": self.question,
            "answer_consultation": lambda: {"of": self.random.randint(1, 3), "opinion": "没有这一项收费。"},
            "decline_consultation": lambda: {"of": self.random.randint(1, 3), "reason": "不了解情况。"},
            "add_assist": lambda: {"unit": self.unit(), "task": "请查台账。"},
            **dict.fromkeys(("take_assist", "answer_assist"), self.of_assist),
            **dict.fromkeys(("return_assist", "end_assist"), self.of_assist),
            "withdraw_consultation": lambda: {"of": self.random.randint(1, 3)},
            "decide_recusal": lambda: {"grant": self.random.random() < 0.5},
            "recall": lambda: {"reason": "派错了"},
            "correct": lambda: {"changes": self.changes(), "reason": "登记有误"},
            "request_correction": lambda: {"changes": self.changes(), "reason": "登记有误"},
            "refuse_correction": lambda: {"reason": "已核对"},
            "name_respondent": lambda: {"officer": self.officer(), "reason": "投诉人补充"},
            "clear_respondent": lambda: {"officer": self.officer(), "reason": "同名"},
            "unmerge": lambda: {"reason": "不是同一件事"},
            "reissue_code": lambda: {"checked": "身份证"},
            "ask_citizen": lambda: {"question": "当天几点？"},
            "answer_question": lambda: {"note": "十点", **self.heard()},
            "add": lambda: {"note": "还有一名证人", **self.heard()},
            "appeal": self.heard,
            "withdraw": self.heard,
            "merge": lambda: {"leading": self.another(complaint)},
            "review": lambda: {"escalation": self.escalation(complaint), "act": "urged", "note": "已督促"},
        }
        return say.get(move, dict)()

    def heard(self) -> Words:
        """An officer records it for the citizen, or forgets to say how they heard it."""
        return {"heard": {"how": "phone"}} if self.random.random() < 0.5 else {}

    def of_assist(self) -> Words:
        return {"of": self.random.randint(1, 4), "note": "查过台账。", "reason": "无法协助。"}

    def question(self) -> Words:
        """To a unit, or to one officer, whose unit it is."""
        if self.random.random() < 0.5:
            return {"unit": self.unit(), "officer": None, "question": "收过这笔费用吗？"}
        officer = self.officer()
        return {"unit": officer.unit, "officer": officer, "question": "收过这笔费用吗？"}

    def changes(self) -> Words:
        category = self.random.choice(["ATTITUDE", "NOTICE", "FEE", "LAWYER", "DISC"])
        wrong = [
            {"category": category},
            {"phone": "139 0013 9000"},
            {"name": "王大爷"},
            {"confidential": True},
        ]
        return self.random.choice(wrong)

    def unit(self) -> Any:
        return self.house.unit(self.random.choice(UNITS))

    def officer(self) -> Any:
        return self.house.officer(self.random.choice(self.people))

    def somebody_or_nobody(self) -> Any:
        return self.officer() if self.random.random() < 0.3 else None

    def another(self, complaint: Complaint) -> Complaint:
        rows = list(db.session.scalars(db.select(Complaint).order_by(Complaint.id)))
        return self.random.choice(rows or [complaint])

    def escalation(self, complaint: Complaint) -> Escalation:
        rows = [row for row in complaint.escalations if not row.reminder] or [Escalation(reviewed_at=None)]
        return self.random.choice(rows)
