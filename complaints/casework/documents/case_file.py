"""卷宗: one complaint as a file in order: cover, index, facts, documents, steps, attachments, the ledger, and a hash of each."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from flask import current_app
from sqlalchemy import select

from complaints.access.masking import MaskedContact
from complaints.access.reveals import Shown
from complaints.casework import attachments
from complaints.casework.documents.documents import CaseDocument, documents_of
from complaints.casework.event_detail import parted_from, shown_detail
from complaints.infrastructure.csv_table import write_csv
from complaints.infrastructure.database import db
from complaints.infrastructure.docx_document import Block, write_docx
from complaints.infrastructure.tracking_numbers import grouped
from complaints.models import Attachment, Complaint, Event
from complaints.rulebooks import store
from schemas.phones import Contact
from schemas.text import isolated
from workflows.calendar import SHANGHAI

STAMP = (1980, 1, 1, 0, 0, 0)  # of every entry, so that the same case gives the same bytes
# Where the history of the page puts the function that says each step in words: pages are above this package.
WORDS_OF_STEPS = "words of steps"
Say = Callable[[Complaint, list[Event]], list[str]]
_STEPS = ("序号", "时间", "事项", "办理人", "原状态", "新状态", "说明")


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    title: str
    body: bytes


def notes_of(complaint: Complaint, events: Sequence[Event]) -> list[str]:
    return [event.note for event in events]


def write_case_file(
    file: BinaryIO, complaint: Complaint, at: datetime, person: Shown | None = None
) -> list[Entry]:
    """Write a ZIP; the same case at the same time gives the same bytes. Gives what is in it, in order. `person` is who complains
    as its reader may see them, whole when not given."""
    events = list(db.session.scalars(select(Event).filter_by(complaint_id=complaint.id).order_by(Event.seq)))
    say: Say = current_app.extensions.get(WORDS_OF_STEPS, notes_of)
    facts = _facts(complaint, person or complaint.complainant)
    inside = list(_entries(complaint, facts, events, say(complaint, events)))
    index = _index(inside)
    cover = Entry(
        "001-cover.docx", "卷宗封面", _docx("卷  宗", "", [Block(_cover(complaint, len(inside), at))])
    )
    every = [cover, Entry("002-index.csv", "卷内目录", index), *inside]
    every.append(Entry("manifest.json", "校验清单", _manifest(every)))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in every:
            archive.writestr(zipfile.ZipInfo(entry.name, STAMP), entry.body, zipfile.ZIP_DEFLATED)
    return every


def _entries(
    complaint: Complaint, facts: list[str], events: list[Event], words: list[str]
) -> Iterator[Entry]:
    number = _counter()
    registered = _docx("投诉登记表", grouped(complaint.tracking_number), [Block(facts)])
    yield Entry(f"{number():03d}-registration.docx", "投诉登记表", registered)
    for document in documents_of(complaint, events):
        yield Entry(f"{number():03d}-{document.code}.docx", document.title.zh, document_bytes(document))
    yield Entry(f"{number():03d}-steps.csv", "办理记录", write_csv(_steps(complaint, events, words), "utf-8"))
    for one in attachments.of_complaint(complaint.id):
        body = db.session.scalar(select(Attachment.body).filter_by(id=one.id)) or b""
        yield Entry(f"attachments/{number():03d}-{_safe(one.name)}", one.name, body)
    yield Entry("ledger.json", "台账", _ledger(complaint, events))


def document_bytes(document: CaseDocument) -> bytes:
    """As DOCX."""
    return _docx(document.title.zh, document.number, document.blocks)


def _counter() -> Callable[[], int]:
    """Numbers in the file go on from the cover and the index."""
    return iter(range(3, 10_000)).__next__


def _docx(title: str, number: str, blocks: list[Block]) -> bytes:
    written = io.BytesIO()
    write_docx(written, title, number, blocks)
    return _without_time(written.getvalue())


def _without_time(body: bytes) -> bytes:
    """The same archive with one time on every part."""
    again = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(body)) as read,
        zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for one in read.infolist():
            archive.writestr(zipfile.ZipInfo(one.filename, STAMP), read.read(one), zipfile.ZIP_DEFLATED)
    return again.getvalue()


def _cover(complaint: Complaint, entries: int, at: datetime) -> list[str]:
    book = store.book(complaint.rulebook_version)
    ended = _moment(complaint.ended_at) if complaint.ended_at else "（未结）"
    return [
        f"受理编号：{grouped(complaint.tracking_number)}",
        f"题名：{isolated(complaint.subject)}",
        f"事项类别：{book.categories[complaint.category].label.zh}",
        f"承办单位：{isolated(complaint.unit.name_zh)}",
        f"登记时间：{_moment(complaint.received_at)}",
        f"结束时间：{ended}",
        f"办理状态：{book.states[complaint.state].label.zh}",
        f"卷内件数：{entries}",
        f"立卷时间：{_moment(at)}",
    ]


def _facts(complaint: Complaint, person: Shown | None) -> list[str]:
    named = (
        []
        if person is None or person.anonymous
        else [f"投诉人：{isolated(person.name or '')}", *(f"电话：{_reached(one)}" for one in person.numbers)]
    )
    book = store.book(complaint.rulebook_version)
    return [
        *named,
        f"来源渠道：{book.codes['channels'][complaint.channel].zh}",
        f"主题：{isolated(complaint.subject)}",
        "内容：",
        *complaint.narrative.split("\n"),
        *([f"办理结论：{book.codes['outcomes'][complaint.outcome].zh}"] if complaint.outcome else []),
        *([f"查明的情况：{isolated(complaint.findings)}"] if complaint.findings else []),
        *([f"答复：{isolated(complaint.reply)}"] if complaint.reply else []),
    ]


def _reached(contact: Contact | MaskedContact) -> str:
    """As it was given, with what was said about it."""
    given = isolated(contact.given)
    return f"{given}（{isolated(contact.note)}）" if contact.note else given


def _steps(complaint: Complaint, events: list[Event], words: list[str]) -> list[list[Any]]:
    book = store.book(complaint.rulebook_version)
    states = {name: state.label.zh for name, state in book.states.items()}
    rows: list[list[Any]] = [list(_STEPS)]
    for event, said in zip(events, words, strict=True):
        move = book.moves.get(event.move)
        by = event.officer.name.zh if event.officer else event.by_name
        from_state = states.get(event.from_state or "", "")
        label = move.label.zh if move else event.move
        rows.append(
            [event.seq, _moment(event.at), label, by, from_state, states.get(event.to_state, ""), said]
        )
    return rows


def _ledger(complaint: Complaint, events: list[Event]) -> bytes:
    parted = parted_from(complaint, events)
    copied = ("seq", "move", "party", "by_name", "from_state", "to_state", "note", "hash")
    rows = [
        {
            **{name: getattr(one, name) for name in copied},
            "at": one.at.isoformat(),
            "detail": shown_detail(one.detail, parted),
        }
        for one in events
    ]
    return _json({"tracking_number": complaint.tracking_number, "head": complaint.head_hash, "events": rows})


def _index(entries: list[Entry]) -> bytes:
    rows = [["序号", "题名", "文件", "SHA-256"]]
    rows += [[str(n), one.title, one.name, _hash(one.body)] for n, one in enumerate(entries, 3)]
    return write_csv(rows, "utf-8")


def _manifest(entries: list[Entry]) -> bytes:
    return _json({"sha256": {one.name: _hash(one.body) for one in entries}})


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _safe(name: str) -> str:
    """No path, and nothing a file system refuses."""
    return "".join("_" if sign in '\\/:*?"<>|' or sign < " " else sign for sign in name)[-80:] or "file"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
