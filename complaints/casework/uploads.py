"""Files that come in parts over a bad line: begun, continued where it broke, finished, and then added by a move.

A part is here whole or not at all, so a sender who lost the answer asks how far it came and goes on from there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app

from complaints.access.visibility import find_visible
from complaints.casework import attachments
from complaints.casework.attachments import File
from complaints.infrastructure.database import db
from complaints.infrastructure.errors import BadInput, NotFound, QuotaReached, WrongOffset
from complaints.infrastructure.tokens import hash_token, new_token
from complaints.models import Officer, Upload, UploadPart
from workflows.language import Text

KEPT = timedelta(hours=24)  # after the last part
MOST_OPEN = 8  # of one sender for one complaint
MEGABYTE = 1024 * 1024
PART = MEGABYTE // 4  # what a slow phone sends in a minute
LARGEST_PART = 4 * MEGABYTE
TOO_MANY = Text(
    f"已有 {MOST_OPEN} 个文件没有传完，请先传完，或者明天再传。",
    f"{MOST_OPEN} files are not finished yet; finish them first, or come back tomorrow.",
)
NOT_FINISHED = Text("文件还没有传完。", "The file is not finished yet.")
OTHER_CONTENT = Text(
    "传来的内容与发送前算出的 SHA-256 不一致，没有收下，请重新传。",
    "What arrived is not what was announced by its SHA-256, and was not taken. Send it again.",
)


@dataclass(frozen=True, slots=True)
class Sender:
    """For which complaint, and by which officer; None is its citizen."""

    complaint_id: int
    officer_id: int | None = None


@dataclass(frozen=True, slots=True)
class Announced:
    name: str
    size: int
    sha256: str | None = None


def start(sender: Sender, file: Announced, at: datetime) -> tuple[str, Upload]:
    """Returns the token it is continued by. Inside a transaction. Raises BadInput for what is too large, QuotaReached."""
    most = current_app.config["SHOUWEN"].resumable_mb
    if file.size > most * MEGABYTE:
        raise BadInput(
            {"size": Text(f"文件太大，最多 {most} MB。", f"The file is too large; at most {most} MB.")}
        )
    forget_old(at)
    begun = sa.select(sa.func.count()).select_from(Upload).filter(*_of(sender))
    if db.session.execute(begun).scalar_one() >= MOST_OPEN:
        raise QuotaReached(TOO_MANY)
    token = new_token()
    row = Upload(
        token_hash=hash_token(token),
        complaint_id=sender.complaint_id,
        added_by_id=sender.officer_id,
        name=file.name,
        size=file.size,
        sha256=file.sha256,
        received=0,
        expires_at=at + KEPT,
    )
    db.session.add(row)
    db.session.flush()
    return token, row


def find(sender: Sender, token: str, at: datetime) -> Upload:
    """Raises NotFound alike for what is not there, is over, or is of another complaint or sender."""
    mine = (*_of(sender), Upload.token_hash == hash_token(token), Upload.expires_at > at)
    row = db.session.scalars(sa.select(Upload).filter(*mine).with_for_update()).one_or_none()
    if row is None:
        raise NotFound
    return row


def append(upload: Upload, offset: int, body: bytes, at: datetime) -> None:
    """Inside a transaction. Raises WrongOffset with the place to go on from, BadInput beyond the announced size."""
    if offset != upload.received:
        raise WrongOffset(upload.received)
    if offset + len(body) > upload.size:
        more = Text("比开始时说的大小多，没有收下。", "This is more than the size that was announced.")
        raise BadInput({"body": more})
    if body:
        db.session.add(UploadPart(upload_id=upload.id, begins_at=offset, body=body))
    upload.received, upload.expires_at = offset + len(body), at + KEPT
    db.session.flush()


def finish(upload: Upload, at: datetime) -> None:
    """Judge the whole file by its content, as at every other door. Inside a transaction. Raises WrongOffset, BadInput."""
    if upload.received < upload.size:
        raise WrongOffset(upload.received)
    body = _whole(upload)
    if upload.sha256 is not None and hashlib.sha256(body).hexdigest() != upload.sha256:
        raise BadInput({"files": OTHER_CONTENT})
    upload.kind, upload.expires_at = attachments.judge(File(upload.name, body)), at + KEPT
    db.session.flush()


def with_uploads(words: Mapping[str, Any], sender: Sender, at: datetime) -> dict[str, Any]:
    """The words of a move with the finished uploads they name among its files. Inside its transaction. Raises NotFound, BadInput."""
    named = words.get("uploads") or ()
    rest = {name: value for name, value in words.items() if name != "uploads"}
    if not named:
        return rest
    files = [{**one, **take(sender, one["upload"], at)} for one in named]
    return {**rest, "files": [*(rest.get("files") or ()), *files]}


def of_officer(words: dict[str, Any], officer: Officer, number: str, at: datetime) -> dict[str, Any]:
    """The same for what an officer records for the citizen. Raises NotFound too for a complaint they do not see."""
    if not words.get("uploads"):
        return words
    complaint = find_visible(number, officer, at)
    if complaint is None:
        raise NotFound
    return with_uploads(words, Sender(complaint.id, officer.id), at)


def take(sender: Sender, token: str, at: datetime) -> dict[str, Any]:
    """Name and content of a finished one, which is an upload no more. Raises NotFound, BadInput where it is not finished."""
    row = find(sender, token, at)
    if row.kind is None:
        raise BadInput({"uploads": NOT_FINISHED})
    file = {"name": row.name, "content": _whole(row)}
    remove(row)
    return file


def remove(upload: Upload) -> None:
    db.session.execute(sa.delete(UploadPart).where(UploadPart.upload_id == upload.id))
    db.session.execute(sa.delete(Upload).where(Upload.id == upload.id))


def forget_old(at: datetime) -> None:
    """Delete what was abandoned, with its parts. Inside a transaction."""
    old = sa.select(Upload.id).where(Upload.expires_at <= at)
    db.session.execute(sa.delete(UploadPart).where(UploadPart.upload_id.in_(old)))
    db.session.execute(sa.delete(Upload).where(Upload.expires_at <= at))


def _of(sender: Sender) -> tuple[sa.ColumnElement[bool], ...]:
    return Upload.complaint_id == sender.complaint_id, Upload.added_by_id.is_not_distinct_from(
        sender.officer_id
    )


def _whole(upload: Upload) -> bytes:
    parts = sa.select(UploadPart.body).filter_by(upload_id=upload.id).order_by(UploadPart.begins_at)
    return b"".join(db.session.scalars(parts))
