"""Workers as real processes for the crash test: sweepers, movers and deliverers on one database, by one moving clock.

Each runs until its time is over, or until it is killed. What it did not expect it writes to a file of its own.
"""

from __future__ import annotations

import os
import random
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from complaints.casework import moves
from complaints.escalation.sweep import sweep
from complaints.infrastructure.database import db, prepare_engine, transaction
from complaints.infrastructure.errors import WorkError
from complaints.intake.complainant import Person
from complaints.intake.intake import Intake, receive
from complaints.models import Complaint, Officer, Unit
from complaints.notifications.delivery import deliver
from complaints.rulebooks import store
from config import flask_config, read_settings
from tests.simulation import talk
from workflows.engine import open_moves
from workflows.errors import Refused
from workflows.language import CITIZEN, Act, Actor


@dataclass(frozen=True)
class Watch:
    """The clock all workers go by: house time runs `speed` times as fast as the wall's. Seconds are monotonic."""

    began: float
    over: Path  # a file: when it is there, everybody goes home
    house_time: datetime
    speed: float

    def at(self) -> datetime:
        return self.house_time + timedelta(seconds=(time.monotonic() - self.began) * self.speed)

    def is_over(self) -> bool:
        return self.over.exists()


@dataclass(frozen=True)
class Post:
    """One worker: what it does, for which house, until when, and its seed."""

    name: str
    task: str
    env: dict[str, str]
    watch: Watch
    seed: int
    troubles: Path
    most_complaints: int


def work(post: Post) -> None:
    """The whole life of one worker."""
    try:
        with _back_room(post.env).app_context():
            _work_until_it_is_over(post)
    except BaseException:
        trouble = post.troubles / f"{post.name}-{os.getpid()}.txt"
        trouble.write_text(traceback.format_exc(), "utf8")
        raise


def _work_until_it_is_over(post: Post) -> None:
    task: Callable[[Post, random.Random], None] = TASKS[post.task]
    chance = random.Random(post.seed)
    try:
        while not post.watch.is_over():
            task(post, chance)
    finally:
        db.session.remove()
        db.engine.dispose()


def _back_room(env: dict[str, str]) -> Flask:
    """The application without its pages: a worker that is killed every few seconds has to start quickly."""
    app = Flask("back room")
    app.config.from_mapping(flask_config(read_settings(env)))
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine, app.config["SHOUWEN"])
    return app


def _sweeps(post: Post, chance: random.Random) -> None:
    sweep(post.watch.at())
    time.sleep(chance.uniform(0, 0.1))


def _delivers(post: Post, chance: random.Random) -> None:
    """By a clock that runs as fast as the wall's, for a claim on a notice lasts two minutes of it."""
    ahead = post.watch.house_time + timedelta(days=3650)
    deliver(lambda: ahead + timedelta(seconds=time.monotonic()))
    time.sleep(0.1)


def _moves(post: Post, chance: random.Random) -> None:
    """One act of one person, as a page would send it: what is refused is refused, and life goes on."""
    number = _some_complaint(chance, post.most_complaints)
    try:
        if number is None:
            _log(post, chance)
        else:
            _act(number, post.watch, chance)
    except (Refused, WorkError):
        pass


def _some_complaint(chance: random.Random, most: int) -> str | None:
    """A complaint that is there, or none, when another is to be logged. Everybody likes the newest three."""
    open_ones = select(Complaint.tracking_number).filter(Complaint.ended_at.is_(None)).order_by(Complaint.id)
    numbers = list(db.session.scalars(open_ones))
    known = db.session.execute(select(func.count()).select_from(Complaint)).scalar_one()
    if len(numbers) < 5 or (known < most and chance.random() < 0.2):
        return None
    return chance.choice(numbers[-3:] if chance.random() < 0.6 else numbers)


def _log(post: Post, chance: random.Random) -> None:
    about = chance.random() < 0.2
    with transaction():
        officers = list(db.session.scalars(select(Officer).filter_by(active=True).order_by(Officer.id)))
        windows = [officer for officer in officers if "officer" in officer.roles]
        by = CITIZEN if chance.random() < 0.2 else chance.choice(windows)
        intake = Intake(
            category=chance.choice(["ATTITUDE", "DELAY", "FEE"]),
            channel="window",
            subject="窗口态度",
            narrative="工作人员态度差。",
            urgency=chance.choice(["normal", "urgent", "critical"]),
            person=Person(name="李大爷", phone="+8613800138000"),
            respondent_officer=chance.choice(officers) if about else None,
        )
        receive(intake, Act("receive", by, post.watch.at()))


def _act(number: str, watch: Watch, chance: random.Random) -> None:
    """One move as a page sends it: chosen by what the page showed, made on the state by then."""
    by = _somebody(number, chance)
    move = _some_move(number, Act("", by, watch.at()), chance)
    if move is None:
        return
    words = talk.words(move, watch.at(), chance)
    with transaction():
        moves.make_move(number, Act(move, by, watch.at(), words))


def _some_move(number: str, act: Act, chance: random.Random) -> str | None:
    complaint = db.session.scalars(select(Complaint).filter_by(tracking_number=number)).one()
    known = [
        one.move.name
        for one in open_moves(store.book(complaint.rulebook_version), complaint, act)
        if not one.reasons and one.move.name in talk.WORDS
    ]
    likely = [name for name in known for _ in range(talk.weight(name))]
    return chance.choice(likely) if likely else None


def _somebody(number: str, chance: random.Random) -> Actor:
    """A person likely involved in the complaint, as it was seen before it is locked."""
    if chance.random() < 0.15:
        return CITIZEN
    complaint = db.session.scalars(select(Complaint).filter_by(tracking_number=number)).one()
    unit = db.session.get_one(Unit, complaint.offered_unit_id or complaint.unit_id)
    near = list(db.session.scalars(select(Officer).filter_by(unit_id=unit.id, active=True)))
    carriers = [
        complaint.first_responder_id,
        complaint.answerable_id,
        complaint.handler_id,
        complaint.duty_offered_id,
    ]
    near += [db.session.get_one(Officer, one) for one in carriers if one]
    near += list(db.session.scalars(select(Officer).filter_by(username="supervisor")))
    db.session.expunge_all()
    return chance.choice(near)


TASKS: dict[str, Callable[[Post, random.Random], None]] = {
    "sweeper": _sweeps,
    "mover": _moves,
    "deliverer": _delivers,
}
