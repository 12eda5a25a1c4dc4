"""Erasing the personal data of a complaint past its time: names, contacts, what people wrote, files, what it is found by. Its
number, category, times, units, grades and steps stay, so that figures and the ledger still hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
import structlog

from complaints.casework import event_hash, ledger, moves, retention, seals
from complaints.infrastructure.database import db, end_reading, transaction
from complaints.models import (
    AccessLog,
    Ask,
    Attachment,
    Complaint,
    Consultation,
    Correction,
    Erasure,
    Escalation,
    EvaluationCase,
    EvaluationScore,
    Event,
    HalfWritten,
    Handover,
    Notice,
    Respondent,
    RetentionHold,
    RoundRecord,
    SearchToken,
    Upload,
    UploadPart,
    Visit,
    audit,
)
from complaints.rulebooks import store
from workflows.move_fields import OWN, FieldKind
from workflows.rulebook import Rulebook

SUBJECT = "已清除 / erased"
OF_A_PERSON = (
    *("name", "name_index", "phone", "phone_index", "contacts", "address"),
    *("identity_number", "identity_index", "email", "agent", "representatives"),
)
CODES = {  # words of a step that hold codes, usernames or numbers, never what a person typed
    *(
        "outcome",
        "how",
        "method",
        "reason_code",
        "unit",
        "officer",
        "commitment",
        "commitments",
        "rung",
        "act",
        "step",
    ),
    *(
        "kind",
        "decision",
        "urgency",
        "category",
        "channel",
        "state",
        "milestone",
        "asked_by",
        "refused_by",
        "back_to",
    ),
    *(
        "competent_unit",
        "respondent",
        "party",
        "answers",
        "deputy",
        "giver",
        "slip",
        "same",
        "sooner",
        "code_to",
    ),
}
NAMING = (FieldKind.UNIT, FieldKind.OFFICER)
RUNGS = {"rung", "limit"}
NUMBERS = {"leading", "main", "joined", "of", "of_number", "number", "parted"}
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.:/-]{0,59}", re.ASCII)
_RUNG = re.compile(r"[+-]?\d{1,3}[a-z]{0,2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d([T ][0-9:.+Z-]+)?", re.ASCII)
_TRACKING = re.compile(r"\d{12}", re.ASCII)


@dataclass
class Tally:
    due: int = 0
    erased: int = 0
    failed: int = 0


def erase_due(at: datetime, tell: Callable[[int], object] = lambda done: None) -> Tally:
    """One complaint a transaction; a run that was broken off goes on with those that are left."""
    ids = list(db.session.scalars(retention.to_erase(at)))
    tally = Tally(due=len(ids))
    end_reading()
    for done, complaint_id in enumerate(ids, 1):
        try:
            with transaction():
                tally.erased += _erase(complaint_id, at)
        except Exception as error:  # its words may hold what is to be erased
            tally.failed += 1
            log = structlog.get_logger()
            log.error("not erased", complaint=complaint_id, error=type(error).__name__)
        tell(done)
    return tally


def count_due(at: datetime) -> int:
    return int(
        db.session.scalar(sa.select(sa.func.count()).select_from(retention.to_erase(at).subquery())) or 0
    )


class Broken(Exception):
    """Its ledger does not hold: erasing would hide that."""


def _erase(complaint_id: int, at: datetime) -> bool:
    complaint = moves.take_by_id(complaint_id)
    still = retention.to_erase(at).where(Complaint.id == complaint_id)
    if db.session.scalar(still) is None:
        return False
    if any(fault for _, fault in ledger.checked(ledger.page_of(complaint_id))):
        raise Broken
    rule = retention.rule_of(complaint)
    was = seals.canonical({"head": complaint.head_hash, "sums": complaint.checksums})
    row = Erasure(
        complaint_id=complaint.id, at=at, rule=rule.code, years=rule.years, basis_zh=rule.basis.zh,
        basis_en=rule.basis.en, until_seq=complaint.seq, was_sha256=event_hash.sha256(was), kept_sha256="",
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    _erase_complaint(complaint, at)
    _erase_steps(complaint_id)
    _erase_beside(complaint_id)
    db.session.flush()
    row.kept_sha256, row.finished_at = ledger.kept_digest(complaint), at
    told = {
        "complaint": complaint.tracking_number,
        "until": row.until_seq,
        "rule": row.rule,
        "years": row.years,
    }
    audit.note("complaint erased", at, {**told, "was": row.was_sha256, "kept": row.kept_sha256})
    return True


def _erase_complaint(complaint: Complaint, at: datetime) -> None:
    complaint.erased_at, complaint.subject, complaint.narrative = at, SUBJECT, ""
    for name in ("sender_number", "respondent_name", "failure"):
        setattr(complaint, name, None)
    for name in ("findings", "reply"):  # as in the event of the answer
        setattr(complaint, name, None if getattr(complaint, name) is None else "")
    for name in OF_A_PERSON:
        setattr(complaint.complainant, name, None)


def _rows(model: Any, complaint_id: int) -> list[Any]:
    return list(db.session.scalars(sa.select(model).filter_by(complaint_id=complaint_id)))


def _erase_steps(complaint_id: int) -> None:
    """The words of what is permanent otherwise."""
    book = store.book(db.session.get_one(Complaint, complaint_id).rulebook_version)
    codes = codes_of(book)
    for event in _rows(Event, complaint_id):
        known = codes | _named_in(event, book)
        event.note, event.detail = "", without_words(event.detail, known=known)
    for ask in _rows(Ask, complaint_id):
        ask.words = without_words(ask.words, known=codes)
    for handover in _rows(Handover, complaint_id):
        handover.reason = None if handover.reason is None else ""
    for one in _rows(Correction, complaint_id):
        one.before = one.after = None
    for one in _rows(Consultation, complaint_id):
        one.words = None
    for one in _rows(RoundRecord, complaint_id):
        one.before = None if one.before is None else without_words(one.before, known=codes)


def codes_of(book: Rulebook) -> frozenset[str]:
    """Of all its lists, and of the choices that its moves offer."""
    lists = {code for one in book.codes.values() for code in one}
    fields = (field for move in book.moves.values() for field in move.fields or ())
    return frozenset(lists | {code for field in fields for code, _ in field.choices})


def _named_in(event: Event, book: Rulebook) -> frozenset[str]:
    """Units and officers that declared words of the move name."""
    own = event.detail.get(OWN) or {}
    fields = (one for one in book.moves[event.move].fields or () if one.kind in NAMING)
    return frozenset(own[one.name] for one in fields if isinstance(own.get(one.name), str))


def _erase_beside(complaint_id: int) -> None:
    for model, name in ((Respondent, "name"), (Escalation, "review_note"), (AccessLog, "words")):
        for row in _rows(model, complaint_id):
            setattr(row, name, None)
    for notice in _rows(Notice, complaint_id):
        notice.words, notice.last_error = without_words(notice.words), None
    for hold in _rows(RetentionHold, complaint_id):
        hold.reason = ""
    for file in _rows(Attachment, complaint_id):
        db.session.delete(file)
    cases = sa.select(EvaluationCase.id).filter_by(complaint_id=complaint_id)
    for score in db.session.scalars(sa.select(EvaluationScore).where(EvaluationScore.case_id.in_(cases))):
        score.note = ""
    files = sa.select(Upload.id).filter_by(complaint_id=complaint_id)
    db.session.execute(sa.delete(UploadPart).where(UploadPart.upload_id.in_(files)))
    for model in (Upload, HalfWritten, SearchToken, Visit):
        db.session.execute(sa.delete(model).where(model.complaint_id == complaint_id))


def without_words(value: Any, name: str = "", known: frozenset[str] = frozenset()) -> Any:
    """Numbers, yes and no, codes and times of what was said in a step; what a person typed is empty. No key goes: those who
    read the step find each. `known`: codes of its rulebook, which stay under every name."""
    if isinstance(value, dict):
        return {key: without_words(one, key, known) for key, one in value.items()}
    if isinstance(value, list):
        return [one for one in (without_words(each, name, known) for each in value) if one != ""]
    if not isinstance(value, str):
        return value
    told = (
        value in known
        or (name in CODES and _CODE.fullmatch(value))
        or (name in RUNGS and _RUNG.fullmatch(value))
        or (name in NUMBERS and _TRACKING.fullmatch(value))
    )
    return value if told or _MOMENT.fullmatch(value) else ""
