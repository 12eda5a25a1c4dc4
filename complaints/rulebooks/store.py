"""Published rulebooks: stored word for word, compiled once a process, pinned by every complaint."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select

import workflows
from complaints.infrastructure.database import db
from complaints.infrastructure.errors import NoRules, NotFound, RulebookAltered, VersionTaken
from complaints.models import RulebookText, audit
from schemas.rulebook import load_rulebook
from workflows.language import Text
from workflows.rulebook import Rulebook

SHIPPED = Path(workflows.__file__).parent / "rulebooks" / "complaint-2026.yaml"


@lru_cache(maxsize=32)
def _compiled(version: str, sha256: str) -> Rulebook:
    text: str = db.session.execute(select(RulebookText.text).filter_by(version=version)).scalar_one()
    if hashlib.sha256(text.encode()).hexdigest() != sha256:
        raise RulebookAltered(version)
    return load_rulebook(text, published=True)


_hashes: WeakKeyDictionary[Engine, dict[str, str]] = WeakKeyDictionary()


def book(version: str) -> Rulebook:
    """The rulebook of a version; compiled at most once in a process, for a published text never changes."""
    hashes = _hashes.setdefault(db.engine, {})
    if version not in hashes:
        query = select(RulebookText.sha256).filter_by(version=version)
        hashes[version] = db.session.execute(query).scalar_one()
    return _compiled(version, hashes[version])


def current() -> Rulebook:
    """The rulebook in use: the one published or put into use last. A complaint that comes in now is pinned to it.
    Raises NoRules where there is none."""
    newest = select(RulebookText.version, RulebookText.sha256).order_by(
        func.coalesce(RulebookText.used_from, RulebookText.published_at).desc(), RulebookText.version.desc()
    )
    row = db.session.execute(newest.limit(1)).one_or_none()
    if row is None:
        raise NoRules
    return _compiled(row.version, row.sha256)


def publish(text: str, at: datetime) -> Rulebook:
    """Check and store a rulebook; publishing the same text again changes nothing. Inside a transaction.

    Raises RulebookError with every fault, or VersionTaken for a known version with other content.
    """
    fresh = load_rulebook(text)
    known = db.session.get(RulebookText, fresh.version)
    if known is None:
        row = RulebookText(version=fresh.version, sha256=fresh.sha256, text=text, published_at=at)
        db.session.add(row)
        db.session.flush()
    elif known.sha256 != fresh.sha256:
        raise VersionTaken(fresh.version)
    return fresh


def is_published(text: str) -> bool:
    """Whether exactly this text was published before."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return db.session.scalar(select(RulebookText.version).filter_by(sha256=sha256).limit(1)) is not None


def use(name: str, version: str, at: datetime) -> Rulebook:
    """Make a published rulebook the current one. Complaints already in stay on theirs. Inside a transaction.

    Raises NotFound where no rulebook of that name and version was published.
    """
    row = db.session.get(RulebookText, version)
    if row is None or book(version).name != name:
        raise NotFound
    before = current().version
    row.used_from = at
    audit.note("rulebook used", at, {"version": version, "before": before, "sha256": row.sha256})
    db.session.flush()
    return book(version)


def forget(version: str) -> None:
    """A version whose publication was rolled back is no longer known to this process."""
    _hashes.get(db.engine, {}).pop(version, None)


def shipped_waits() -> Text | None:
    """What to do where the rulebook that comes with the program is not what is published under its version."""
    fresh = load_rulebook(SHIPPED.read_text("utf8"))
    known = db.session.get(RulebookText, fresh.version)
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
