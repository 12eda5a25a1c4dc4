"""`flask keys`: which key sealed what, everything sealed again under a new one, and an old one given up."""

from __future__ import annotations

from dataclasses import replace
from threading import Thread

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet

from complaints.casework import key_rotation
from complaints.casework.effects.corrections import asked_for
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.encryption import key_id, seal
from complaints.models import Notice
from complaints.notifications import delivery
from complaints.notifications.notices import CODE
from tests.house import KEY, House, opened, shanghai
from tests.infrastructure.test_texts_sealed import plant, planted
from tests.support.edits_past_program import faults, live
from tests.support.stories import in_hand

NEW = Fernet.generate_key().decode()
OLD_ID, NEW_ID = key_id(KEY), key_id(NEW)


def with_keys(house: House, *keys: str) -> None:
    """As after a restart with these settings."""
    db.session.remove()
    house.app.config["SHOUWEN"] = replace(house.app.config["SHOUWEN"], pii_keys=keys)


def run(house: House, *words: str) -> tuple[int, str]:
    done = house.app.test_cli_runner().invoke(args=["keys", *words])
    return done.exit_code, done.output


def counted() -> dict[str, int]:
    return {use.id: use.values for use in key_rotation.uses()}


def test_status_names_each_key_and_shows_none(either_house: House) -> None:
    plant(either_house)
    with_keys(either_house, NEW, KEY)
    either_house.logs("2026-09-24T09:00")

    code, said = run(either_house, "status")

    first, second = said.splitlines()
    assert code == 0 and KEY not in said and NEW not in said
    assert first.startswith(f"{NEW_ID}: ") and "seals" in first and "index" not in first
    assert second.startswith(f"{OLD_ID}: ") and "seals" not in second and "index" in second
    assert all(int(line.split(": ")[1].split(" ")[0]) > 5 for line in (first, second))


def test_rotation_seals_everything_with_the_new_key(either_house: House) -> None:
    live(either_house)
    before = counted()
    with_keys(either_house, NEW, KEY)

    code, said = run(either_house, "rotate")

    assert code == 0 and f"{NEW_ID}: {before[OLD_ID]} " in said and f"{OLD_ID}: 0 " in said
    assert counted() == {NEW_ID: before[OLD_ID], OLD_ID: 0}
    assert faults() == []
    assert key_rotation.rotate(lambda *_: None) == 0


