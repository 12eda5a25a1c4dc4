"""Health of the installation for load balancers and Prometheus; also at the root, where they look for it."""

from __future__ import annotations

from functools import cache
from http import HTTPStatus

from alembic.script import ScriptDirectory
from flask import Flask, Response, current_app
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import ServiceUnavailable

from complaints.casework import ledger
from complaints.infrastructure import clock
from complaints.infrastructure.database import migrated_to
from complaints.infrastructure.errors import NotFound
from complaints.rulebooks import store
from complaints.web.api import metrics
from complaints.web.api.asking import answer, public
from complaints.web.api.document import Section
from schemas.out_public import HealthOut

TOLERATED_SECONDS = 5  # by which the clocks of several machines may differ
section = Section("api_house", __name__, description="The house itself")


def set_up(app: Flask) -> None:
    metrics.set_up(app)
    for path, view in (("healthz", get_health), ("readyz", get_readiness), ("metrics", get_metrics)):
        app.add_url_rule(f"/{path}", f"root_{path}", view, methods=["GET"])


@section.route("/healthz", methods=["GET"])
@public
@section.named("getHealth", tags=["house"])
@section.answers(HTTPStatus.OK, HealthOut)
def get_health() -> Response:
    """Whether the program answers at all; the database is not asked."""
    return answer({"status": "ok"})


@section.route("/readyz", methods=["GET"])
@public
@section.named("getReadiness", tags=["house"])
@section.answers(HTTPStatus.OK, HealthOut)
def get_readiness() -> Response:
    """Whether work can be done: the database is there, migrated, and a rulebook is published. `clock_behind_seconds` is
    given where this machine's clock is behind the newest step of the ledger: it stepped back, or differs from another's."""
    try:
        ready = _migrated() and store.is_any_published()
        behind = _clock_behind_seconds() if ready else 0
    except SQLAlchemyError as error:
        raise ServiceUnavailable(retry_after=10) from error
    if not ready:
        raise ServiceUnavailable(retry_after=10)
    return answer(HealthOut().dump({"status": "ok", **({"clock_behind_seconds": behind} if behind else {})}))


def _clock_behind_seconds() -> int:
    newest = ledger.newest_at()
    behind = round((newest - clock.now()).total_seconds()) if newest is not None else 0
    return behind if behind > TOLERATED_SECONDS else 0


@section.route("/metrics", methods=["GET"])
@public
@section.named("getMetrics", tags=["house"])
@section.answers(HTTPStatus.OK, {"type": "string"}, HTTPStatus.NOT_FOUND, content_type=metrics.CONTENT_TYPE)
def get_metrics() -> Response:
    """Counts of requests, and how far behind the sweep and the deliveries are. For the holder of SHOUWEN_METRICS_TOKEN;
    without one set, for programs on the same machine."""
    if not metrics.may_read():
        raise NotFound
    return Response(metrics.exposition(), content_type=metrics.CONTENT_TYPE)


def _migrated() -> bool:
    """At our newest migration, or at one we do not know: a database ahead of this program still serves it."""
    version = migrated_to()
    return version is not None and version not in _older(current_app.extensions["migrate"].directory)


@cache
def _older(directory: str) -> frozenset[str]:
    scripts = ScriptDirectory(directory)
    return frozenset(one.revision for one in scripts.walk_revisions()) - {scripts.get_current_head()}
