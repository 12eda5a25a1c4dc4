"""Numbers for Prometheus. Nothing here counts stored rows: its cost does not grow with their number."""

from __future__ import annotations

import hmac
from contextlib import suppress
from datetime import datetime
from http import HTTPStatus
from ipaddress import ip_address
from time import perf_counter

from flask import Flask, Response, current_app, g, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from sqlalchemy.exc import SQLAlchemyError

from complaints.infrastructure import clock
from complaints.queries import backlog

CONTENT_TYPE = CONTENT_TYPE_LATEST
_HERE = "shouwen metrics"
METHODS = {
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "PATCH",
    "DELETE",
    "OPTIONS",
}  # anything else a stranger invents is one label


class Meters:
    """The meters of one application."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        names = ("method", "endpoint", "status")
        self.requests = Counter("shouwen_requests", "Requests answered", names, registry=self.registry)
        self.seconds = Histogram("shouwen_request_seconds", "Seconds an answer took", registry=self.registry)
        self.wrong_codes = Counter(
            "shouwen_wrong_codes", "Look-ups with a wrong number or code", registry=self.registry
        )
        self.sweep_lag = Gauge(
            "shouwen_sweep_lag_seconds",
            "How long the oldest due rung has been waiting",
            registry=self.registry,
        )
        self.delivery_lag = Gauge(
            "shouwen_delivery_lag_seconds",
            "How long the oldest notice has been waiting",
            registry=self.registry,
        )


def may_read() -> bool:
    """Allow callers with the token; where none is set, callers from this machine."""
    token = current_app.config["SHOUWEN"].metrics_token
    if token:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
    with suppress(ValueError):
        return ip_address(request.remote_addr or "").is_loopback
    return False


def set_up(app: Flask) -> None:
    app.extensions[_HERE] = Meters()
    app.before_request(_start)
    app.after_request(_count)


def exposition() -> bytes:
    meters: Meters = current_app.extensions[_HERE]
    with suppress(SQLAlchemyError):  # the numbers that need no database are still given
        at = clock.now()
        meters.sweep_lag.set(_waited(at, backlog.first_rung()))
        meters.delivery_lag.set(_waited(at, backlog.first_try()))
    return generate_latest(meters.registry)


def _waited(at: datetime, since: datetime | None) -> float:
    return max(0.0, (at - since).total_seconds()) if since else 0.0


def _start() -> None:
    g.started = perf_counter()


def _count(response: Response) -> Response:
    meters: Meters = current_app.extensions[_HERE]
    method = request.method if request.method in METHODS else "other"
    meters.requests.labels(method, request.endpoint or "none", response.status_code).inc()
    if g.get("looks_up") and response.status_code == HTTPStatus.NOT_FOUND:
        meters.wrong_codes.inc()
    if "started" in g:
        meters.seconds.observe(perf_counter() - g.started)
    return response
