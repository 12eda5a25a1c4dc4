"""Units, categories, rules: what programs read once."""

from __future__ import annotations

import pytest

from tests.house import House
from tests.web.api import Api, problem


@pytest.fixture
def api(house: House) -> Api:
    return Api(house)


def test_units_are_a_tree_from_the_root_down(api):
    units = api.by("window").get("/units").json

    assert units[0]["code"] == "EZ" and units[0]["parent"] is None
    assert set(units[0]) >= {"code", "name", "parent", "kind"}
    known = {unit["code"] for unit in units}
    assert all(unit["parent"] in known for unit in units[1:])
    problem(api.by(None).get("/units"), 401)


def test_every_category_says_what_is_promised_and_on_what_it_rests(api):
    categories = {one["code"]: one for one in api.by(None, Accept_Language="en").get("/categories").json}

    assert categories["ATTITUDE"]["limits"]["handling"] == "5wd"
    assert categories["PETITION"]["limits"]["handling"] == "60cd"
    assert categories["DISC"]["restricted"] is True
    for one in categories.values():
        assert one["name"] and one["help"]
        assert set(one["basis"]) == set(one["limits"])


def test_the_rules_in_force_name_their_version_moves_and_codes(api):
    book = api.by(None).get("/rulebook").json

    assert book["version"] == "2026.1" and len(book["sha256"]) == 64
    assert {"receive", "assign", "answer"} <= {move["move"] for move in book["moves"]}
    assert "substantiated" in [row["code"] for row in book["codes"]["outcomes"]]


def test_the_description_names_an_operation_for_every_route_and_how_to_sign_in(api):
    document = api.by(None).get("/openapi.json").json

    operations = [
        one for path in document["paths"].values() for one in path.values() if isinstance(one, dict)
    ]
    names = [one["operationId"] for one in operations]
    assert len(names) == len(set(names)) >= 18
    assert document["components"]["securitySchemes"]["bearer"] == {"type": "http", "scheme": "bearer"}
    move = document["paths"]["/api/v1/complaints/{tracking_number}/moves/{move}"]["post"]
    assert set(move["responses"]) >= {"201", "400", "401", "403", "404", "409", "412", "415", "422", "503"}
    assert len(move["requestBody"]["content"]["application/json"]["schema"]["anyOf"]) > 10
    assert move["security"] == [{"bearer": []}]
