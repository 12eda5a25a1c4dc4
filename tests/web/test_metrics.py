"""/metrics is for the monitoring program alone, and no stranger makes it grow."""

from __future__ import annotations

import pytest

from tests.house import opened

FAR = {"REMOTE_ADDR": "203.0.113.9"}


@pytest.mark.parametrize("path", ["/metrics", "/api/v1/metrics"])
def test_metrics_ask_for_their_token(path):
    with opened("sqlite", SHOUWEN_METRICS_TOKEN="only-the-monitor") as house:
        client = house.app.test_client()
        right = client.get(path, headers={"Authorization": "Bearer only-the-monitor"}, environ_base=FAR)
        wrong = client.get(path, headers={"Authorization": "Bearer other"})

    assert (right.status_code, wrong.status_code, client.get(path).status_code) == (200, 404, 404)


@pytest.mark.parametrize("path", ["/metrics", "/api/v1/metrics"])
def test_metrics_without_token_stay_on_the_machine(house, path):
    client = house.app.test_client()

    assert client.get(path).status_code == 200
    assert client.get(path, environ_base=FAR).status_code == 404


def test_invented_methods_add_one_label(house):
    client = house.app.test_client()
    for n in range(50):
        client.open("/", method=f"INVENTED{n}")

    told = client.get("/metrics").text

    assert "INVENTED" not in told and 'method="other"' in told


def test_wrong_codes_are_counted_over_all_numbers(house):
    client = house.app.test_client()
    for n in range(3):
        client.post("/api/v1/status", json={"tracking_number": f"{n}" * 12, "query_code": "000000"})

    assert "shouwen_wrong_codes_total 3.0" in client.get("/metrics").text
