"""The API under /api/v1, and its own description at /api/v1/openapi.json."""

from __future__ import annotations

from typing import Any

from flask import Flask

from complaints.web.api.document import HouseApi

PREFIX = "/api/v1"


def set_up(app: Flask) -> None:
    app.config.update(
        API_TITLE="Shouwen 首问",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=PREFIX,
        OPENAPI_JSON_PATH="openapi.json",
    )
    _register(app)


def _register(app: Flask) -> None:
    from complaints.web.api import house, session

    api = HouseApi(app)
    for part in (session, *_for_staff(), *_for_all(), house):
        api.register_blueprint(part.section, url_prefix=PREFIX)
    house.set_up(app)


def _for_staff() -> tuple[Any, ...]:
    from complaints.web.api import (
        assists,
        complaints,
        consultations,
        escalations,
        exports,
        hand_over,
        moves,
        queues,
        reveal,
        statistics,
        uploads,
    )

    return (
        *(complaints, moves, queues, consultations, assists, escalations),
        *(hand_over, statistics, exports, uploads, reveal),
    )


def _for_all() -> tuple[Any, ...]:
    from complaints.web.api import (
        audit,
        catalogue,
        citizens,
        confirmations,
        evaluations,
        reference,
        reply_files,
    )

    return citizens, reply_files, reference, catalogue, confirmations, audit, evaluations
