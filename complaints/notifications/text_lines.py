"""Notices as lines of an inbox: what each says, and about which complaint, read in one query for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.models import Complaint, Notice
from complaints.notifications import texts
from complaints.rulebooks import store
from workflows.language import Text
from workflows.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class NoticeLine:
    notice: Notice
    number: str  # empty where it is about no complaint
    heading: Text
    sentence: Text


def lines_of(notices: Sequence[Notice]) -> list[NoticeLine]:
    ids = {row.complaint_id for row in notices if row.complaint_id is not None}
    query = select(Complaint.id, Complaint.tracking_number, Complaint.rulebook_version)
    about = {row.id: row for row in db.session.execute(query.filter(Complaint.id.in_(ids)))}
    return [
        _line(row, about[row.complaint_id].tracking_number, about[row.complaint_id].rulebook_version)
        if row.complaint_id in about
        else NoticeLine(row, "", texts.heading_of(row), texts.sentence_of(row))
        for row in notices
    ]


def _line(notice: Notice, number: str, version: str) -> NoticeLine:
    book = store.book(version)
    move = book.moves.get(notice.kind)
    heading, sentence = (move.label, move.sentence) if move else (Text("通知", "Notice"),) * 2
    promise = book.commitments.get(notice.words.get("commitment", ""))
    if promise is None:
        return NoticeLine(notice, number, heading, sentence)
    heading = _rung(book, promise.ladder, notice.words.get("rung")) or heading
    zh, en = f"{heading.zh}（{promise.label.zh}）。", f"{heading.en} ({promise.label.en})."
    return NoticeLine(notice, number, heading, Text(zh, en))


def _rung(book: Rulebook, ladder: str, name: str | None) -> Text | None:
    return next((rung.label for rung in book.ladders[ladder] if rung.name == name), None)
