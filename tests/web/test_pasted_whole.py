"""A field takes all that is pasted into it: browsers cut at `maxlength` without a word, and count other signs than the program."""

from __future__ import annotations

import re

import pytest

from schemas.lengths import NARRATIVE
from tests.house import PASSWORD, House
from tests.laws.tree import ROOT
from tests.web.pages import Visitor, words_on

TEMPLATES = ROOT / "complaints" / "web" / "templates"


def test_no_field_cuts_what_is_pasted() -> None:
    """Save the phone: it takes more than anyone has."""
    cutting = {
        f"{file.relative_to(TEMPLATES)}: {line.strip()[:80]}"
        for file in TEMPLATES.rglob("*.html")
        for line in file.read_text("utf8").split("\n")
        if "maxlength" in line and 'type="tel"' not in line
    }

    assert not cutting


@pytest.mark.parametrize(
    ("field", "length"), [("narrative", NARRATIVE + 1), ("name", 81), ("sender_number", 81), ("subject", 201)]
)
def test_what_is_too_long_is_told_at_its_field_and_stays_there(
    house: House, now: object, field: str, length: int
) -> None:
    lin = Visitor(house.app)
    lin.get("/login")
    lin.post("/login", username="window", password=PASSWORD)
    once = re.search(r'id="once" value="([^"]+)"', lin.get("/desk/new").text)
    assert once
    words = {"once": once[1], "category": "ATTITUDE", "channel": "window", "urgency": "normal", "then": "log"}

    answer = lin.post("/desk/new", **{**words, "narrative": "态度不好", field: "长" * length})

    assert (
        answer.status_code == 422
        and f'href="#{field}"' in answer.text
        and str(length - 1) in words_on(answer)
    )
    assert "长" * length in answer.text
