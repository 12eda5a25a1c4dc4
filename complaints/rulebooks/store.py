"""Published rulebooks: stored word for word, compiled once a process, pinned by every complaint."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select

import workflows
from complaints.infrastructure.database import db
from complaints.infrastructure.errors import NoRules, VersionTaken
from complaints.models import RulebookText
from schemas.rulebook import load_rulebook
from workflows.language import Text
from workflows.rulebook import Rulebook

SHIPPED = Path(workflows.__file__).parent / "rulebooks" / "complaint-2026.yaml"


@lru_cache(maxsize=32)
def _compiled(version: str, sha256: str) -> Rulebook:
    text: str = db.session.execute(select(RulebookText.text).filter_by(version=version)).scalar_one()
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
    """The newest published rulebook: what a complaint that comes in now is pinned to. Raises NoRules where there is none."""
    newest = select(RulebookText.version, RulebookText.sha256).order_by(
        RulebookText.published_at.desc(), RulebookText.version.desc()
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
    elif known.sha256 != fresh.sha256:
        raise VersionTaken(fresh.version)
    return fresh


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
