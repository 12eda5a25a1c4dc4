"""A house that lives only as long as a replay or a simulation: a database file of its own below the instance folder.

The tables come from the migrations, so that triggers and constraints are those of the real house; nothing is seeded.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from flask import Flask, current_app
from flask_migrate import Migrate, upgrade

from complaints.db import db, prepare_engine


@contextmanager
def scratch_house(name: str) -> Iterator[Flask]:
    """An application in whose context the block runs; the folder `scratch-NAME-…` goes when the block ends."""
    settings = current_app.config["SHOUWEN"]
    with tempfile.TemporaryDirectory(
        dir=settings.instance, prefix=f"scratch-{name}-", ignore_cleanup_errors=True
    ) as folder:
        app = _app_on(f"sqlite:///{(Path(folder) / 'scratch.sqlite').absolute()}")
        with app.app_context():
            try:
                _migrate()
                yield app
            finally:
                db.session.remove()
                db.engine.dispose()


def _app_on(url: str) -> Flask:
    """The settings of the running application with another database, and no channel that could send a notice."""
    parent: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    silent = {"officer_notice_url": "", "citizen_notice_url": ""}
    app = Flask(parent.import_name, instance_path=parent.instance_path)
    app.config.update(parent.config)
    app.config["SHOUWEN"] = replace(parent.config["SHOUWEN"], database_url=url, **silent)
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    Migrate(app, db, directory=parent.extensions["migrate"].directory)
    app.extensions["security"] = parent.extensions["security"]  # seeding hashes the demo password with it
    return app


def _migrate() -> None:
    logging.getLogger("alembic").setLevel(logging.WARNING)
    upgrade()
