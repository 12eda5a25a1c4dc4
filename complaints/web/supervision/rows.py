"""A complaint as one row of the board: why it is there, how late it is, who has it, and what was tried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from complaints.commitments.calendar import current as current_calendar
from complaints.models import Ask, Officer
from complaints.queries.board import rows
from complaints.queries.board.rows import Tried
from complaints.queries.rows import Listed, Promise
from complaints.rulebooks import store
from complaints.web.forms.field_labels import code_label
from complaints.web.page.dates import to_go
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext
from workflows.calendar import in_shanghai
from workflows.language import Text
from workflows.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for the place of a row; `far` says how late or how near, in working time."""

    label: Text
    rung: Text | None
    due_at: datetime
    far: str
    tone: str
    climbed_at: datetime | None
    mine: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """An undecided request; a bad rating is one too, and `to_contact` says what comes first."""

    kind: str
    words: str
    to_contact: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    complaint: Listed
    book: Rulebook
    reasons: tuple[Reason, ...]
    tried: tuple[Tried, ...]
    wishes: tuple[Wish, ...]
    review_by: Promise | None
    hidden: bool


def rows_of(sections: dict[str, Sequence[int]], officer: Officer, at: datetime) -> dict[str, list[Row]]:
    """The rows of several sections at once: the same few queries for all."""
    ids = [one for found in sections.values() for one in found]
    complaints, stories = rows.read(ids), rows.tried(ids)
    return {
        name: [_row(complaints[one], name, stories.get(one, []), (officer, at)) for one in found]
        for name, found in sections.items()
    }


def _row(complaint: Listed, section: str, story: list[Tried], by: tuple[Officer, datetime]) -> Row:
    officer, at = by
    book = store.book(complaint.rulebook_version)
    reasons = [_reason(book, one, at) for one in rows.why(complaint, section, officer, at)]
    return Row(
        complaint=complaint,
        book=book,
        reasons=tuple(reasons),
        tried=tuple(_in_words(one, book) for one in story),
        wishes=tuple(_wishes(complaint, book)),
        review_by=_review_by(complaint, officer),
        hidden=rows.hidden_from(complaint, officer),
    )


def _in_words(one: Tried, book: Rulebook) -> Tried:
    label = code_label(book, one.move, "reason", one.reason)
    return replace(one, note=one.note or (said(label) if label else one.reason))


def _reason(book: Rulebook, one: rows.Why, at: datetime) -> Reason:
    commitment = book.commitments[one.commitment]
    rungs = (rung.label for rung in book.ladders[commitment.ladder] if rung.name == one.rung)
    far, tone = (gettext("暂停计时"), "paused") if one.paused_at else lateness(one.due_at, at)
    return Reason(commitment.label, next(rungs, None), one.due_at, far, tone, one.climbed_at, one.mine)


def lateness(due_at: datetime, at: datetime) -> tuple[str, str]:
    """How late in working time: in days, and within a day in office hours; before the due time how near."""
    far = to_go(due_at)
    if far.tone != "late" or in_shanghai(due_at).date() != in_shanghai(at).date():
        return far.words, far.tone
    hours = current_calendar.calendar().working_seconds(due_at, at) / 3600
    if hours < 1:
        return gettext("刚过期限，不到 1 个工作小时"), "late"
    return gettext("已超过 %(n)s 个工作小时", n=round(hours)), "late"


def _wishes(complaint: Listed, book: Rulebook) -> list[Wish]:
    asks = [complaint.pending(kind) for kind in ("extension", "suspension", "recusal")]
    wishes = [Wish(ask.kind, _asked(ask, book)) for ask in asks if ask is not None]
    if complaint.deadline("verification") is not None:
        grade = said(book.codes["grades"][str(complaint.grade)])
        wishes.append(Wish("verification", grade, to_contact=complaint.verified_at is None))
    return wishes


def _asked(ask: Ask, book: Rulebook) -> str:
    words = dict(ask.words)
    reason = str(words.get("reason", ""))
    if ask.kind == "suspension":
        label = code_label(book, "suspend", "reason", reason)
        return said(label) if label else reason
    if ask.kind == "extension":
        return gettext("延 %(days)s 日：%(reason)s", days=words.get("days"), reason=reason)
    return reason


def _review_by(complaint: Listed, officer: Officer) -> Promise | None:
    """The review duty of this officer that ends first."""
    mine = {row.id for row in rows.waiting_escalations(complaint) if row.reviewer_id == officer.id}
    duties = [row for row in complaint.running if row.commitment == "review" and row.escalation_id in mine]
    return min(duties, key=lambda row: row.due_at, default=None)
