"""The dispatch catalogue: rulings on disputed returns become entries, entries change by new rows, one look-up finds them."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import IntegrityError

from complaints.casework.effects import rulings
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import BadInput
from complaints.models import CatalogueEntry
from complaints.organisation import catalogue
from complaints.organisation.catalogue import Settling, find_competent
from tests.house import House, shanghai
from tests.support.stories import EC, HR, offered
from workflows.language import Act

FRIDAY = "2026-09-18T14:00"
DAY = date(2026, 9, 18)


def disputed(house: House, **words) -> str:
    number = offered(house, **words)
    house.does("handler", number, "return", "2026-09-18T11:00", reason="不属本单位职责。")
    return number


def ruled(house: House, number: str, **words) -> list[CatalogueEntry]:
    house.does("supervisor", number, "designate", FRIDAY, unit=HR, reason="属其职责。", **words)
    return entries()


def entries() -> list[CatalogueEntry]:
    db.session.rollback()  # what others committed meanwhile is seen
    return list(db.session.scalars(select(CatalogueEntry).order_by(CatalogueEntry.id)))


def typed(**words):
    return {"category": "ATTITUDE", "what": "窗口纪律", "unit": EC, "basis": "司法部令第137号", **words}


def settled(house: House, at: str = FRIDAY) -> Settling:
    return Settling(house.officer("supervisor"), shanghai(at))


def added(house: House, **words) -> CatalogueEntry:
    with transaction():
        return catalogue.add_entry(typed(**words), settled(house))


def test_ruling_on_disputed_return_becomes_entry_in_same_act(either_house):
    number = disputed(either_house)
    [row] = ruled(either_house, number, keywords="公证费，遗嘱", basis="裁定 3 号")

    assert (row.step, row.category, row.keywords, row.unit.code) == (
        "added",
        "ATTITUDE",
        ["公证费", "遗嘱"],
        HR,
    )
    assert (row.basis, row.from_on, row.to_on, row.by.username) == ("裁定 3 号", DAY, None, "supervisor")
    assert row.source_id == either_house.complaint(number).id
    assert find_competent("ATTITUDE", ["收取公证费", "多收了钱"], DAY).unit.code == HR


def test_designation_without_dispute_or_not_a_rule_makes_no_entry(house):
    assert ruled(house, offered(house)) == []
    assert ruled(house, disputed(house), not_a_rule=True) == []


def test_ruling_on_restricted_complaint_makes_no_entry(house):
    complaint = house.complaint(disputed(house))
    act = Act("designate", house.officer("supervisor"), shanghai(FRIDAY), {"unit": house.unit(HR)})
    with db.session.no_autoflush:
        complaint.restricted = True

        assert rulings.settle_dispute(complaint, act) is None and entries() == []
    db.session.rollback()


def test_entry_of_a_ruling_holds_no_word_of_the_complaint(house):
    [row] = ruled(house, disputed(house, subject="张某收钱", narrative="张某在窗口收了钱。"))

    assert "张某" not in f"{row.what}{row.basis}{row.words}" and row.basis == "督办裁定，2026-09-18"


def test_later_ruling_for_same_words_replaces_by_new_row(either_house):
    first = disputed(either_house)
    ruled(either_house, first, keywords="公证费")
    second = disputed(either_house)
    old, new = ruled(either_house, second, keywords=" 公证费 ")

    assert (new.step, new.replaces_id, new.number) == ("changed", old.id, old.id)
    assert find_competent("ATTITUDE", ["公证费"], DAY).id == new.id


def test_changed_and_ended_entries_are_new_rows_that_database_keeps(either_house):
    first = added(either_house, keywords="遗嘱")
    with transaction():
        changed = catalogue.change_entry(first.id, typed(keywords="遗嘱", unit=HR), settled(either_house))
    with transaction():
        catalogue.end_entry(changed.id, date(2026, 9, 20), "机构调整", settled(either_house))

    assert [row.step for row in entries()] == ["added", "changed", "ended"]
    assert find_competent("ATTITUDE", ["遗嘱"], date(2026, 9, 20)).unit.code == HR
    assert find_competent("ATTITUDE", ["遗嘱"], date(2026, 9, 21)) is None
    for statement in ("UPDATE catalogue_entry SET what = 'x'", "DELETE FROM catalogue_entry"):
        with pytest.raises(IntegrityError), transaction() as session:
            session.execute(text(statement))


def test_version_seen_before_another_change_is_refused(house):
    first = added(house)
    with transaction():
        catalogue.change_entry(first.id, typed(unit=HR), settled(house))
    for act in (
        lambda: catalogue.change_entry(first.id, typed(), settled(house)),
        lambda: catalogue.end_entry(first.id, DAY, "终止", settled(house)),
    ):
        with pytest.raises(BadInput), transaction():
            act()
    assert len(entries()) == 2


@pytest.mark.parametrize("wrong", [{"unit": "NOWHERE"}, {"category": "NOTHING"}, {"category": None}])
def test_entry_without_unit_or_words_to_find_it_is_refused(house, wrong):
    with pytest.raises(BadInput):
        added(house, **wrong)


def test_longest_keyword_wins_and_then_own_category(house):
    added(house, unit=HR)
    added(house, category=None, keywords="遗嘱")
    added(house, keywords="遗嘱公证", unit=HR)
    added(house, category="SHIRK", keywords="遗嘱公证的费用")

    assert find_competent("ATTITUDE", ["态度"], DAY).unit.code == HR
    assert find_competent("ATTITUDE", ["办遗嘱时"], DAY).unit.code == EC
    assert find_competent("ATTITUDE", ["遗嘱公证的费用"], DAY).unit.code == HR
    assert find_competent("SHIRK", ["别的事"], DAY) is None


def test_competent_unit_costs_one_indexed_look_up_however_many_entries(either_house):
    for n in range(40):
        added(either_house, keywords=f"事项{n:02d}")
    asked = []
    event.listen(db.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    found = find_competent("ATTITUDE", ["这是事项07的投诉"], DAY)

    assert found.keywords == ["事项07"] and len([one for one in asked if "catalogue" in one]) == 1
