"""A whole house for tests: the application on a fresh, migrated and seeded database, and its people by name."""

from __future__ import annotations

import tempfile
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from flask import Flask
from flask_migrate import upgrade
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import select

from app import create_app
from complaints.casework import moves as casework_moves
from complaints.commitments.calendar import current as current_calendar
from complaints.escalation.sweep import Tally, sweep
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.extensions import limiter, security
from complaints.infrastructure.log_format import set_up_logs
from complaints.intake.complainant import Person
from complaints.intake.intake import Intake, Receipt, receive
from complaints.models import Complaint, Event, Officer, Unit
from complaints.organisation.seed import SHIPPED, seed
from complaints.queries.statistics import snapshots
from complaints.rulebooks import store
from complaints.web.api import metrics
from tests.databases import Kind, drop_database, fresh_database, refill_database
from workflows.calendar import SHANGHAI
from workflows.language import CITIZEN, Act

PASSWORD = "a-password-for-tests"
SEEDED_AT = datetime(2026, 1, 1, tzinfo=UTC)
SOON = {"argon2__time_cost": 1, "argon2__memory_cost": 64, "argon2__parallelism": 1}
KEY = Fernet.generate_key().decode()


def settings(url: str, **more: str) -> dict[str, str]:
    return {
        "SHOUWEN_INSTANCE": str(_instance()),
        "SHOUWEN_DATABASE_URL": url,
        "SHOUWEN_SECRET_KEY": "a secret only for tests, long enough",
        "SHOUWEN_PII_KEYS": KEY,
        "SHOUWEN_DEMO_PASSWORD": PASSWORD,
        "SHOUWEN_LOG_LEVEL": "CRITICAL",
        **more,
    }


@cache
def _instance() -> Path:
    return Path(tempfile.mkdtemp(prefix="shouwen-instance-"))


@cache
def template(kind: Kind) -> str:
    """A migrated and seeded database, made once a run; every test works on a copy."""
    url = fresh_database(kind)
    app = _app_on(url)
    with app.app_context():
        upgrade()
        with transaction():
            seed(SHIPPED.read_text("utf8"), SEEDED_AT)
        if kind == "sqlite":
            with db.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.session.remove()
        db.engine.dispose()
    return url


def new_app(kind: Kind, **more: str) -> Flask:
    return _app_on(fresh_database(kind, template(kind)), **more)


def _app_on(url: str, **more: str) -> Flask:
    """Passwords are hashed as outside, but soon: a fifth of a second for each sign-in is most of what a test of a page takes."""
    app = create_app(settings(url, **more))
    security.pwd_context = security.pwd_context.using(**SOON)
    app.jinja_env.bytecode_cache = _templates
    return app


