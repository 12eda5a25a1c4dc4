"""The words a unit uses again and again; changed ones are a new row, after the end of the one before.

Kept by its leader, inserted by its officers, never with a person's number in them.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

import sqlalchemy as sa

from complaints.infrastructure.database import db
from complaints.infrastructure.errors import BadInput, NotFound
from complaints.models import Officer, Phrase
from workflows.language import Text

MOST = 50
_NUMBER = re.compile(r"\d(?:[\s\-]?\d){6,}|\S@\S")
PERSONAL = Text(
    "常用语各件都用，不能写电话、证件号、邮箱；请在答复里再写。",
    "A phrase is used in every complaint: no phone, identity number or mail address; write these in the answer itself.",
)
TOO_MANY = Text(f"最多 {MOST} 条，请先停用一条。", f"At most {MOST}; end one first.")
SAME_TITLE = Text("已有同名的常用语。", "There is a phrase of this name already.")


def list_of(unit_id: int) -> list[Phrase]:
    query = sa.select(Phrase).filter_by(unit_id=unit_id, ended_at=None).order_by(Phrase.title, Phrase.id)
    return list(db.session.scalars(query))


def add(leader: Officer, title: str, words: str, at: datetime) -> Phrase:
    """Inside a transaction. Raises BadInput."""
    if _NUMBER.search(unicodedata.normalize("NFKC", f"{title}\n{words}")):
        raise BadInput({"words": PERSONAL})
    kept = list_of(leader.unit_id)
    if len(kept) >= MOST:
        raise BadInput({"title": TOO_MANY})
    if title in {one.title for one in kept}:
        raise BadInput({"title": SAME_TITLE})
    row = Phrase(unit_id=leader.unit_id, title=title, words=words, by_id=leader.id, at=at)
    db.session.add(row)
    db.session.flush()
    return row


def end(leader: Officer, phrase_id: int, at: datetime) -> None:
    """Inside a transaction. Raises NotFound for one of another unit, or ended before."""
    row = find(leader.unit_id, phrase_id)
    row.ended_at = at
    db.session.flush()


def find(unit_id: int, phrase_id: int) -> Phrase:
    """Raises NotFound."""
    row = db.session.scalars(
        sa.select(Phrase).filter_by(id=phrase_id, unit_id=unit_id, ended_at=None)
    ).one_or_none()
    if row is None:
        raise NotFound
    return row
