"""Call-backs by sample: drawn by tracking number and the seed of the month, and none that matters most is left out."""

from __future__ import annotations

import hashlib
import re

import pytest
from sqlalchemy import select

from complaints.casework import call_sample
from complaints.cli.schedule import jobs
from complaints.infrastructure.database import db, transaction
from complaints.intake.complainant import Person
from complaints.models import CallBackSeed
from complaints.models.call_back_seed import digest_of, seed_of
from complaints.rulebooks.store import SHIPPED, publish
from tests.house import House, shanghai
from tests.support.stories import ANSWER, answered, in_hand, told
from workflows.call_back import place_of

SEED = "5eed" * 16
AFTER = "2026-10-01T09:00"


def sample(share: int, seed: str = SEED) -> None:
    """Every category is called back by this share from now on; the seed of September is known to the test."""
    text = re.sub(
        r"(?m)^    restricted: ", f"    call_back_share: {share}\n    restricted: ", SHIPPED.read_text("utf8")
    )
    with transaction():
        publish(text.replace('version: "2026.1"', 'version: "2026.2"'), shanghai("2026-09-17T09:00"))
        at = shanghai("2026-09-01T09:00")
        db.session.add(CallBackSeed(month="2026-09", seed=seed, digest=digest_of(seed), at=at))


def is_promised(house: House, number: str) -> bool:
    return any(row.commitment == "call_back" for row in house.complaint(number).deadlines)


def test_nobody_is_called_where_none_is_drawn(either_house: House) -> None:
    sample(0)

    assert not is_promised(either_house, told(either_house))


def test_sample_is_drawn_again_by_anybody(either_house: House) -> None:
    """By the published seed and the numbers alone: SHA-256, its first 64 bits as a share of 100."""
    sample(50)

    drawn = {number: is_promised(either_house, number) for number in (told(either_house) for _ in range(12))}

    for number, called in drawn.items():
        digest = hashlib.sha256(f"{SEED}:{number}".encode()).hexdigest()
        assert called == (int(digest[:16], 16) * 100 // 2**64 < 50), number


def test_share_drawn_is_the_share_asked_for() -> None:
    """Of 10,000 numbers 30 percent, four standard errors (0.46 points each) either way."""
    drawn = sum(place_of(SEED, f"{number:012}") < 30 for number in range(10_000))

    assert abs(drawn / 100 - 30) < 4 * 0.46


def test_another_seed_draws_others() -> None:
    one, other = ([place_of(seed, f"{n:012}") < 30 for n in range(200)] for seed in (SEED, SEED[::-1]))

    assert one != other


def test_broken_promise_is_never_left_out(house: House) -> None:
    sample(0)
    number = in_hand(house)
    house.does("handler", number, "answer", "2026-09-28T10:00", **ANSWER)  # was due on the 24th

    house.does("window", number, "give_feedback", "2026-09-28T11:00", method="phone")

    assert is_promised(house, number)


def test_feedback_that_comes_late_is_itself_a_broken_promise(house: House) -> None:
    sample(0)
    number = answered(house)

    house.does("window", number, "give_feedback", "2026-09-24T15:00", method="phone")

    assert is_promised(house, number)


def test_group_is_never_left_out(house: House) -> None:
    sample(0)
    of_three = Person(name="王女士", phone="+8613800138001", group_size=3)

    assert is_promised(house, told(house, person=of_three))


def test_joined_complaints_are_never_left_out(house: House) -> None:
    sample(0)
    number, other = in_hand(house), house.logs("2026-09-18T11:00")
    house.does("window", other, "merge", "2026-09-18T11:30", leading=number)
    house.does("handler", number, "answer", "2026-09-21T10:00", **ANSWER)
    house.does("window", number, "give_feedback", "2026-09-21T15:00", method="phone")

    assert is_promised(house, number)


def test_answer_given_again_after_a_bad_rating_is_never_left_out(house: House) -> None:
    sample(0)
    number = told(house)
    house.does("citizen", number, "rate", "2026-09-22T10:00", grade=1)
    assert not is_promised(house, number)  # the verification calls them
    house.does("supervisor", number, "contact", "2026-09-22T11:00", how="phone", reached=True, note="核实")
    house.does(
        "supervisor", number, "reopen", "2026-09-22T11:30", reason="核实属实", unit=house.unit("EC-BUREAU")
    )
    house.does("leader", number, "sign_for", "2026-09-22T12:00")
    house.does("leader", number, "answer", "2026-09-22T14:00", **ANSWER)

    house.does("window", number, "give_feedback", "2026-09-22T15:00", method="phone")

    assert is_promised(house, number)


def test_seed_is_public_when_its_month_is_over(house: House) -> None:
    sample(50)

    during, after = (call_sample.list_seeds(shanghai(at)) for at in ("2026-09-30T23:59", AFTER))

    assert [(one.month, one.seed) for one in during] == [("2026-09", None)]
    assert after[0].seed == SEED and during[0].digest == hashlib.sha256(SEED.encode()).hexdigest()


def test_seed_is_not_in_the_database_in_plain(house: House) -> None:
    sample(50)

    [stored] = db.session.connection().exec_driver_sql("SELECT seed FROM call_back_seed").one()

    assert SEED not in stored


def test_job_makes_seeds_of_this_month_and_the_next_once(house: House) -> None:
    sample(50)
    [job] = (one for one in jobs(house.app.config["SHOUWEN"]) if one.name == "call-back seeds")

    assert [job.run(lambda: shanghai("2026-09-30T09:00")) for _ in range(2)] == [1, 0]
    assert set(db.session.scalars(select(CallBackSeed.month))) == {"2026-09", "2026-10"}


@pytest.mark.parametrize("at", ["2026-09-18T09:00", "2026-12-31T23:00"])
def test_no_seed_is_made_where_all_are_called(house: House, at: str) -> None:
    assert call_sample.prepare_seeds(shanghai(at)) == 0


def test_missing_seed_is_made_at_the_first_draw(house: House) -> None:
    with transaction():
        seeds = {seed_of("2026-10", shanghai(AFTER)) for _ in range(2)}

    assert len(seeds) == 1
