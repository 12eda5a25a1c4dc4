"""Every route knows who asks, or is in the short list of what is open to all."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import Rule

from tests.house import House, opened

API = "/api/v1"
OPEN_API = {
    "POST /api/v1/session",
    "POST /api/v1/status",
    "POST /api/v1/status/moves/<move>",
    "POST /api/v1/status/copy",
    "POST /api/v1/status/files/<int(max=9223372036854775807):file_id>",
    "POST /api/v1/status/uploads",
    "PUT /api/v1/status/uploads/<upload>",
    "GET /api/v1/status/uploads/<upload>",
    "POST /api/v1/status/uploads/<upload>/finish",
    "POST /api/v1/intake",
    "GET /api/v1/categories",
    "GET /api/v1/rulebook",
    "GET /api/v1/openapi.json",
    "GET /api/v1/healthz",
    "GET /api/v1/readyz",
    "GET /api/v1/metrics",
    "GET /api/v1/open-data/<name>.<kind>",
    "GET /api/v1/open-data/datapackage.json",
}


def open_routes(app: Flask) -> set[str]:
    """What the API answers without a token of ours, found by asking."""
    client = app.test_client()
    found = set()
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(API):
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                if client.open(_address(rule), method=method).status_code != 401:
                    found.add(f"{method} {rule.rule}")
    return found


def _address(rule: Rule) -> str:
    values = dict.fromkeys(rule.arguments, "1")
    return str(rule.build(values, append_unknown=False)[1])  # type: ignore[index]


def test_api_route_authenticates_or_is_listed_open(house: House):
    """Every route of the api asks who you are or is listed as open."""
    assert open_routes(house.app) == OPEN_API


def test_api_view_declares_authentication(house: House):
    """Every view of the api says whether it is signed in."""
    views = {
        rule.rule: house.app.view_functions[rule.endpoint]
        for rule in house.app.url_map.iter_rules()
        if rule.rule.startswith(API) and not rule.rule.endswith("openapi.json")
    }

    assert [path for path, view in views.items() if not hasattr(view, "signed_in")] == []


def test_an_open_route_is_seen():
    with opened("sqlite", own=True) as house:
        house.app._got_first_request = False
        house.app.add_url_rule(f"{API}/leak", "leak", lambda: "everything")

        assert open_routes(house.app) - OPEN_API == {"GET /api/v1/leak"}
