"""What people call a unit is kept on its page by administrators: each change is a row, and a name in words is read by it from then on."""

from __future__ import annotations

import pytest

from complaints.infrastructure.database import db, transaction
from complaints.models import AuditNote, ShortName
from complaints.organisation import seed, short_names
from tests.house import House, shanghai
from tests.support.kept_out import kept_out_of
from tests.web.pages import Visitor, signed_in, words_on

HR = "HR-BUREAU"
ADDRESS = f"/admin/units/{HR}"
NAME = "莲花山那个窗口"


@pytest.fixture
def admin(house: House) -> Visitor:
    return signed_in(house, "admin")


def called(house: House, *names: str, visitor: Visitor | None = None) -> int:
    unit = house.unit(HR)
    visitor = visitor or signed_in(house, "admin")
    visitor.get(ADDRESS)
    words = {"name_zh": unit.name_zh, "name_en": unit.name_en, "called": "\n".join(names)}
    return visitor.post(f"{ADDRESS}/name", **words).status_code


def kept(house: House) -> list[tuple[str, bool]]:
    db.session.rollback()
    rows = db.session.scalars(
        db.select(ShortName).filter_by(unit_id=house.unit(HR).id).order_by(ShortName.id)
    )
    return [(row.name, row.ended_at is None) for row in rows]


def notes() -> list[str]:
    rows = db.session.scalars(db.select(AuditNote).order_by(AuditNote.id))
    return [row.what for row in rows if row.what.startswith(("short name", "unit renamed"))]


def test_each_change_is_a_row(house: House) -> None:
    before = [name for name, _ in kept(house)]

    assert called(house, *before, NAME, "莲花山") == 303
    assert called(house, *before, "莲花山") == 303
    assert called(house, *before, "莲花山", NAME) == 303

    assert kept(house)[len(before) :] == [(NAME, False), ("莲花山", True), (NAME, True)]
    assert notes() == ["short name added", "short name added", "short name ended", "short name added"]


def test_name_in_words_is_read_by_it_until_it_ends(house: House) -> None:
    first = house.logs("2026-09-18T09:00", respondent_name=NAME)
    assert "other" not in kept_out_of(first)
    called(house, NAME)
    assert "other" in kept_out_of(first)  # as after a renaming

    second = house.logs("2026-09-18T10:00", respondent_name=NAME)
    assert "other" in kept_out_of(second)
    called(house)

    third = house.logs("2026-09-18T11:00", respondent_name=NAME)
    assert "other" not in kept_out_of(third)


def test_page_shows_them_and_every_auditor_reads_the_change(house: House, admin: Visitor) -> None:
    called(house, NAME, visitor=admin)

    assert NAME in admin.get(ADDRESS).text
    assert f"单位新增俗称 单位 {HR} · 俗称 {NAME}" in words_on(admin.get("/admin/audit"))


@pytest.mark.parametrize("typed", ["法", "莲" * 41, "\n".join(f"莲花山{n}号" for n in range(31))])
def test_what_is_no_name_is_refused_and_kept(house: House, admin: Visitor, typed: str) -> None:
    before = kept(house)

    assert called(house, typed, visitor=admin) == 422

    assert kept(house) == before and notes() == []


def test_renaming_alone_leaves_them(house: House, admin: Visitor) -> None:
    called(house, NAME, visitor=admin)
    admin.post(f"{ADDRESS}/name", name_zh="华容司法局", name_en="Huarong")

    db.session.rollback()
    assert short_names.list_of(house.unit(HR).id) == [NAME]
    assert house.unit(HR).name_zh == "华容司法局"


def test_same_name_twice_is_one(house: House) -> None:
    called(house, NAME, f" {NAME} ", "")
    assert [name for name, stands in kept(house) if stands] == [NAME]


def test_seeding_again_brings_no_ended_name_back(house: House) -> None:
    with transaction(alone=True):
        short_names.change(house.unit("EZ-BUREAU"), [], shanghai("2026-09-18T09:00"))
    with transaction(alone=True):
        seed.seed(seed.SHIPPED.read_text("utf8"), shanghai("2026-09-18T10:00"))

    assert short_names.list_of(house.unit("EZ-BUREAU").id) == []
    assert "公法科" in short_names.list_of(house.unit("EZ-SECTION").id)
