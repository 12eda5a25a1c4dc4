"""A house that lives only as long as a replay or a simulation: a database file of its own below the instance folder.

The tables come from the migrations, so that triggers and constraints are those of the real house; nothing is seeded.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from flask_migrate import Migrate, upgrade
from sqlalchemy import event

from complaints.infrastructure.database import db, prepare_engine


@contextmanager
def scratch_folder(name: str) -> Iterator[Path]:
    """A folder `scratch-NAME-…` below the instance, gone afterwards with all that is in it.

    It belongs to who asked: houses built in it by other processes go with it even when one of those was killed.
    """
    instance = current_app.config["SHOUWEN"].instance
    instance.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f"scratch-{name}-", dir=instance)).absolute()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def scratch_house(folder: Path) -> Iterator[Flask]:
    """An application in whose context the block runs; nothing of the real house is held meanwhile, nor changed."""
    db.session.rollback()
    app = _app_on(f"sqlite:///{folder / uuid.uuid4().hex}.sqlite")
    with app.app_context():
        try:
            upgrade()
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def _app_on(url: str) -> Flask:
    """The settings of the running application with another database, and no channel that could send a notice."""
    parent: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    silent = {"officer_notice_url": "", "citizen_notice_url": "", "citizen_mail_url": ""}
    app = Flask(parent.import_name, instance_path=parent.instance_path)
    app.config.update(parent.config)
    app.config["SHOUWEN"] = replace(parent.config["SHOUWEN"], database_url=url, **silent)
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine, app.config["SHOUWEN"])
        event.listen(db.engine, "connect", _need_not_survive)
    Migrate(app, db, directory=parent.extensions["migrate"].directory)
    app.extensions["security"] = parent.extensions["security"]  # seeding hashes the demo password with it
    logging.getLogger("alembic").setLevel(logging.WARNING)
    return app


def _need_not_survive(connection: Any, record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous = OFF")  # a power cut may have it
    cursor.close()
