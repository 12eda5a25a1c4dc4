"""The API under /api/v1, and its own description at /api/v1/openapi.json."""

from __future__ import annotations

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
    from complaints.web.api import (
        audit,
        catalogue,
        citizens,
        complaints,
        confirmations,
        consultations,
        escalations,
        exports,
        hand_over,
        house,
        moves,
        queues,
        reference,
        statistics,
        uploads,
    )
    from complaints.web.api import session as session_part

    api = HouseApi(app)
    staff = (complaints, moves, queues, consultations, escalations, hand_over, statistics, exports, uploads)
    for part in (session_part, *staff, citizens, reference, catalogue, confirmations, audit, house):
        api.register_blueprint(part.section, url_prefix=PREFIX)
    house.set_up(app)
