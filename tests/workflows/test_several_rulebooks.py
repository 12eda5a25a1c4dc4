"""Several rulebooks in one installation: each category follows its own, pages show all, old complaints stay on theirs."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from complaints.casework import ledger
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import NoRules, NotFound, VersionTaken
from complaints.models import Complaint, Deadline
from complaints.rulebooks import store
from complaints.simulation.run import Span, simulate
from tests.house import SEEDED_AT, House, shanghai
from tests.support import stories
from tests.support.foreign_rulebooks import NAMES, foreign
from tests.web.api import Api

AT = "2026-09-17T09:00"
SHIPPED = store.SHIPPED.read_text("utf8")
FIRST_STATES = {"hospital": "intake_desk", "ombudsman": "intake", "grievance": "pending_assignment"}
CATEGORIES = {"hospital": "TREATMENT", "ombudsman": "GRADING", "grievance": "GARBAGE"}
LIMITS = {"TREATMENT": "10wd", "GRADING": "30cd", "GARBAGE": "48h", "ATTITUDE": "5wd"}


@pytest.fixture
def several(either_house: House) -> House:
    for name in NAMES:
        with transaction():
            store.publish(foreign(name), shanghai(AT))
    return either_house


def complaint(number: str) -> Complaint:
    return db.session.scalars(sa.select(Complaint).filter_by(tracking_number=number)).one()


def test_published_beside_each_other_each_under_a_key_of_its_own(several):
    keys = {book.name: book.key for book in store.in_use()}

    assert set(keys) == {"complaint", *NAMES} and len(set(keys.values())) == 4
    assert keys["complaint"] == "2026.1" and keys["hospital"] == "hospital@2026.1"
    with pytest.raises(VersionTaken), transaction():
        store.publish(foreign("hospital").replace("接诉", "接待"), shanghai(AT))
    assert set(LIMITS) <= set(store.current().categories)


@pytest.mark.parametrize("name", NAMES)
def test_category_follows_its_own_rulebook_to_its_own_end(several, name):
    category = CATEGORIES[name]
    number = stories.told(several, category=category)
    row = complaint(number)
    book = store.book(row.rulebook_version)
    handling = db.session.scalars(
        sa.select(Deadline).filter_by(complaint_id=row.id, commitment="handling")
    ).one()

    assert book.name == name and row.state in book.states and row.milestone == "told"
    assert handling.limit == LIMITS[category]
    several.does("citizen", number, "rate", "2026-09-22T10:00", grade=5)
    assert complaint(number).milestone == "ended"
    shown = Api(several).by("window").get(f"/complaints/{number}").json
    assert shown["state_label"] == book.states[complaint(number).state].label.zh
    assert shown["category_label"] == book.categories[category].label.zh
    assert [fault for _, fault in ledger.breaks() if fault] == []


def test_doors_take_categories_of_every_rulebook(several):
    codes = {one["code"] for one in Api(several).by(None).get("/categories").json}
    assert codes >= set(LIMITS)
    for name, category in CATEGORIES.items():
        made = Api(several).logged(category=category)
        assert made["state"] == FIRST_STATES[name] and made["rulebook"] == f"{name}@2026.1"
    assert Api(several).logged()["rulebook"] == "2026.1"
    for path in ("/", "/commitments", "/complain"):
        assert several.app.test_client().get(path).status_code in (200, 302)
    assert "医疗收费" in several.app.test_client().get("/commitments").text


def test_new_edition_of_one_leaves_the_others_and_what_is_open(several):
    open_one = several.logs("2026-09-18T09:00", category="GARBAGE")
    with transaction():
        newer = foreign("grievance").replace("version: '2026.1'", "version: '2026.2'").replace("48h", "24h")
        store.publish(newer, shanghai("2026-09-18T10:00"))
    fresh = several.logs("2026-09-18T11:00", category="GARBAGE")

    assert complaint(open_one).rulebook_version == "grievance@2026.1"
    assert complaint(fresh).rulebook_version == "2026.2"  # no other rulebook has that edition
    assert {book.name for book in store.in_use()} == {"complaint", *NAMES}
    with transaction():
        store.use("grievance", "2026.1", shanghai("2026-09-18T12:00"))
    assert store.book_for("GARBAGE").version == "2026.1"


def test_ended_rulebook_takes_nothing_more_and_its_complaints_go_on(several):
    number = several.logs("2026-09-18T09:00", category="GARBAGE")
    with transaction():
        store.end_use("grievance", shanghai("2026-09-18T10:00"))
    assert "GARBAGE" not in store.current().categories
    assert Api(several).by("window").post("/complaints", {"category": "GARBAGE"}).status_code == 422
    several.does("citizen", number, "withdraw", "2026-09-18T11:00")
    assert complaint(number).state == "cancelled"
    with pytest.raises(NotFound):
        store.end_use("grievance", shanghai(AT))
    for name in ("hospital", "ombudsman"):
        with transaction():
            store.end_use(name, shanghai("2026-09-18T10:00"))
    with pytest.raises(NoRules):
        store.end_use("complaint", shanghai(AT))


def test_commands_publish_use_list_and_end(house, tmp_path: Path):
    run = house.app.test_cli_runner().invoke
    file = tmp_path / "hospital.yaml"
    file.write_text(foreign("hospital"), "utf8")
    assert run(args=["rulebook", "check", str(file)]).exit_code == 0
    told = run(args=["rulebook", "publish", str(file)])
    assert told.exit_code == 0 and "2026.1" in told.output, told.output
    listed = run(args=["rulebook", "list"]).output
    assert "hospital 2026.1" in listed and "complaint 2026.1" in listed and "TREATMENT" in listed
    assert run(args=["rulebook", "use", "hospital", "2026.1"]).exit_code == 0
    assert run(args=["rulebook", "use", "hospital", "9"]).exit_code == 1
    assert run(args=["rulebook", "end", "hospital"]).exit_code == 0
    assert "hospital" not in run(args=["rulebook", "list"]).output
    assert run(args=["rulebook", "end", "hospital"]).exit_code == 1


@pytest.mark.slow
def test_days_of_a_city_with_all_of_them_break_no_promise(house):
    for name in NAMES:
        with transaction():
            store.publish(foreign(name), SEEDED_AT + timedelta(hours=1))

    outcome = simulate(Span(days=5, seed=7, per_day=4))

    lived = set(db.session.scalars(sa.select(Complaint.rulebook_version).distinct()))
    assert len(lived) > 2 and lived <= {"2026.1", *(f"{name}@2026.1" for name in NAMES)}
    assert outcome.broken == [] and not outcome.city.stuck
