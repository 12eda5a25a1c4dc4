"""Published rulebooks: stored word for word, compiled once a process, pinned by every complaint."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, Row, func, select

import workflows
from complaints.infrastructure.database import db
from complaints.infrastructure.errors import NoRules, NotFound, RulebookAltered, VersionTaken
from complaints.models import RulebookText, audit
from complaints.rulebooks.combination import combine
from schemas.rulebook import load_rulebook
from workflows.language import Text
from workflows.rulebook import Rulebook

SHIPPED = Path(workflows.__file__).parent / "rulebooks" / "complaint-2026.yaml"


@lru_cache(maxsize=64)
def _compiled(key: str, sha256: str) -> Rulebook:
    text: str = db.session.execute(select(RulebookText.text).filter_by(version=key)).scalar_one()
    if hashlib.sha256(text.encode()).hexdigest() != sha256:
        raise RulebookAltered(key)
    return replace(load_rulebook(text, published=True), key=key)


_hashes: WeakKeyDictionary[Engine, dict[str, str]] = WeakKeyDictionary()


def book(key: str) -> Rulebook:
    """The rulebook a complaint is pinned to; compiled at most once in a process, for a published text never changes."""
    hashes = _hashes.setdefault(db.engine, {})
    if key not in hashes:
        query = select(RulebookText.sha256).filter_by(version=key)
        hashes[key] = db.session.execute(query).scalar_one()
    return _compiled(key, hashes[key])


def in_use() -> tuple[Rulebook, ...]:
    """Of each name the rulebook published or put into use last, unless its use has ended; the newest first.
    Raises NoRules where there is none."""
    last = func.coalesce(RulebookText.used_from, RulebookText.published_at).desc()
    query = select(RulebookText.version, RulebookText.name, RulebookText.sha256, RulebookText.unused_from)
    newest: dict[str, Any] = {}
    for row in db.session.execute(query.order_by(last, RulebookText.version.desc())):
        newest.setdefault(row.name, row)
    found = tuple(_compiled(row.version, row.sha256) for row in newest.values() if row.unused_from is None)
    if not found:
        raise NoRules
    return found


def newest() -> Rulebook:
    """The rulebook published or put into use last: the one that administrators edit. Raises NoRules."""
    return in_use()[0]


def current() -> Rulebook:
    """All rulebooks in use as one, to be shown and chosen from: the newest, with the categories, codes, states, moves and
    commitments that only others have. A complaint that comes in is pinned to `book_for` its category. Raises NoRules."""
    return combine(in_use())


def label_of_commitment(name: str) -> Text:
    """Also of one that no rulebook in use has any more: what was promised under it is counted still."""
    if known := current().commitments.get(name):
        return known.label
    keys = db.session.scalars(select(RulebookText.version).order_by(RulebookText.published_at.desc())).all()
    return next(found.label for key in keys if (found := book(key).commitments.get(name)))


def book_for(category: str) -> Rulebook:
    """The rulebook in use that has this category, the newest first; where none has it, the newest. Raises NoRules."""
    books = in_use()
    return next((one for one in books if category in one.categories), books[0])


def publish(text: str, at: datetime) -> Rulebook:
    """Check and store a rulebook; publishing the same text again changes nothing. Inside a transaction.

    Raises RulebookError with every fault, or VersionTaken for a known edition with other content.
    """
    fresh = load_rulebook(text)
    known = find(fresh.name, fresh.version)
    if known is None:
        taken = db.session.get(RulebookText, fresh.version) is not None
        key = f"{fresh.name}@{fresh.version}" if taken else fresh.version
        known = RulebookText(version=key, name=fresh.name, edition=fresh.version, sha256=fresh.sha256)
        known.text, known.published_at = text, at
        db.session.add(known)
        db.session.flush()
    elif known.sha256 != fresh.sha256:
        raise VersionTaken(fresh.version)
    return replace(fresh, key=known.version)


def latest_versions(most: int) -> Sequence[Row[str, datetime]]:
    """(version, published at), the newest first."""
    query = select(RulebookText.version, RulebookText.published_at).order_by(RulebookText.published_at.desc())
    return db.session.execute(query.limit(most)).all()


def is_any_published() -> bool:
    return db.session.execute(select(RulebookText.version).limit(1)).first() is not None


def find(name: str, edition: str) -> RulebookText | None:
    """What was published under this name and edition."""
    return db.session.scalars(select(RulebookText).filter_by(name=name, edition=edition)).one_or_none()


def is_published(text: str) -> bool:
    """Whether exactly this text was published before."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return db.session.scalar(select(RulebookText.version).filter_by(sha256=sha256).limit(1)) is not None


def use(name: str, edition: str, at: datetime) -> Rulebook:
    """Make a published rulebook the current one of its name. Complaints already in stay on theirs. Inside a transaction.

    Raises NotFound where no rulebook of that name and edition was published.
    """
    row = find(name, edition)
    if row is None:
        raise NotFound
    before = _newest_row(name)
    row.used_from, row.unused_from = at, None
    audit.note("rulebook used", at, {"version": row.version, "before": before.version, "sha256": row.sha256})
    db.session.flush()
    return book(row.version)


def end_use(name: str, at: datetime) -> None:
    """End the use of the rulebooks of this name for new complaints; open ones go on to their end. Inside a transaction.

    Raises NotFound where none of that name is in use, NoRules where it is the last one.
    """
    books = in_use()
    if name not in {one.name for one in books}:
        raise NotFound
    if len(books) == 1:
        raise NoRules
    row = _newest_row(name)
    row.unused_from = at
    audit.note("rulebook ended", at, {"version": row.version})
    db.session.flush()


def _newest_row(name: str) -> RulebookText:
    last = func.coalesce(RulebookText.used_from, RulebookText.published_at).desc()
    query = select(RulebookText).filter_by(name=name).order_by(last, RulebookText.version.desc())
    return db.session.scalars(query.limit(1)).one()


def forget(key: str) -> None:
    """A rulebook whose publication was rolled back is no longer known to this process."""
    _hashes.get(db.engine, {}).pop(key, None)


def shipped_waits() -> Text | None:
    """Advice where the shipped rulebook differs from the one published under its version."""
    fresh = load_rulebook(SHIPPED.read_text("utf8"))
    known = find(fresh.name, fresh.version)
    if known is None:
        return Text(
            f"程序自带的规则 {fresh.version} 还没有发布；核对后请运行 flask rulebook publish。",
            f"The rulebook of this program, {fresh.version}, is not published; look at it, then: flask rulebook publish",
        )
    if known.sha256 == fresh.sha256:
        return None
    return Text(
        f"已发布的规则 {fresh.version} 与程序自带的内容不同，新增的办理事项暂不可用。请复制 {SHIPPED.name}，"
        "把 version 改成新的版本号，再运行 flask rulebook publish FILE；在办件仍按原版本办完。",
        f"The published rulebook {fresh.version} differs from the one of this program, and moves added since are not open. "
        f"Copy {SHIPPED.name}, give it a new version, then: flask rulebook publish FILE. Open complaints stay on theirs.",
    )
