"""What a citizen is written: in their own language, one idea, at most two segments of a text message, and the fact itself.

Two segments of a text message hold 70 signs each where they are Chinese, 153 where they are Latin (3GPP TS 23.038, 23.040).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.infrastructure.encryption import unseal
from complaints.infrastructure.tracking_numbers import grouped
from complaints.models import Complaint, Deadline, Event, Notice
from complaints.notifications import texts
from complaints.rulebooks import store
from schemas.text import balanced, beginning, filled, line_of, undirected
from workflows.calendar import SHANGHAI
from workflows.language import Text
from workflows.rulebook import Rulebook

LONGEST = {"zh": 2 * 70, "en": 2 * 153}
HEAD = Text("首问 {number}：{heading}", "Shouwen {number}: {heading}")
SECRET = Text("查询码 {code}，请勿告诉别人。", "Query code {code}; tell it to no one.")
LOOK_UP = Text("查询 {number}", "Look up {number}")
ELSEWHERE = Text("请找{body}，{contact}。", "Turn to {body}, {contact}.")
ITEMS = Text("共 {count} 项。", "Items: {count}.")
DUE = Text("“{promise}”的期限：{at}。", "Due ({promise}): {at}.")


def citizen_message(notice: Notice, public_url: str) -> texts.Message:
    """No personal data, no narrative; a query code only where the window may not hand it out."""
    [line] = texts.lines_of([notice])
    language = notice.complaint.complainant.language or "zh"
    if line.heading is texts.NOTICE:
        raise KeyError(notice.kind)  # sent, it would say nothing
    number, heading = grouped(line.number), line.heading.in_(language)
    head = filled(HEAD.in_(language), {"number": number, "heading": heading})
    code = notice.words.get("code")
    said = line.sentence.in_(language)
    secret = SECRET.in_(language).format(code=unseal(code)) if code else ""
    where = LOOK_UP.in_(language).format(number=number) + _address(language, public_url)
    gap = " " if language == "en" else ""
    room = LONGEST[language] - sum(len(part) + 1 for part in (head, said, secret, where))
    fact = _shortened("" if code else _fact(notice).in_(language), room)
    body = gap.join(part for part in (said, fact, secret, where) if part)
    return texts.Message(line_of(balanced(head)), balanced(body))


def _address(language: str, public_url: str) -> str:
    if not public_url:
        return "。" if language == "zh" else "."
    return f"{'：' if language == 'zh' else ': '}{public_url}/status"


def _shortened(text: str, room: int) -> str:
    if len(text) <= room:
        return text
    return balanced(beginning(text, room - 2)) if room > len("……") + 1 else ""


def _fact(notice: Notice) -> Text:
    """Where to turn instead, how much is missing, and until when something is promised now."""
    complaint = notice.complaint
    query = select(Event).filter_by(complaint_id=complaint.id, seq=notice.event_seq)
    event = db.session.scalars(query).one_or_none()
    if event is None:
        return Text("", "")
    if event.detail.get("competent_body"):
        return _filled(
            ELSEWHERE, body=event.detail["competent_body"], contact=event.detail.get("contact", "")
        )
    facts = [_items(event), _due(notice, complaint, event)]
    return Text("".join(one.zh for one in facts if one), " ".join(one.en for one in facts if one))


def _filled(text: Text, **words: Any) -> Text:
    plain = {name: undirected(one) if isinstance(one, str) else one for name, one in words.items()}
    return Text(filled(text.zh, plain), filled(text.en, plain))


def _items(event: Event) -> Text | None:
    items = event.detail.get("items")
    if not items:
        return None
    return _filled(ITEMS, count=len(items.split("\n") if isinstance(items, str) else items))


def _due(notice: Notice, complaint: Complaint, event: Event) -> Text | None:
    """Of the promises to the citizen that this step made, or moved, the one that ends last."""
    book = store.book(complaint.rulebook_version)
    rows = db.session.scalars(select(Deadline).filter_by(complaint_id=complaint.id)).all()
    named = notice.words.get("commitment")
    touched = [
        row for row in rows if row.is_running and _is_public(book, row) and _touches(row, event, named)
    ]
    if not touched:
        return None
    last = max(touched, key=lambda row: row.due_at)
    label = book.commitments[last.commitment].label
    zh, en = _moments(last.due_at)
    return Text(
        filled(DUE.zh, {"promise": label.zh, "at": zh}), filled(DUE.en, {"promise": label.en, "at": en})
    )


def _is_public(book: Rulebook, row: Deadline) -> bool:
    commitment = book.commitments.get(row.commitment)
    return commitment is not None and commitment.public


def _touches(row: Deadline, event: Event, named: str | None) -> bool:
    if named is not None:
        return row.commitment == named
    moved = any(datetime.fromisoformat(one["at"]) == event.at for one in row.moved or ())
    return row.started_at == event.at or moved


def _moments(at: datetime) -> tuple[str, str]:
    local = at.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日{local:%H:%M}", f"{local:%Y-%m-%d %H:%M}"
