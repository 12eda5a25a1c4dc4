"""create_app(): wiring only."""

from __future__ import annotations

import os
from collections.abc import Mapping

from flask import Flask
from flask_security import SQLAlchemyUserDatastore
from werkzeug.middleware.proxy_fix import ProxyFix

import complaints.casework.reorganisation
import complaints.models
import complaints.notifications.confirmation_notices  # noqa: F401 (it registers who is told)
from complaints import cli, web
from complaints.infrastructure.database import db, prepare_engine
from complaints.infrastructure.extensions import babel, limiter, migrate, security
from complaints.infrastructure.log_format import set_up_logs
from complaints.models import Officer
from complaints.web import site
from complaints.web.security.loaders import choose_locale, load_by_bearer_token
from config import flask_config, read_settings


def create_app(env: Mapping[str, str] | None = None) -> Flask:
    settings = read_settings(os.environ if env is None else env)
    app = Flask(
        __name__, instance_path=str(settings.instance.absolute()), root_path=os.path.dirname(web.__file__)
    )
    app.config.from_mapping(flask_config(settings))
    set_up_logs(settings.log_level)
    settings.instance.mkdir(parents=True, exist_ok=True)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]
    _set_up_extensions(app)
    site.set_up(app)
    cli.set_up(app)
    return app


def _set_up_extensions(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine, app.config["SHOUWEN"])
    migrate.init_app(
        app, db, directory=os.path.join(os.path.dirname(os.path.abspath(__file__)), "migrations")
    )
    limiter.init_app(app)
    babel.init_app(
        app, locale_selector=choose_locale, default_locale="zh_Hans_CN", default_timezone="Asia/Shanghai"
    )
    security.init_app(app, SQLAlchemyUserDatastore(db, Officer, None), register_blueprint=False)  # type: ignore[arg-type]  # roles are a column
    app.login_manager.request_loader(load_by_bearer_token)  # type: ignore[attr-defined]
