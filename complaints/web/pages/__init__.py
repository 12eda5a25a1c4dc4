"""The pages people see. Each module here has a blueprint `pages`; all are registered, none decides a rule."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from flask import Flask

from complaints.web import catalogue, dress, protection, signed_in, spoken
from complaints.web.pages import failures


def set_up(app: Flask) -> None:
    catalogue.set_up(app)
    spoken.set_up(app)
    dress.set_up(app)
    protection.set_up(app)
    signed_in.set_up(app)
    failures.set_up(app)
    for module in sorted(found.name for found in pkgutil.iter_modules(__path__)):
        blueprint = getattr(import_module(f"{__name__}.{module}"), "pages", None)
        if blueprint is not None:
            app.register_blueprint(blueprint)
