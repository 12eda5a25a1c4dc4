"""A house without rules, or without tables: every answer says which command is to be run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from app import create_app
from complaints.infrastructure.database import db, transaction
from complaints.rulebooks import store
from tests.databases import Kind, fresh_database
from tests.house import SEEDED_AT, House, opened, settings
from tests.web.api import COMPLAINT, Api, problem
from tests.web.pages import Visitor, words_on

PAGES = ("/", "/commitments", "/login", "/complain", "/status")
KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture
def without_rules() -> Iterator[House]:
    with opened("sqlite") as house:
        with db.engine.begin() as connection:
            connection.execute(text("DELETE FROM rulebook_text"))
        yield house


def test_programs_are_told_to_publish_the_rules(without_rules: House) -> None:
    window = Api(without_rules).by("window", Accept_Language="en")
    for answer in (
        window.get("/categories"),
        window.get("/rulebook"),
        window.post("/complaints", COMPLAINT),
    ):
        assert "flask rulebook publish" in problem(answer, 503)["detail"]
        assert answer.headers["Retry-After"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_work_without_rules_or_say_what_is_missing(without_rules: House, language: str) -> None:
    visitor = Visitor(without_rules.app, language)
    answers = {page: visitor.get(page) for page in PAGES}

    assert {answer.status_code for answer in answers.values()} <= {200, 302, 503}
    assert answers["/commitments"].status_code == 503
    assert "flask rulebook publish" in words_on(answers["/commitments"])


@pytest.mark.parametrize("kind", KINDS)
def test_a_database_without_tables_is_told_from_one_that_is_away(kind: Kind) -> None:
    app = create_app(settings(fresh_database(kind)))
    with app.app_context():
        page = Visitor(app, "en").get("/commitments")
        program = app.test_client().get("/api/v1/categories")
        db.session.remove()
        db.engine.dispose()

    assert page.status_code == 503 and "flask db upgrade" in words_on(page)
    assert program.status_code == 503 and "flask db upgrade" in program.json["detail"]


def test_once_the_rules_are_published_everything_is_open(without_rules: House) -> None:
    with transaction():
        store.publish(store.SHIPPED.read_text("utf8"), SEEDED_AT)

    assert Visitor(without_rules.app).get("/commitments").status_code == 200