class CompiledTemplates(BytecodeCache):
    """Templates are compiled once a run and not once an application: that takes longer than to make the application."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


_templates = CompiledTemplates()


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@dataclass
class House:
    """The people of the seed do things at given times: `house.does("window", number, "accept", "2026-09-18T17:00")`."""

    app: Flask
    codes: dict[str, str] = field(default_factory=dict)

    def officer(self, username: str) -> Officer:
        return db.session.scalars(select(Officer).filter_by(username=username)).one()

    def unit(self, code: str) -> Unit:
        return db.session.scalars(select(Unit).filter_by(code=code)).one()

    def logs(self, at: str, by: str = "window", **words: Any) -> str:
        """Log a complaint (ATTITUDE by default) and return its tracking number."""
        return self.receipt(at, by, **words).complaint.tracking_number

    def receipt(self, at: str, by: str = "window", **words: Any) -> Receipt:
        plain = {
            "category": "ATTITUDE",
            "channel": "window",
            "subject": "窗口态度",
            "narrative": "工作人员态度差。",
        }
        plain["person"] = Person(name="李大爷", phone="+8613800138000")
        with transaction():
            for name in ("respondent_unit", "unit"):
                if isinstance(words.get(name), str):
                    words[name] = self.unit(words[name])
            if isinstance(words.get("respondent_officer"), str):
                words["respondent_officer"] = self.officer(words["respondent_officer"])
            actor = CITIZEN if by == "citizen" else self.officer(by)
            receipt = receive(Intake(**{**plain, **words}), Act("receive", actor, shanghai(at)))
        self.codes[receipt.complaint.tracking_number] = receipt.query_code
        return receipt

    def does(self, by: str, number: str, move: str, at: str, **words: Any) -> Event:
        """One move by an officer, or by "citizen", in a transaction of its own."""
        with transaction():
            if isinstance(words.get("unit"), str):
                words["unit"] = self.unit(words["unit"])
            if isinstance(words.get("officer"), str):
                words["officer"] = self.officer(words["officer"])
            if isinstance(words.get("leading"), str):
                words["leading"] = self.complaint(words["leading"])
            actor = CITIZEN if by == "citizen" else self.officer(by)
            complaint = casework_moves.take(number, actor if isinstance(actor, Officer) else None)
            return casework_moves.perform(complaint, Act(move, actor, shanghai(at), words))

    def sweeps(self, at: str) -> Tally:
        return sweep(shanghai(at))

    def complaint(self, number: str) -> Complaint:
        db.session.rollback()
        query = select(Complaint).filter_by(tracking_number=number).execution_options(populate_existing=True)
        return db.session.scalars(query).one()

    def due(self, number: str, commitment: str) -> datetime | None:
        deadline = self.complaint(number).deadline(commitment)
        return deadline.due_at.astimezone(SHANGHAI) if deadline else None

    def moves(self, number: str) -> list[str]:
        db.session.rollback()  # what others committed meanwhile is seen
        query = (
            select(Event)
            .join(Complaint, Complaint.id == Event.complaint_id)
            .filter_by(tracking_number=number)
        )
        return [event.move for event in db.session.scalars(query.order_by(Event.seq))]


@contextmanager
def opened(kind: Kind, *, own: bool = False, **more: str) -> Iterator[House]:
    """A house on a fresh copy of the seeded database."""
    with lent(kind, own=own, **more) as app, app.app_context():
        try:
            yield House(app)
        finally:
            leave()


PATIENT = {  # for long runs on a busy machine, which judge what is seen and held, and not how soon
    f"SHOUWEN_{name}_SECONDS": "120" for name in ("DATABASE_STATEMENT", "DATABASE_LOCK", "REQUEST")
}


@contextmanager
def lent(kind: Kind, *, own: bool = False, **more: str) -> Iterator[Flask]:
    """An application on a fresh copy of the seeded database. Where a test adds to it, it is its `own`; any other is used
    again for the same settings."""
    app = new_app(kind, **more) if own else _ready_app(kind, more)
    yield app
    if app in _as_made:
        _keep(app, kind, more)


def leave() -> None:
    """Close every connection to the database of this application."""
    db.session.remove()
    db.engine.dispose()


_idle: OrderedDict[tuple[Kind, frozenset[tuple[str, str]]], list[Flask]] = (
    OrderedDict()
)  # the longest unused first
_as_made: dict[Flask, list[dict[str, Any]]] = {}
MOST_IDLE = 6  # kinds and settings: most with settings of its own are used by the tests of one file


def _ready_app(kind: Kind, more: dict[str, str]) -> Flask:
    """Making an application, its pages and its queries takes longer than most tests: an unused one is taken again, as
    it was made."""
    idle = _idle.get((kind, frozenset(more.items())))
    if not idle:
        app = new_app(kind, **more)
        if app.config["RATELIMIT_STORAGE_URI"].startswith("memory:"):
            _as_made[app] = [dict(one) for one in _memory_of(app)]
        return app
    app = idle.pop()
    for now, as_made in zip(_memory_of(app), _as_made[app], strict=True):
        now.clear()
        now.update(as_made)
    start_again(app)
    return app


def _keep(app: Flask, kind: Kind, more: dict[str, str]) -> None:
    key = (kind, frozenset(more.items()))
    _idle.setdefault(key, []).append(app)
    _idle.move_to_end(key)
    longest_unused = next((one for one in _idle if one[1]), key)
    if len(_idle) > MOST_IDLE:
        for unused in _idle.pop(longest_unused):
            del _as_made[unused]
            drop_database(unused.config["SQLALCHEMY_DATABASE_URI"])


def _memory_of(app: Flask) -> list[dict[str, Any]]:
    """Its settings, and what extensions that are made once for all applications keep of the last one."""
    return [app.config, vars(limiter), vars(security)]


def start_again(app: Flask) -> None:
    """The application on a fresh copy of the seeded database, with nothing in its memory of what it has seen."""
    with app.app_context():
        leave()
        refill_database(app.config["SQLALCHEMY_DATABASE_URI"], template(_kind(app)))
        current_calendar._seen.pop(db.engine, None)
        store._hashes.pop(db.engine, None)
        snapshots._remembered.clear()
        limiter.reset()
        app.extensions[metrics._HERE] = metrics.Meters()
        set_up_logs(app.config["SHOUWEN"].log_level)


def _kind(app: Flask) -> Kind:
    return "sqlite" if app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite") else "postgresql"
