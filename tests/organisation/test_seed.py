"""Seeding an existing organisation changes nothing, and says what has to be done by hand."""

from __future__ import annotations

from sqlalchemy import update

from complaints.infrastructure.database import transaction
from complaints.models import RulebookText
from complaints.rulebooks.store import SHIPPED
from schemas.rulebook import load_rulebook


def seeds(house):
    answer = house.app.test_cli_runner().invoke(args=["seed"])
    assert answer.exit_code == 0
    return answer


def test_a_second_time_changes_nothing_and_asks_for_nothing(house):
    told = seeds(house)

    assert "units 0, officers 0, rosters 0" in told.stdout and told.stderr == ""


def test_an_older_text_under_the_same_version_is_kept_and_the_way_on_is_told(house):
    older = SHIPPED.read_text("utf8") + "# as it was before\n"
    with transaction() as session:
        session.execute(update(RulebookText).values(sha256=load_rulebook(older).sha256, text=older))

    told = seeds(house)

    assert SHIPPED.name in told.stderr and "flask rulebook publish FILE" in told.stderr
    with transaction() as session:
        assert session.get(RulebookText, "2026.1").text == older


def test_a_shipped_version_that_is_not_published_is_named(house):
    with transaction() as session:
        session.execute(update(RulebookText).values(version="2025.1", edition="2025.1"))

    assert "2026.1" in seeds(house).stderr
