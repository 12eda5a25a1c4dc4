"""Rare events of a simulated city, tried on purpose: joining and separating, wrong categories, letters, urgent nights,
stars given again, second reviews, a clock that stepped back. Refusals by the rules do not matter here."""

from __future__ import annotations

import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from complaints.casework import moves
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import BadInput, NotFound
from complaints.intake.complainant import Person
from complaints.intake.intake import Intake, receive
from complaints.models import Complaint, Deadline, Officer, Unit
from complaints.simulation.actors import Cast
from workflows.errors import Refused
from workflows.language import CITIZEN, Act
from workflows.parties import may_judge

SKEW = timedelta(hours=3)
WRITERS = (  # only the first gets texts
    Person(name="李大爷", phone="+8613800138000"),
    Person(name="李大爷", phone="0711-3355667"),
    Person(name="李大爷", address="鄂城区滨湖北路 1 号"),
)
CATEGORIES = ("ATTITUDE", "NOTICE", "FEE", "INFO", "PLATFORM", "PETITION", "FORENSIC")
Steps = list[tuple[str, Any, dict[str, Any]]]


@dataclass
class Odd:
    """Tried and made, by name."""

    chance: random.Random
    made: Counter[str] = field(default_factory=Counter)

    def live(self, at: datetime, tries: int = 6) -> None:
        for _ in range(tries):
            name = self.chance.choice(sorted(ODD_ACTS))
            with suppress(Refused, BadInput, NotFound), transaction():
                if ODD_ACTS[name](self, at):
                    self.made[name] += 1

    def one(self, *conditions: Any) -> Complaint | None:
        ids = db.session.scalars(
            select(Complaint.id).where(*conditions).order_by(Complaint.id.desc()).limit(60)
        )
        found = list(ids)
        return moves.take_by_id(self.chance.choice(found)) if found else None

    def does(self, complaint: Complaint, move: str, by: Any, at: datetime, **words: Any) -> bool:
        skewed = self.chance.random() < 0.2
        moves.perform(complaint, Act(move, by, at - SKEW if skewed else at, words))
        self.made["clock behind"] += skewed
        return True


def _officer(officer_id: int | None) -> Officer | None:
    return db.session.get(Officer, officer_id) if officer_id else None


def _merge(odd: Odd, at: datetime) -> bool:
    """Of two about the same: any other open one that names as much."""
    one = odd.one(Complaint.milestone.in_(("taken_in", "in_work")))
    if one is None:
        return False
    alike = [Complaint.id != one.id, Complaint.ended_at.is_(None), Complaint.restricted == one.restricted]
    alike.append(
        Complaint.respondent_unit_id == one.respondent_unit_id if one.respondent_unit_id else Complaint.id > 0
    )
    leading = odd.one(*alike)
    by = _officer(one.first_responder_id)
    return leading is not None and odd.does(one, "merge", by, at, leading=leading, reason="同一事项")


def _unmerge(odd: Odd, at: datetime) -> bool:
    one = odd.one(Complaint.ends_as == "merged")
    return one is not None and odd.does(
        one, "unmerge", _officer(one.first_responder_id), at, reason="不是同一件事"
    )


def _correct(odd: Odd, at: datetime) -> bool:
    one = odd.one(Complaint.ended_at.is_(None), Complaint.restricted.is_(False))
    if one is None:
        return False
    changes = {"category": odd.chance.choice(CATEGORIES)}
    return odd.does(one, "correct", _officer(one.first_responder_id), at, changes=changes, reason="选错了")


def _letter(odd: Odd, at: datetime) -> bool:
    came = (at - timedelta(days=odd.chance.randint(1, 9))).date()
    return _logged(odd, at, odd.chance.choice(WRITERS), by=_window(odd), channel="letter", received_on=came)


def _night(odd: Odd, at: datetime) -> bool:
    words = {"channel": "web", "urgency": "urgent", "narrative": "再不处理我就不想活了。"}
    return _logged(odd, at, WRITERS[0], by=CITIZEN, **words)


def _window(odd: Odd) -> Officer:
    officers = db.session.scalars(select(Officer).filter_by(active=True).order_by(Officer.id))
    return odd.chance.choice(
        [one for one in officers if one.unit.code == "EZ-CENTRE" and "officer" in one.roles]
    )


def _logged(odd: Odd, at: datetime, person: Person, by: Any, **words: Any) -> bool:
    plain = {"subject": "投诉", "narrative": "没有人处理。", "category": odd.chance.choice(CATEGORIES)}
    unit = db.session.scalars(select(Unit).filter_by(code="EZ-CENTRE")).one()
    receive(Intake(**{**plain, **words, "person": person, "unit": unit}), Act("receive", by, at))
    return True


def _rate(odd: Odd, at: datetime) -> bool:
    one = odd.one(Complaint.milestone.in_(("told", "ended")), Complaint.rated_at.is_not(None))
    return one is not None and odd.does(one, "rate", CITIZEN, at, grade=odd.chance.randint(1, 5))


def _appeal(odd: Odd, at: datetime) -> bool:
    one = odd.one(Complaint.milestone.in_(("told", "ended")), Complaint.appeal_by >= at)
    return one is not None and odd.does(one, "appeal", CITIZEN, at, reason="不服")


def _take_back(odd: Odd, at: datetime) -> bool:
    one = odd.one(Complaint.appealed_at.is_not(None), Complaint.review_from.is_not(None))
    return one is not None and odd.does(one, "withdraw", CITIZEN, at)


def _more_time(odd: Odd, at: datetime) -> bool:
    one = odd.one(
        Complaint.category == "FORENSIC", Complaint.accepted_at.is_(None), Complaint.ended_at.is_(None)
    )
    if one is None:
        return False
    by = next((row for row in Cast(1).supervisors(one) if may_judge(one, row)), None)
    return by is not None and odd.does(
        one, "extend_acceptance", by, at, days=odd.chance.randint(1, 15), reason="复杂"
    )


def _tell(odd: Odd, at: datetime) -> bool:
    """A person tells it where no text can reach the citizen."""
    owed = select(Deadline.complaint_id).where(Deadline.commitment == "telling", Deadline.met_at.is_(None))
    one = odd.one(Complaint.id.in_(owed.where(Deadline.void_at.is_(None))))
    if one is None:
        return False
    move = "tell_answer" if one.state in ("feedback", "closed") else "tell_citizen"
    return odd.does(one, move, _officer(one.first_responder_id), at, how="letter", note="已挂号寄出")


def _return(odd: Odd, at: datetime) -> bool:
    one = odd.one(Complaint.offered_unit_id.is_not(None))
    if one is None:
        return False
    officers = db.session.scalars(select(Officer).filter_by(unit_id=one.offered_unit_id).order_by(Officer.id))
    return odd.does(one, "return", odd.chance.choice(list(officers)), at, reason="不属本单位职责")


def _judge(odd: Odd, at: datetime) -> bool:
    one = odd.one(Complaint.returns > 0, Complaint.ended_at.is_(None))
    if one is None:
        return False
    by, proper = _officer(one.first_responder_id), odd.chance.random() < 0.5
    return odd.does(one, "judge_return", by, at, proper=proper, reason="对照职责")


ODD_ACTS = {
    "return": _return,
    "judge": _judge,
    "tell": _tell,
    "merge": _merge,
    "unmerge": _unmerge,
    "correct": _correct,
    "letter": _letter,
    "night": _night,
    "rate": _rate,
    "appeal": _appeal,
    "withdraw": _take_back,
    "extend_acceptance": _more_time,
}