def test_stopped_rotation_goes_on_where_it_was(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(house)
    before = counted()[OLD_ID]
    with_keys(house, NEW, KEY)
    change, pages = key_rotation.change_page, []

    def change_few(*words):
        pages.append(words)
        if len(pages) > 4:
            raise KeyboardInterrupt
        return change(*words)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(key_rotation, "change_page", change_few)
        key_rotation.rotate(lambda *_: None)
    halfway = counted()
    key_rotation.rotate(lambda *_: None)

    assert 0 < halfway[NEW_ID] < before and counted() == {NEW_ID: before, OLD_ID: 0}
    assert faults() == []


def test_value_of_older_version_is_sealed_again(either_house: House) -> None:
    number = plant(either_house)
    older = Fernet(KEY).encrypt("老王".encode()).decode()
    with transaction() as session:
        session.execute(sa.text("UPDATE respondent SET name = :older"), {"older": older})
    with_keys(either_house, NEW, KEY)

    assert counted()[""] == 1
    key_rotation.rotate(lambda *_: None)

    assert "" not in counted() and either_house.complaint(number).respondents[0].name == "老王"


def test_value_sealed_within_a_request_is_sealed_again(either_house: House) -> None:
    number = in_hand(either_house)
    changes = {"changes": {"phone": "13700137000"}, "reason": "…"}
    either_house.does("handler", number, "request_correction", "2026-09-18T11:00", **changes)
    with_keys(either_house, NEW, KEY)

    key_rotation.rotate(lambda *_: None)

    assert counted()[OLD_ID] == 0 and faults() == []
    assert asked_for(either_house.complaint(number))["phone"] == "13700137000"


@pytest.mark.postgres
def test_notice_delivered_while_its_words_are_sealed_again_stays_delivered() -> None:
    """The delivery is between the first reading of the notice and its lock."""
    with opened("postgresql") as house:
        plant(house)
        with transaction() as session:
            notice = session.scalars(sa.select(Notice).order_by(Notice.id).limit(1)).one()
            id, notice.words = notice.id, {**notice.words, CODE: seal("609420")}
        with_keys(house, NEW, KEY)
        started: list[Thread] = []

        def deliver() -> None:
            with house.app.app_context(), transaction() as session:
                delivered = session.get_one(Notice, id, with_for_update=True)
                delivery._mark_delivered(delivered, shanghai("2026-09-24T09:00"))

        def deliver_once(*words) -> None:
            if "notice.id = " in words[2] and not started:
                started.append(Thread(target=deliver))
                started[0].start()
                started[0].join(5)

        sa.event.listen(db.engine, "after_cursor_execute", deliver_once)
        key_rotation.rotate(lambda *_: None)
        sa.event.remove(db.engine, "after_cursor_execute", deliver_once)
        db.session.remove()

        notice = db.session.get_one(Notice, id)
        assert len(started) == 1 and notice.delivered_at and CODE not in notice.words
        assert faults() == []


def test_key_is_not_retired_while_values_need_it(either_house: House) -> None:
    plant(either_house)
    needed = counted()[OLD_ID]
    with_keys(either_house, NEW, KEY)

    code, said = run(either_house, "retire", OLD_ID)

    assert code == 1 and f"{needed} values need this key" in said


@pytest.mark.parametrize(
    ("id", "why"), [(NEW_ID, "This key seals"), ("00000000", "no such key")], ids=["seals", "unknown"]
)
def test_key_that_seals_or_is_unknown_is_not_retired(house: House, id: str, why: str) -> None:
    with_keys(house, NEW, KEY)

    code, said = run(house, "retire", id)

    assert code == 1 and why in said


def test_last_key_is_not_retired_while_it_carries_the_index(house: House) -> None:
    plant(house)
    with_keys(house, NEW, KEY)
    run(house, "rotate")

    code, said = run(house, "retire", OLD_ID)

    assert code == 1 and "carries the search index" in said


def test_key_in_the_middle_is_retired_and_everything_is_read_without_it(either_house: House) -> None:
    third = Fernet.generate_key().decode()
    with_keys(either_house, NEW, KEY)
    number = plant(either_house)
    with_keys(either_house, third, NEW, KEY)
    run(either_house, "rotate")

    code, said = run(either_house, "retire", NEW_ID)
    with_keys(either_house, third, KEY)

    assert code == 0 and f"take {NEW_ID} out" in said
    assert either_house.complaint(number).subject == planted("主题") and faults() == []


def damage(house: House, table: str, column: str, broken: str | bytes) -> int:
    """Its id."""
    with transaction() as session:
        id = session.scalars(sa.text(f"SELECT min(id) FROM {table} WHERE {column} IS NOT NULL")).one()
        change = sa.text(f"UPDATE {table} SET {column} = :broken WHERE id = :id")
        session.execute(change, {"broken": broken, "id": id})
    return id


@pytest.mark.parametrize(
    ("table", "column", "broken"),
    [
        ("attachment", "body", b"gAAAAA damaged" + f"~{OLD_ID}".encode()),
        ("attachment", "body", b"gAAAAA cut off"),
        ("complaint", "subject", f"~{OLD_ID}.AAAA"),
        ("complaint", "subject", f"~{OLD_ID}.AAA"),
        ("complaint", "subject", f"~{OLD_ID}.改"),
        ("complaint", "subject", "gAAAAA改"),
    ],
    ids=["file", "file without its end", "text", "text cut off", "text with a sign", "older text"],
)
def test_damaged_value_stops_no_rotation_and_is_named(
    either_house: House, table: str, column: str, broken: str | bytes
) -> None:
    live(either_house)
    id = damage(either_house, table, column, broken)
    before = sum(counted().values())
    with_keys(either_house, NEW, KEY)

    code, said = run(either_house, "rotate")
    refused, reason = run(either_house, "retire", OLD_ID)

    assert code == 0 and "1 values did not open" in said
    assert counted()[NEW_ID] == before - 1
    assert refused == 1 and f"{table}.{column} {id}" in reason


def test_rotation_says_nothing_of_damage_where_all_opened(house: House) -> None:
    plant(house)
    with_keys(house, NEW, KEY)

    code, said = run(house, "rotate")

    assert code == 0 and "did not open" not in said
