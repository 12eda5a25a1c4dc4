"""What people say when they make a move: plausible words for each, as a form would send them."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.models import Complaint, Officer, Unit

Words = dict[str, Any]
ANSWER = {"outcome": "substantiated", "findings": "查明属实。", "reply": "已批评教育并道歉。"}
OFTEN = {"accept", "assign", "sign_for", "answer", "give_feedback", "rate"}


def _unit(at: datetime, chance: random.Random) -> Words:
    codes = list(db.session.scalars(select(Unit.code).filter_by(handles=True, active=True).order_by(Unit.id)))
    return {"unit": chance.choice(codes), "reason": "职责所在"}


def _officer(at: datetime, chance: random.Random) -> Words:
    names = list(db.session.scalars(select(Officer.username).filter_by(active=True).order_by(Officer.id)))
    return {"officer": chance.choice(names), "reason": "调休"}


def _leading(at: datetime, chance: random.Random) -> Words:
    open_ones = select(Complaint.tracking_number).filter(Complaint.ended_at.is_(None))
    return {"leading": chance.choice(list(db.session.scalars(open_ones)))}


def _plain(**words: Any) -> Callable[[datetime, random.Random], Words]:
    return lambda at, chance: dict(words)


WORDS: dict[str, Callable[[datetime, random.Random], Words]] = {
    "accept": _plain(),
    "ask_supplement": _plain(items=["合同复印件"]),
    "supplement": _plain(note="已补"),
    "answer_on_the_spot": _plain(**ANSWER),
    "assign": _unit,
    "sign_for": _plain(),
    "return": _plain(reason="不属本单位职责"),
    "designate": _unit,
    "judge_return": lambda at, chance: {"proper": chance.random() < 0.5, "reason": "对照职责"},
    "raise_level": _plain(reason="提级"),
    "reassign": _officer,
    "refuse_reassignment": _plain(reason="手头已满"),
    "contact": _plain(how="phone", reached=True, note="已联系"),
    "call_back": _plain(how="phone", reached=True, note="满意"),
    "report_progress": _plain(note="调查中"),
    "request_extension": _plain(days=2, reason="案情复杂", basis="规则"),
    "grant_extension": _plain(),
    "refuse_extension": _plain(),
    "answer": _plain(**ANSWER),
    "send_back": _plain(reason="未答全"),
    "give_feedback": _plain(method="phone"),
    "rate": lambda at, chance: {"grade": chance.randint(1, 5)},
    "reopen": _unit,
    "uphold": _plain(reason="属实"),
    "appeal": _plain(reason="不服"),
    "withdraw": _plain(),
    "merge": _leading,
    "urge": _plain(),
    "supervise": lambda at, chance: {
        "due_at": at + timedelta(days=chance.randint(1, 5)),
        "instruction": "限期",
    },
    "change_urgency": lambda at, chance: {
        "urgency": chance.choice(["normal", "urgent", "critical"]),
        "reason": "扬言自伤",
    },
    "change_first_responder": _officer,
    "take_first_responder": _plain(),
    "refuse_first_responder": _plain(reason="不便"),
    "request_recusal": _plain(reason="亲属"),
    "decide_recusal": lambda at, chance: {"grant": chance.random() < 0.5, "reason": "查明"},
    "recuse": _plain(reason="亲属"),
}


def words(move: str, at: datetime, chance: random.Random) -> Words:
    return WORDS[move](at, chance)


def weight(move: str) -> int:
    """How much likelier a move is than the rarest: most complaints go their ordinary way."""
    return 6 if move in OFTEN else 1
