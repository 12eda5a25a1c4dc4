"""`flask doctor` names what should be mended, and says so with its exit code."""

from __future__ import annotations

from complaints.cli.doctor import doctor_command
from complaints.infrastructure.database import db, transaction
from complaints.models import Officer
from tests.house import House, opened

PRODUCTION = {
    "SHOUWEN_PRODUCTION": "1",
    "SHOUWEN_SECRET_KEY": "chosen at random: 7fQ2-zX9p-LmW4",
    "SHOUWEN_RATELIMIT_STORAGE": "redis://127.0.0.1:6379",
    "SHOUWEN_PUBLIC_URL": "https://complaints.example",
    "SHOUWEN_DEMO_PASSWORD": "",
}


def told(house: House) -> tuple[int, str]:
    result = house.app.test_cli_runner().invoke(doctor_command)
    return result.exit_code, result.output


def test_demonstration_names_what_production_needs(house):
    code, said = told(house)

    assert code == 1
    for name in (
        "SHOUWEN_PRODUCTION",
        "SHOUWEN_RATELIMIT_STORAGE",
        "SHOUWEN_PUBLIC_URL",
        "demonstration accounts",
    ):
        assert name in said


def test_production_in_order_has_nothing_that_must_be_mended():
    with opened("sqlite", **PRODUCTION) as house:
        with transaction():
            for officer in db.session.query(Officer):
                officer.demo = False
        code, said = told(house)

    assert code == 0 and "0 must be mended" in said


def test_closed_last_resort_must_be_mended():
    with opened("sqlite", **PRODUCTION) as house:
        with transaction():
            for officer in db.session.query(Officer):
                officer.demo, officer.active = False, "last_resort" not in officer.roles
        code, said = told(house)

    assert code == 1 and "last resort" in said


def test_demonstration_accounts_sign_nobody_in_on_a_production_site():
    with opened("sqlite", **PRODUCTION | {"SHOUWEN_DEMO_PASSWORD": "a-password-for-tests"}) as house:
        client = house.app.test_client()
        words = {"username": "window", "password": "a-password-for-tests"}
        shut = client.post("/api/v1/session", json=words, headers={"Host": "localhost"}).status_code
        foreign = client.get("/", headers={"Host": "evil.example"}).status_code

    assert (shut, foreign) == (401, 400)
