"""Files that come with a complaint: the content decides what may come in, never the name."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from complaints.access.personal_data import may_see_person
from complaints.access.visibility import reachable_by
from complaints.casework import reply_files
from complaints.infrastructure.database import db
from complaints.infrastructure.errors import BadInput, NotFound
from complaints.infrastructure.file_advice import advice_on
from complaints.infrastructure.file_kinds import KINDS, Kind
from complaints.infrastructure.file_types import kind_of, without_ending, without_lead
from complaints.infrastructure.pictures import BrokenPicture, LargePicture, RawPicture, without_traces
from complaints.infrastructure.tokens import hash_token
from complaints.infrastructure.tracking_numbers import digits_of
from complaints.models import Attachment, Complaint, Officer
from schemas.text import beginning, has_visible, line_of
from workflows.language import Act, Text

MOST = 5  # files that come with a complaint
MOST_OF_CITIZEN = 20  # with those added later
MOST_OF_OFFICERS = 20
LONGEST_NAME = 120
_UNSEEN = ("Cc", "Cs", "Cf", "Zl", "Zp")
_JOINS = "\u200c\u200d"  # the signs on both sides look different without them


@dataclass(frozen=True)
class File:
    """A file as it came: its given name, its content, and which of the items asked for it is, if it is one."""

    name: str
    body: bytes
    item: int | None = None


def add(token: str, file: File, at: datetime) -> Attachment:
    """Keep a file with a draft. Inside a transaction. Raises BadInput with the sentence that says why not."""
    row = _row(file, at)
    if _count(Attachment.draft_hash == hash_token(token)) >= MOST:
        raise _wrong(f"最多附 {MOST} 个文件。", f"At most {MOST} files.")
    row.draft_hash = hash_token(token)
    db.session.add(row)
    db.session.flush()
    return row


def keep(complaint: Complaint, act: Act) -> list[dict[str, Any]]:
    """Store the files an officer adds to a complaint; returns what the ledger says of them. Raises BadInput.

    The name of a file may reveal the citizen: for a confidential complaint only the file holds it, sealed.
    """
    files: Sequence[File] = act.words.get("files") or ()
    if not files:
        raise _wrong("请选择文件。", "Choose a file.")
    rows: list[Attachment] = []
    for file in files:
        rows.append(_of_officer(complaint, file, act, {row.sha256 for row in rows}))
    db.session.add_all(rows)
    db.session.flush()
    return [_told(row, with_name=not complaint.confidential) for row in rows]


def keep_of_citizen(complaint: Complaint, act: Act) -> list[dict[str, Any]]:
    """Files the citizen adds, or an officer who records it for them. Raises BadInput."""
    files: Sequence[File] = act.words["files"]
    rows, most = [_row(file, act.at) for file in files], MOST_OF_CITIZEN
    if _count(Attachment.complaint_id == complaint.id, Attachment.added_by_id.is_(None)) + len(rows) > most:
        raise _wrong(f"投诉人最多附 {most} 个文件。", f"A citizen adds at most {most} files.")
    for row in rows:
        row.complaint_id = complaint.id
    db.session.add_all(rows)
    db.session.flush()
    told = [_told(row, with_name=not complaint.confidential) for row in rows]
    return [_of_item(one, file.item) for one, file in zip(told, files, strict=True)]


def _of_item(told: dict[str, Any], item: int | None) -> dict[str, Any]:
    return told if item is None else {**told, "item": item}


def _of_officer(complaint: Complaint, file: File, act: Act, beside: set[str]) -> Attachment:
    """`beside` holds the fingerprints of those that came with it."""
    row = _row(file, act.at)
    own = Attachment.complaint_id == complaint.id
    if row.sha256 in beside or _is_there(complaint, row, act):
        raise _wrong(f"“{row.name}”已经在附件里了。", f"“{row.name}” is among the files already.")
    if _count(own, Attachment.added_by_id.is_not(None)) + len(act.words["files"]) > MOST_OF_OFFICERS:
        raise _wrong(
            f"工作人员最多添加 {MOST_OF_OFFICERS} 个文件。", f"Officers add at most {MOST_OF_OFFICERS} files."
        )
    row.complaint_id, row.added_by_id = complaint.id, act.by.id
    return row


def _is_there(complaint: Complaint, row: Attachment, act: Act) -> bool:
    """What stayed inside, or was left behind with an answer that was sent back, may be given to the citizen all the same."""
    same = sa.select(Attachment.id).filter_by(complaint_id=complaint.id, sha256=row.sha256)
    ids = set(db.session.scalars(same))
    if not ids or not act.words.get(reply_files.FOR_CITIZEN):
        return bool(ids)
    given = reply_files.given_with(complaint)
    return bool(ids & (given.told | given.going))


def judge(file: File) -> str:
    """The media type its content has, for a file that is added later. Raises BadInput."""
    return _readable(file)[0].media_type


def _row(file: File, at: datetime) -> Attachment:
    kind, body = _readable(file)
    return Attachment(
        name=_plain(file.name, kind),
        kind=kind.media_type,
        size=len(body),
        sha256=hashlib.sha256(body).hexdigest(),
        at=at,
        body=body,
    )


def _readable(file: File) -> tuple[Kind, bytes]:
    """Its type, and the stored content: pictures without the place they were taken. Raises BadInput."""
    whole = without_lead(file.body)
    kind, name = kind_of(whole, file.name), line_of(file.name)[:60]
    if kind is None:
        advice = advice_on(whole, file.name)
        if advice:
            raise _wrong(f"“{name}”没有收下：{advice.zh}", f"“{name}” was not taken: it {advice.en}")
        raise _wrong(
            f"“{name}”不是可以收的照片、录音、录像或文档，没有收下；可以收 JPG、PNG、HEIC、TIFF 照片，MP3、M4A、AMR、WMA、WAV、AIFF 录音，"
            "MP4、MOV、AVI、MKV、RMVB 录像，PDF、OFD、Word、Excel、WPS、ODT、RTF、TXT 文档。压缩包请先解开，带宏的文档请另存为不带宏的。",
            f"“{name}” is no photo, recording, video or document that can be taken, and was not. JPG, PNG, HEIC and TIFF "
            "pictures can be, MP3, M4A, AMR, WMA, WAV and AIFF recordings, MP4, MOV, AVI, MKV and RMVB videos, "
            "PDF, OFD, Word, Excel, WPS, ODT, RTF and TXT documents. "
            "Unpack an archive first; save a document without its macros.",
        )
    if not kind.is_picture:
        return kind, whole
    try:
        body, media_type = without_traces(whole, kind.media_type)
    except BrokenPicture as wrong:
        raise BadInput({"files": _why_not(wrong, name)}) from None
    return KINDS[media_type], body


def _why_not(wrong: BrokenPicture, name: str) -> Text:
    if isinstance(wrong, RawPicture):
        return Text(
            f"“{name}”是相机的原始文件（RAW、DNG），没有收下；请在相册里把这张照片另存或分享为 JPG 再选。",
            f"“{name}” is what a camera keeps before it makes a picture (RAW, DNG), and was not taken. Save or share the photo "
            "as JPG, and choose that.",
        )
    if isinstance(wrong, LargePicture):
        return Text(
            f"“{name}”超过 1 亿像素，没有收下；请另存为 JPG，或把图片缩小一些再选。",
            f"“{name}” has more than 100 million pixels, and was not taken. Save it as JPG, or make it smaller, and choose that.",
        )
    return Text(
        f"“{name}”打不开，可能没有传完整，没有收下；请重新选择，或另存为 JPG。",
        f"“{name}” cannot be opened; it may not have arrived whole, and was not taken. Choose it again, or save it as JPG.",
    )


def _told(row: Attachment, *, with_name: bool) -> dict[str, Any]:
    told = {"id": row.id, "sha256": row.sha256, "size": row.size}
    return {**told, "name": row.name} if with_name else told


def of_draft(token: str) -> list[Attachment]:
    query = sa.select(Attachment).filter_by(draft_hash=hash_token(token)).order_by(Attachment.id)
    return list(db.session.scalars(query))


def of_complaint(complaint_id: int) -> list[Attachment]:
    """Without their contents, which are read for one file at a time."""
    query = sa.select(Attachment).filter_by(complaint_id=complaint_id).order_by(Attachment.id)
    query = query.options(orm.joinedload(Attachment.added_by).options(orm.lazyload(Officer.unit)))
    return list(db.session.scalars(query))


def of_visible(number: str, attachment_id: int, officer: Officer) -> tuple[Complaint, Attachment]:
    """A file with its content. Raises NotFound for what is not there, or not for this officer to see.

    A photo may show who the citizen is: only those who carry a confidential complaint get its files.
    """
    query = (
        sa.select(Complaint, Attachment)
        .join(Attachment, Attachment.complaint_id == Complaint.id)
        .filter(Complaint.tracking_number == digits_of(number), Attachment.id == attachment_id)
        .filter(reachable_by(officer))
        .options(orm.undefer(Attachment.body))
    )
    found = db.session.execute(query).one_or_none()
    if found is None or not may_see_person(found[0], officer):
        raise NotFound
    return found[0], found[1]


def remove(token: str, attachment_id: int) -> None:
    """Inside a transaction."""
    row = db.session.scalars(
        sa.select(Attachment).filter_by(draft_hash=hash_token(token), id=attachment_id)
    ).one_or_none()
    if row is not None:
        db.session.delete(row)


def hand_over(token: str, complaint_id: int) -> None:
    """The files of a draft become those of the complaint. Inside a transaction."""
    for row in of_draft(token):
        row.complaint_id, row.draft_hash = complaint_id, None
    db.session.flush()


def _count(*conditions: sa.ColumnElement[bool]) -> int:
    query = sa.select(sa.func.count()).select_from(Attachment).filter(*conditions)
    return db.session.execute(query).scalar_one()


def _plain(name: str, kind: Kind) -> str:
    """The name without folders, controls and signs that turn its direction, with the ending its content has."""
    base = line_of(name).replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(
        sign for sign in base if sign in _JOINS or unicodedata.category(sign) not in _UNSEEN
    ).strip(". ")
    stem = beginning(without_ending(seen), LONGEST_NAME)
    return (stem if has_visible(stem) else "file") + kind.ending


def _wrong(zh: str, en: str) -> BadInput:
    return BadInput({"files": Text(zh, en)})
