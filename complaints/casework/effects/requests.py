"""Effects of asking and deciding: extensions, suspensions, recusals, reviews of what climbed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from complaints.casework import relief
from complaints.commitments import deadline_clock, renewal
from complaints.infrastructure.database import db
from complaints.infrastructure.errors import WorkError
from complaints.models import Ask, Complaint, Correction, list_columns
from workflows.calendar import SHANGHAI
from workflows.language import Act, Category, Text
from workflows.parts import ANSWERABLE

Detail = dict[str, Any] | None


def ask_extension(complaint: Complaint, act: Act) -> Detail:
    add_ask(
        complaint,
        act,
        Ask(kind="extension", step="asked", words={k: act.words[k] for k in ("days", "reason", "basis")}),
    )
    return None


def grant_extension(complaint: Complaint, act: Act) -> Detail:
    ask = complaint.pending("extension")
    deadline = complaint.deadline("handling")
    assert ask is not None and deadline is not None
    _require_still_allowed(complaint, ask)
    due = renewal.extend(complaint, deadline, ask.words["days"], act.at)
    complaint.extensions += 1
    add_ask(complaint, act, Ask(kind="extension", step="granted", words=ask.words))
    return {**ask.words, "due_at": due.astimezone(SHANGHAI).isoformat()}


def _require_still_allowed(complaint: Complaint, ask: Ask) -> None:
    """The category may have been corrected since it was asked for. Raises WorkError."""
    allowed, category = complaint.rules.promises.get("extension"), _category_at(complaint, ask)
    asked = category.promises.get("extension") if category else None
    if allowed is None or complaint.extensions >= complaint.rules.extensions:
        raise WorkError(_NO_EXTENSION)
    if asked is not None and asked.limit.unit != allowed.limit.unit:
        raise WorkError(_OTHER_DAYS)
    if ask.words["days"] > allowed.limit.value:
        most = str(allowed.limit)
        raise WorkError(Text(_TOO_MANY.zh.format(most=most), _TOO_MANY.en.format(most=most)))


def _category_at(complaint: Complaint, ask: Ask) -> Category | None:
    """The rules it was asked under."""
    since = select(Correction.before).filter_by(complaint_id=complaint.id, field="category")
    wrong = db.session.scalars(since.filter(Correction.at >= ask.at).order_by(Correction.id)).first()
    return complaint.rules_of(wrong) if wrong else complaint.rules


_NO_EXTENSION = Text(
    "投诉类别已更正，更正后的类别不能延期；请不同意这项申请。",
    "The category was corrected, and the right one allows no extension; refuse the request.",
)
_OTHER_DAYS = Text(
    "投诉类别已更正，申请的天数是按原类别的单位（工作日或自然日）计算的；请不同意，由承办人按更正后的类别重新申请。",
    "The category was corrected, and the days were asked for in the unit of the former one (working or calendar days); "
    "refuse the request, and the handler asks again under the right category.",
)
_TOO_MANY = Text(
    "投诉类别已更正，申请的天数超过更正后类别的延期上限（{most}）；请不同意，由承办人重新申请。",
    "The category was corrected, and more days were asked for than the right one allows ({most}); refuse the request, and "
    "the handler asks again.",
)


def extend_acceptance(complaint: Complaint, act: Act) -> Detail:
    deadline = complaint.deadline("acceptance")
    assert deadline is not None
    due = renewal.extend(complaint, deadline, act.words["days"], act.at)
    return {"due_at": due.astimezone(SHANGHAI).isoformat()}


def refuse_extension(complaint: Complaint, act: Act) -> Detail:
    add_ask(complaint, act, Ask(kind="extension", step="refused", words={}))
    return None


def ask_suspension(complaint: Complaint, act: Act) -> Detail:
    add_ask(
        complaint,
        act,
        Ask(kind="suspension", step="asked", words={k: act.words[k] for k in ("reason", "evidence")}),
    )
    return None


def confirm_suspension(complaint: Complaint, act: Act) -> Detail:
    ask = complaint.pending("suspension")
    assert ask is not None
    complaint.pause_reason = "suspension"
    add_ask(complaint, act, Ask(kind="suspension", step="granted", words=ask.words))
    return {"reason": ask.words["reason"]}


def refuse_suspension(complaint: Complaint, act: Act) -> Detail:
    add_ask(complaint, act, Ask(kind="suspension", step="refused", words={}))
    return None


def recuse_self(complaint: Complaint, act: Act) -> Detail:
    complaint.recused_ids = [*complaint.recused_ids, act.by.id]
    return relief.follow(complaint, act)


def ask_recusal(complaint: Complaint, act: Act) -> Detail:
    """The citizen does not know names: the request is about the officer who has the part they say, or works on it now."""
    officer_id = complaint.holder_of(act.words.get("of", ANSWERABLE))
    words = {"officer_id": officer_id, "reason": act.words["reason"]}
    add_ask(complaint, act, Ask(kind="recusal", step="asked", words=words))
    return None


def decide_recusal(complaint: Complaint, act: Act) -> Detail:
    ask = complaint.pending("recusal")
    assert ask is not None
    granted = bool(act.words["grant"])
    add_ask(complaint, act, Ask(kind="recusal", step="granted" if granted else "refused", words=ask.words))
    if not granted:
        return None
    complaint.recused_ids = list(dict.fromkeys([*complaint.recused_ids, ask.words["officer_id"]]))
    return relief.follow(complaint, act)


def note_review(complaint: Complaint, act: Act) -> Detail:
    """A supervisor's duty is done by a recorded act, never by the passing of time (promise 8)."""
    escalation = act.words["escalation"]
    escalation.reviewed_at, escalation.reviewed_by_id = act.at, act.by.id
    escalation.review_act, escalation.review_note = act.words["act"], act.words.get("note")
    list_columns.note_reviewed(complaint, [escalation])
    for deadline in complaint.running:
        if deadline.escalation_id == escalation.id:
            deadline_clock.meet(deadline, act.at, complaint.seq)
    return {"commitment": escalation.commitment, "rung": escalation.rung, "cycle": escalation.cycle}


def add_ask(complaint: Complaint, act: Act, row: Ask) -> None:
    row.complaint_id, row.by_id, row.at = complaint.id, act.by.id, act.at
    db.session.add(row)
    if "asks" in complaint.__dict__:
        complaint.asks.append(row)
    list_columns.note_asked(complaint)
