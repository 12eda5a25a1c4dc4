"""The words a unit uses again and again; changed ones are a new row, after the end of the one before.

Kept by its leader, inserted by its officers, never with a person's number in them; the office's own may stand there.
"""

from __future__ import annotations

import re
from datetime import datetime

import sqlalchemy as sa

from complaints.infrastructure.database import db
from complaints.infrastructure.errors import BadInput, NotFound
from complaints.models import Officer, Phrase
from schemas.hidden_numbers import in_figures
from workflows.language import Text

MOST = 50
_APART = r"[\s\-\u2010-\u2015.]?"  # how a number is written in groups
_DAY = re.compile(r"(?<!\d)20\d\d([-/.])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])(?!\d)")
_BORN = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_OF_A_PERSON = re.compile(  # a mobile number, an identity number of fifteen or eighteen signs, a mail address
    rf"(?<!\d)(?:86{_APART})?1{_APART}[3-9](?:{_APART}\d){{9}}(?!\d)|"
    rf"(?<!\d)[1-9]\d{{5}}{_APART}(?:(?:18|19|20)\d\d{_BORN}{_APART}\d{{3}}[\dXx]|\d\d{_BORN}\d{{3}})(?!\d)|\S@\S"
)
PERSONAL = Text(
    "常用语各件都用，不能写手机号、证件号、邮箱；请在答复里再写。",
    "A phrase is used in every complaint: no mobile, identity number or mail address; write these in the answer itself.",
)
TOO_MANY = Text(f"最多 {MOST} 条，请先停用一条。", f"At most {MOST}; end one first.")
SAME_TITLE = Text("已有同名的常用语。", "There is a phrase of this name already.")


def list_of(unit_id: int) -> list[Phrase]:
    query = sa.select(Phrase).filter_by(unit_id=unit_id, ended_at=None).order_by(Phrase.title, Phrase.id)
    return list(db.session.scalars(query))


def add(leader: Officer, title: str, words: str, at: datetime) -> Phrase:
    """Inside a transaction. Raises BadInput."""
    if _is_of_a_person(title) or _is_of_a_person(words):
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


def _is_of_a_person(text: str) -> bool:
    """A day, or the telephone of an office, is of no person."""
    return _OF_A_PERSON.search(_DAY.sub("日", in_figures(text))) is not None


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
