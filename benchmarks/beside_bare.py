"""Intake and one move beside the least that any web application does: a bare Flask view with one INSERT, one with a SELECT.

The bare views run on Flask and SQLAlchemy Core alone, on a table of their own in the same database; each INSERT commits by
itself. The desk's views do the whole work: rules, clocks, ledger, notices, and one COMMIT.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from flask import Flask
from sqlalchemy import Column, Integer, MetaData, String, Table, create_engine, insert, select

from benchmarks.figures import Figure
from benchmarks.loading import NOW
from benchmarks.timing import Task, medians
from complaints.casework import moves
from complaints.infrastructure.database import db, prepare_engine, transaction
from complaints.intake.complainant import Person
from complaints.intake.intake import Intake, receive
from tests.databases import Kind
from tests.house import House, opened
from workflows.language import Act

NAMES = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}
INTAKE_AT_MOST, MOVE_AT_MOST = 40, 30  # bare INSERTs


def of_intake_and_move(kind: Kind, times: int) -> Iterator[Figure]:
    with opened(kind) as house:
        tasks = {**_bare(house), **_desk(house)}
        found = medians(tasks, times)
    for name, floor in (("intake", INTAKE_AT_MOST), ("report_progress", MOVE_AT_MOST)):
        note = (
            f"{found[name] * 1000:.2f} ms; bare INSERT {found['insert'] * 1000:.2f} ms,"
            f" bare SELECT {found['select'] * 1000:.2f} ms"
        )
        yield Figure(
            f"{name} beside a bare INSERT ({NAMES[kind]})", found[name] / found["insert"], "×", floor, note
        )
        yield Figure(f"{name} beside a bare SELECT ({NAMES[kind]})", found[name] / found["select"], "×")


def _bare(house: House) -> dict[str, Task]:
    engine = create_engine(house.app.config["SQLALCHEMY_DATABASE_URI"], isolation_level="AUTOCOMMIT")
    rows = MetaData()
    note = Table("bare_note", rows, Column("id", Integer, primary_key=True), Column("words", String))
    with engine.connect() as connection:
        note.create(connection)
        connection.execute(insert(note).values(words="one"))
    app = Flask("bare")
    app.config["TESTING"] = True

    @app.post("/")
    def add() -> str:
        with engine.connect() as connection:
            connection.execute(insert(note).values(words="工作人员态度差。"))
        return "added"

    @app.get("/")
    def look() -> str:
        with engine.connect() as connection:
            return str(connection.execute(select(note.c.words).filter_by(id=1)).scalar_one())

    client = app.test_client()
    return {"insert": lambda: client.post("/"), "select": lambda: client.get("/")}


def _desk(house: House) -> dict[str, Task]:
    """The same, through views that only call the desk."""
    number = house.logs("2026-09-21T08:40")
    house.does("window", number, "assign", "2026-09-21T08:45", unit="EC-BUREAU")
    house.does("handler", number, "sign_for", "2026-09-21T08:50")
    turns = count()
    app = _with_the_house_behind_it(house)

    @app.post("/complaints")
    def intake() -> str:
        person = Person(name="李大爷", phone=f"+86138{next(turns):08}")
        words = Intake(
            category="ATTITUDE",
            channel="window",
            subject="窗口态度",
            narrative="工作人员态度差。",
            person=person,
        )
        with transaction():
            receipt = receive(words, Act("receive", house.officer("window"), NOW))
            return receipt.complaint.tracking_number

    @app.post("/moves")
    def move() -> str:
        with transaction():
            me = house.officer("handler")
            complaint = moves.take(number, me)
            return moves.perform(complaint, Act("report_progress", me, NOW, {"note": "调查中"})).hash

    client = app.test_client()
    return {"intake": lambda: client.post("/complaints"), "report_progress": lambda: client.post("/moves")}


def _with_the_house_behind_it(house: House) -> Flask:
    app = Flask("desk")
    app.config.update(house.app.config, TESTING=True)
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine, app.config["SHOUWEN"])
    return app
