"""Mixed texts in the words of notices, by a real mail server: each mail arrives whole, and none breaks another."""

from __future__ import annotations

from itertools import islice

import pytest
import yaml

from complaints.infrastructure.database import transaction
from complaints.notifications import delivery
from complaints.rulebooks import store
from tests.house import SEEDED_AT, shanghai
from tests.support.mixed_texts import as_kept, refused_sign, texts
from tests.support.post_office import free_port, house_with_mail, post_office

MOVES = ("receive", "accept", "assign", "ask_supplement", "answer_on_the_spot", "give_feedback")
LONGEST_LINE = 998  # bytes of a line of mail (RFC 5322)


def usable(count: int) -> list[str]:
    kept = (as_kept(text, one_line=True) for text in texts(400, seed=52) if not refused_sign(text))
    return list(islice((text for text in kept if 6 < len(text) < 120), count))


@pytest.mark.parametrize("escaped", [False, True])
def test_mails_hold_the_words_of_the_rulebook(escaped: bool) -> None:
    port, wanted = free_port(), usable(2 * len(MOVES))[len(MOVES) * escaped :][: len(MOVES)]
    content = yaml.safe_load(store.SHIPPED.read_text("utf8")) | {"version": "mixed"}
    for move, text in zip(MOVES, wanted, strict=True):
        content["moves"][move]["label"] = {"zh": text, "en": text}
        content["moves"][move]["sentence"] = {"zh": f"一 {text}", "en": f"One {text}"}
    with house_with_mail("sqlite", port) as house, post_office(port) as office:
        with transaction():
            store.publish(
                yaml.safe_dump(content, allow_unicode=not escaped, default_style='"'),
                SEEDED_AT.replace(day=2),
            )
        first, second = house.logs("2026-09-21T09:00"), house.logs("2026-09-21T09:01")
        house.does("window", first, "ask_supplement", "2026-09-21T09:10", items=["照片"])
        house.does(
            "window",
            second,
            "answer_on_the_spot",
            "2026-09-21T09:10",
            outcome="other",
            findings="a",
            reply="b",
        )
        house.does("window", second, "give_feedback", "2026-09-21T09:20", method="phone", remedies="c")

        told = delivery.deliver(lambda: shanghai("2026-09-21T10:00"))

        assert told.sent == len(office.mails) >= 5 and not told.failed
        for mail in office.mails:
            subject, body = mail["Subject"], mail.get_content()
            text = next(text for text in wanted if _seen(text) in _seen(subject))
            assert "\n" not in subject and _seen(f"一 {text}") in _seen(body), ascii(subject)
            assert all(len(line) <= LONGEST_LINE for line in mail.as_bytes().split(b"\n"))


def _seen(text: str) -> str:
    """Without the signs that bound a direction, and with spaces as mail programs fold them."""
    return " ".join(
        "".join(
            sign for sign in text if not "\u2066" <= sign <= "\u2069" and not "\u202a" <= sign <= "\u202e"
        ).split()
    )
