"""Every operation of the API against its own description: whatever is sent, the answer is one that was announced."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.house import House, opened
from tests.web.api import Api

MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
# Codes the description cannot know; what is filled in only where something was sent.
KNOWN = {
    "category": "ATTITUDE",
    "channel": "window",
    "urgency": "normal",
    "unit": "EC-BUREAU",
    "officer": "handler",
    "outcome": "partly",
    "reason_code": "not_our_remit",
    "complainant": {"phone": "13800138000"},
    "respondent": {"unit": "EC-BUREAU"},
    "sender_due_at": "2099-01-04",
}
OFTEN = "100000 per minute"
RATES = {f"SHOUWEN_{name}_RATE": OFTEN for name in ("STATUS", "WRONG", "LOGIN")}


@pytest.fixture(scope="module")
def town() -> Iterator[tuple[Api, list[dict[str, Any]]]]:
    """A house with complaints in several states."""
    with opened("sqlite", **RATES) as house:
        house.app.config["MAX_CONTENT_LENGTH"] = 100_000
        api = Api(house)
        yield api, [api.logged(), api.with_handler(), _escalated(house, api)]


def _escalated(house: House, api: Api) -> dict[str, Any]:
    number = house.logs("2026-09-18T16:00")
    house.sweeps("2026-09-22T09:00")
    return {"tracking_number": number, "query_code": house.codes[number]}


def test_every_operation_answers_as_it_says(town: tuple[Api, list[dict[str, Any]]]) -> None:
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", town[0].house.app)
    operations = [found.ok() for found in described.get_all_operations()]

    broken = [said for one in operations for mode in MODES for said in _broken(one.as_strategy(mode), *town)]

    assert len(operations) >= 18
    assert broken == []


def _broken(cases: Any, api: Api, complaints: list[dict[str, Any]]) -> list[str]:
    @given(case=cases)
    @settings(
        max_examples=15,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    def ask(case: Any) -> None:
        _ask(case, api, complaints)

    try:
        ask()
    except Unsatisfiable:
        return []  # an operation that takes nothing cannot be asked wrongly
    except Exception as failure:
        return [str(failure)]
    return []


def _ask(case: Any, api: Api, complaints: list[dict[str, Any]]) -> None:
    """Half the requests are about an existing complaint, by a person who may see it."""
    lot = len(str(case.body)) + len(str(case.query))
    chosen = complaints[lot % len(complaints)]
    if "tracking_number" in (case.path_parameters or {}) and lot % 4:
        case.path_parameters["tracking_number"] = chosen["tracking_number"]
    if isinstance(case.body, dict) and "query_code" in case.body:
        case.body = {**case.body, **{name: chosen[name] for name in ("tracking_number", "query_code")}}
    if isinstance(case.body, dict) and lot % 3:
        case.body = {**case.body, **{name: code for name, code in KNOWN.items() if name in case.body}}
    who = ("window", "handler", "supervisor")[lot // 3 % 3]

    case.call_and_validate(headers=api.by(who).headers, checks=CHECKS)
