"""Which limits, categories and open complaints rest on an article of law: read from the words of each basis, as they are shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from complaints.infrastructure.database import db
from complaints.models import Complaint, Deadline
from schemas.cited_articles import Article, cited_in
from workflows.language import Basis, Promise
from workflows.rulebook import Rulebook

MOST_NUMBERS = 20  # complaints named of each article; all are counted
_RUNNING = (Deadline.met_at.is_(None), Deadline.void_at.is_(None))


@dataclass(frozen=True, slots=True)
class Touched:
    """What rests on an article: `limits` as "place: limit", `categories` by code, `numbers` of open complaints, the
    oldest first and at most MOST_NUMBERS of the `open` ones."""

    article: Article
    bases: tuple[str, ...]
    limits: tuple[str, ...]
    categories: tuple[str, ...]
    open: int
    numbers: tuple[str, ...]


def touched_by(article: Article, books: Sequence[Rulebook]) -> Touched:
    """Limits and categories of the rulebooks in use; open complaints by the text their running promises were made on,
    whatever rulebook they came in under."""
    resting = [(place, code, one) for place, code, one in _promises(books) if _rests(one.basis, article)]
    texts = _texts_of_open_promises()
    open_ones = _open_on([text for text in texts if _cites(text, article)])
    return Touched(
        article,
        tuple(sorted({one.basis.name for _, _, one in resting})),
        tuple(f"{place}: {one.limit}" for place, _, one in resting),
        tuple(dict.fromkeys(code for _, code, _ in resting if code)),
        len(open_ones),
        tuple(open_ones[:MOST_NUMBERS]),
    )


def _promises(books: Sequence[Rulebook]) -> Iterator[tuple[str, str, Promise]]:
    """Each limit with its place in the file and the category that has it."""
    for book in books:
        for stage, by_urgency in book.stage_promises.items():
            for urgency, promise in by_urgency.items():
                yield f"{book.name} limits.{stage}.{urgency}", "", promise
        for code, category in book.categories.items():
            for stage, promise in category.promises.items():
                yield f"{book.name} categories.{code}.{stage}", code, promise


def _rests(basis: Basis, article: Article) -> bool:
    return _cites(basis.text.zh, article)


def _cites(text: str, article: Article) -> bool:
    return any(article.covers(one) for one in cited_in(text))


def _texts_of_open_promises() -> list[str]:
    query = sa.select(Deadline.basis_zh).filter(*_RUNNING, _of_open_complaints()).distinct()
    return list(db.session.scalars(query))


def _open_on(texts: Sequence[str]) -> list[str]:
    if not texts:
        return []
    promised = sa.select(Deadline.complaint_id).filter(*_RUNNING, Deadline.basis_zh.in_(texts))
    query = sa.select(Complaint.tracking_number).filter(
        Complaint.ended_at.is_(None), Complaint.id.in_(promised)
    )
    return list(db.session.scalars(query.order_by(Complaint.received_at, Complaint.id)))


def _of_open_complaints() -> sa.ColumnElement[bool]:
    return Deadline.complaint_id.in_(sa.select(Complaint.id).filter(Complaint.ended_at.is_(None)))
