"""Promises about how a complaint ends: no “not ours” ending, and “handled” is not “over”."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session, aliased

from complaints.models import Complaint, Notice
from complaints.rulebooks import store
from complaints.simulation.histories import History, histories
from workflows.calendar import SHANGHAI
from workflows.guards.aftermath import WORST_GRADES
from workflows.guards.time_limits import LEAST_DAYS_TRIED
from workflows.language import Ending

WORKS = ("sign_for", "answer", "answer_on_the_spot")
BEGINS_AGAIN = ("answer", "answer_on_the_spot", "reopen", "appeal", "send_back")
NEEDED_TO_DECLINE = ("reason_code", "competent_body", "contact")


def promise_4(session: Session) -> list[str]:
    """Declining says why, who is competent and how to reach them, and the citizen gets it."""
    declined = set(
        session.scalars(select(Complaint.tracking_number).filter_by(ends_as=Ending.DECLINED.value))
    )
    told = {
        (row.complaint_id, row.event_seq)
        for row in session.execute(
            select(Notice.complaint_id, Notice.event_seq).filter_by(recipient="citizen", kind="decline")
        )
    }
    found, explained = [], set()
    for number, history in histories(session, "decline"):
        explained.add(number)
        step = history[-1]
        missing = [word for word in NEEDED_TO_DECLINE if not str(step.detail.get(word) or "").strip()]
        found += [f"{number} was declined without {word}" for word in missing]
        if (step.complaint_id, step.seq) not in told:
            found.append(f"{number} was declined and the citizen not told")
    return found + [f"{number} was declined by no recorded act" for number in sorted(declined - explained)]


def promise_9(session: Session) -> list[str]:
    """Closed only after the citizen had the result; another officer verified a bad rating, or the work began again. No
    citizen joined to another complaint is left without its answer."""
    query = select(Complaint.tracking_number, Complaint.state, Complaint.ends_as)
    standing = {row.tracking_number: row for row in session.execute(query)}
    found = []
    for number, history in histories(session):
        found += [f"{number}: {wrong}" for wrong in _wrong_endings(history)]
        if history[-1].to_state != standing.pop(number).state:
            found.append(f"{number} stands elsewhere than its last step left it")
    found += [
        f"{number} is closed and nothing says how"
        for number, row in standing.items()
        if row.ends_as == Ending.CLOSED
    ]
    leading = aliased(Complaint)
    left = select(Complaint.tracking_number).join(leading, leading.id == Complaint.leading_id)
    left = left.filter(leading.ends_as == Ending.WITHDRAWN.value)
    return found + [f"{number} was joined to one that was withdrawn" for number in session.scalars(left)]


@dataclass
class _SoFar:
    """Facts about the newest answer, collected step by step."""

    told: bool = False
    grade: int = 0
    verified: bool = False
    before_review: tuple[bool, int, bool] = (False, 0, False)
    tried_in_vain: set[date] = field(default_factory=set)
    workers: set[int | None] = field(default_factory=set)

    @property
    def rated_badly(self) -> bool:
        return self.grade in WORST_GRADES

    def go_past(self, step: Row[Any]) -> None:
        if step.move == "appeal":
            self.before_review = (self.told, self.grade, self.verified)
        if step.move in BEGINS_AGAIN or step.move == "give_feedback":
            self.told, self.grade, self.verified = step.move == "give_feedback", 0, False
        if step.move in ("withdraw", "end_review") and step.detail.get("back_to"):
            self.told, self.grade, self.verified = self.before_review
        if step.move in WORKS:
            self.workers.add(step.by_id)
        if step.move == "rate":
            self.grade = int(step.detail.get("grade") or 0)
        if step.party == "citizen" or (step.move == "contact" and step.detail.get("reached")):
            self.tried_in_vain = set()
        if step.move == "contact" and self.rated_badly and step.party == "supervisor":
            self._verify(step)

    def _verify(self, step: Row[Any]) -> None:
        """Reached, or called in vain on enough days to stop trying."""
        if not step.detail.get("reached"):
            self.tried_in_vain = {*self.tried_in_vain, step.at.astimezone(SHANGHAI).date()}
        self.verified = self.verified or bool(step.detail.get("reached"))

    @property
    def heard(self) -> bool:
        return self.verified or len(self.tried_in_vain) >= LEAST_DAYS_TRIED


def _ways(step: Row[Any]) -> tuple[str, str]:
    """From where to where; of the first step, twice where it leads."""
    return step.from_state or step.to_state, step.to_state


def _wrong_endings(history: History) -> Iterator[str]:
    so_far = _SoFar()
    for step in history:
        so_far.go_past(step)
        closed = [
            store.book(step.rulebook_version).states[name].ends_as == Ending.CLOSED for name in _ways(step)
        ]
        taken_back = step.detail.get("back_to")  # a review, and the complaint is what it was before
        if closed == [False, True] and not taken_back:
            yield from _wrong_closing(step, so_far)


def _wrong_closing(step: Row[Any], so_far: _SoFar) -> Iterator[str]:
    if not so_far.told:
        yield "closed although the result never reached the citizen"
    if so_far.rated_badly and step.move != "uphold":
        yield "rated badly and closed without verification"
    if so_far.rated_badly and not so_far.heard and step.contactable:
        yield "upheld without contact with the citizen since the rating"
    if step.move == "uphold" and step.by_id in so_far.workers:
        yield "upheld by an officer who had handled it"
