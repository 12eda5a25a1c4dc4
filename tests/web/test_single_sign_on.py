"""Officers sign in by the single sign-on of their office, against a real provider on loopback; sealed matters need more than claims."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from joserfc.jwk import RSAKey
from sqlalchemy import select

from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.one_time_codes import one_time_codes
from complaints.models import AuditNote, ForeignAccount, Officer, SecondStep, SignIn
from complaints.organisation import confirmations, officers, second_step
from tests.house import PASSWORD, House, opened, shanghai
from tests.support.oidc_provider import CLIENT, SECRET, Person, Provider, provider_on_loopback
from tests.web.pages import Visitor, signed_in, words_on

MAP = """
units: {claim: department, values: {ec: EC-BUREAU, centre: EZ-CENTRE, watch: EZ-DISC}}
roles: {claim: groups, values: {clerks: officer, heads: unit_supervisor}}
"""
AT = shanghai("2026-09-01T09:00")
NEW = {"preferred_username": "xin.ren", "name": "任新", "department": "ec", "groups": ["clerks", "choir"]}


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")  # of the provider: it has no certificate
    with provider_on_loopback() as one:
        yield one


@pytest.fixture
def office(provider: Provider, tmp_path, now) -> Iterator[House]:
    (tmp_path / "single-sign-on.yaml").write_text(MAP, "utf8")
    more = {"ISSUER": provider.issuer, "CLIENT_ID": CLIENT, "CLIENT_SECRET": SECRET}
    words = {f"SHOUWEN_OIDC_{name}": value for name, value in more.items()}
    with opened("sqlite", SHOUWEN_INSTANCE=str(tmp_path), **words) as house:
        yield house


def arrives(
    house: House, provider: Provider, visitor: Visitor | None = None, begin: str = "/login/office"
) -> Any:
    """From our page to the provider and back, as a browser goes: the visitor and our last answer."""
    visitor = visitor or Visitor(house.app)
    asked = visitor.get(begin)
    assert asked.status_code == 302 and asked.headers["Location"].startswith(provider.issuer), asked.text
    back = requests.get(asked.headers["Location"], allow_redirects=False, timeout=10).headers["Location"]
    return visitor, visitor.get(f"{urlsplit(back).path}?{urlsplit(back).query}")


def comes(house: House, provider: Provider, sub: str, claims: dict[str, Any]) -> Any:
    provider.person = Person(sub, claims)
    return arrives(house, provider)


def linked(house: House, provider: Provider, username: str, sub: str) -> None:
    with transaction():
        words = {"issuer": provider.issuer, "subject": sub, "linked_at": AT}
        db.session.add(ForeignAccount(**words, officer_id=house.officer(username).id))


def test_new_officer_gets_unit_and_roles_from_claims(office: House, provider: Provider) -> None:
    visitor, answer = comes(office, provider, "7", NEW)

    assert answer.status_code == 303 and answer.headers["Location"] == "/desk"
    assert "任新" in visitor.get("/desk").text
    officer = office.officer("xin.ren")
    assert officer.unit.code == "EC-BUREAU" and officer.roles == ["officer"] and not officer.password_given
    assert "统一登录" in words_on(visitor.get("/sign-ins"))
    row = db.session.scalars(select(SignIn).filter_by(officer_id=officer.id)).one()
    assert (row.door, row.outcome) == ("single sign-on", "in")
    note = db.session.scalars(select(AuditNote).filter_by(what="single sign-on linked")).one()
    assert note.by == "single sign-on"


def test_post_follows_the_claims(office: House, provider: Provider) -> None:
    comes(office, provider, "7", NEW)
    comes(office, provider, "7", {**NEW, "department": "centre", "groups": ["heads"]})

    officer = office.officer("xin.ren")
    assert officer.unit.code == "EZ-CENTRE" and officer.roles == ["unit_supervisor"]
    assert "单位或角色" in comes(office, provider, "7", {**NEW, "groups": []})[1].text


def test_person_is_known_by_the_number_of_the_provider(office: House, provider: Provider) -> None:
    """A username given to another person later opens nothing."""
    comes(office, provider, "7", NEW)

    assert "已有账号" in comes(office, provider, "8", NEW)[1].text


@pytest.mark.parametrize("username", ["admin", "window", "disc.qin"])
def test_claims_take_over_no_account(office: House, provider: Provider, username: str) -> None:
    visitor, answer = comes(office, provider, "66", {**NEW, "preferred_username": username})

    assert answer.status_code == 401 and "已有账号" in answer.text
    assert visitor.get("/desk").status_code == 302


@pytest.mark.parametrize(
    "claims",
    [
        {"department": "watch"},
        {"groups": ["discipline", "admin", "auditor"]},
        {"groups": None},
        {"department": ["x"]},
    ],
    ids=str,
)
def test_claims_open_nothing_sealed(office: House, provider: Provider, claims: dict[str, Any]) -> None:
    _, answer = comes(office, provider, "9", {**NEW, **claims})

    assert answer.status_code == 401 and "单位或角色" in answer.text
    assert db.session.scalars(select(Officer).filter_by(username="xin.ren")).one_or_none() is None


def test_file_cannot_give_a_sealed_role(office: House, provider: Provider, tmp_path) -> None:
    path = tmp_path / "single-sign-on.yaml"
    path.write_text(MAP.replace("heads: unit_supervisor", "heads: discipline"), "utf8")

    assert "没有成功" in comes(office, provider, "9", {**NEW, "groups": ["heads"]})[1].text


@pytest.mark.parametrize(
    "roles", [["discipline"], ["auditor"], ["admin"], ["last_resort", "officer"]], ids=str
)
def test_sealed_post_needs_a_second_step_of_this_program(office: House, provider: Provider, roles) -> None:
    with transaction(alone=True):
        officers.set_roles(office.officer("other"), roles, AT)
    linked(office, provider, "other", "5")
    claims = {**NEW, "preferred_username": "other"}
    refused = comes(office, provider, "5", claims)[1]
    assert refused.status_code == 401 and "两步登录" in refused.text

    with transaction():
        row = second_step.prepare_secret(office.officer("other"), AT)
        row.confirmed_at, secret = AT, row.secret
    visitor, half = comes(office, provider, "5", claims)
    assert half.status_code == 200 and visitor.get("/sign-ins").status_code == 302
    code = one_time_codes().generate_totp_password(secret)
    assert visitor.post("/login/code", code="000000").status_code == 401
    assert visitor.post("/login/code", code=code).status_code == 303
    assert set(office.officer("other").roles) >= set(roles)
    doors = {(one.door, one.outcome) for one in db.session.scalars(select(SignIn))}
    assert doors == {("single sign-on", "in"), ("single sign-on", "second step")}


def test_officer_of_a_restricted_complaint_needs_it_too(office: House, provider: Provider) -> None:
    linked(office, provider, "window", "5")
    claims = {**NEW, "department": "centre"}
    assert comes(office, provider, "5", claims)[1].status_code == 303
    number = office.logs("2026-09-18T09:00")
    with transaction() as session:
        session.execute(
            db.text("UPDATE complaint SET restricted = 1 WHERE tracking_number = :n"), {"n": number}
        )

    assert confirmations.opens_sealed(office.officer("window"))
    assert comes(office, provider, "5", claims)[1].status_code == 401


def test_officer_links_their_own_account(office: House, provider: Provider) -> None:
    provider.person = Person("11", {**NEW, "department": "ec"})
    visitor = signed_in(office, "handler")
    visitor.get("/sign-ins")
    assert "去统一登录" in visitor.post("/sign-ins/link").text
    _, answer = arrives(office, provider, visitor)
    assert answer.headers["Location"] == "/sign-ins"

    fresh, answer = arrives(office, provider)
    assert (
        answer.headers["Location"] == "/desk" and office.officer("handler").name_zh in fresh.get("/desk").text
    )
    notes = db.session.scalars(select(AuditNote).filter_by(what="single sign-on linked")).all()
    assert [one.detail["officer"] for one in notes] == ["handler"]


def test_closed_account_does_not_come_in(office: House, provider: Provider) -> None:
    comes(office, provider, "7", NEW)
    with transaction(alone=True):
        officers.close(office.officer("xin.ren"), AT)

    assert "已停用" in comes(office, provider, "7", NEW)[1].text


@pytest.mark.parametrize(
    "spoilt",
    [{"iss": "http://127.0.0.1:1"}, {"aud": "another"}, {"exp": 1_000_000}, {"nonce": "another"}],
    ids=str,
)
def test_claims_that_are_not_for_us_are_refused(office: House, provider: Provider, spoilt) -> None:
    provider.spoil = spoilt
    _, answer = comes(office, provider, "7", NEW)

    assert answer.status_code == 401 and "没有成功" in answer.text


def test_claims_under_another_key_are_refused(office: House, provider: Provider) -> None:
    provider.key = RSAKey.generate_key(2048, {"kid": "1"})

    assert comes(office, provider, "7", NEW)[1].status_code == 401


def test_answer_that_was_not_asked_for_is_refused(office: House, provider: Provider) -> None:
    provider.person = Person("7", NEW)
    asked = Visitor(office.app).get("/login/office").headers["Location"]
    back = urlsplit(requests.get(asked, allow_redirects=False, timeout=10).headers["Location"])

    assert Visitor(office.app).get(f"{back.path}?{back.query}").status_code == 401
    assert Visitor(office.app).get("/login/office/back?code=1&state=2").status_code == 401


def test_provider_that_is_away_is_said(office: House, provider: Provider, monkeypatch) -> None:
    monkeypatch.setattr(
        "authlib.integrations.requests_client.OAuth2Session.request",
        lambda *_, **__: (_ for _ in ()).throw(requests.ConnectionError()),
    )
    answer = Visitor(office.app).get("/login/office")

    assert answer.status_code == 401 and "没有成功" in answer.text


def test_page_leads_on_to_where_they_wanted(office: House, provider: Provider) -> None:
    assert "/login/office" in Visitor(office.app).get("/login").text
    provider.person = Person("7", NEW)

    assert (
        arrives(office, provider, begin="/login/office?next=/desk/inbox")[1].headers["Location"]
        == "/desk/inbox"
    )
    assert (
        arrives(office, provider, begin="/login/office?next=//evil.example")[1].headers["Location"] == "/desk"
    )


def test_without_the_setting_there_is_none(house: House, now) -> None:
    visitor = Visitor(house.app)
    assert "/login/office" not in visitor.get("/login").text
    assert visitor.get("/login/office").status_code == visitor.get("/login/office/back").status_code == 404
    assert visitor.post("/login", username="window", password=PASSWORD).status_code == 303
    assert visitor.post("/sign-ins/link").status_code in (400, 404)
    assert db.session.scalars(select(SecondStep)).all() == []
