"""A site whose people, units, files and complaints have the texts that break pages, each between ⟦ and ⟧."""

from __future__ import annotations

import unicodedata
from itertools import count
from typing import Any

from complaints.casework.attachments import File
from complaints.infrastructure.database import db, transaction
from complaints.intake.complainant import Person
from complaints.models import Officer, Unit
from schemas.text import balanced, line_of, lines_of
from tests.browser import stories
from tests.browser.site import Site
from tests.support.files import PDF

SHORT = (
    "\u202eمرحبا (12) abc",
    "שלום 3-4 x\u2067y",
    "x" * 36,
    "<b>&amp;</b>{{ 7*7 }}",
    "e\u0301\u0351\u036f a\u0308\u0323 ᠮᠣᠩᠭᠣᠯ",
    "🧑\u200d⚖️👨\u200d👩\u200d👧🇨🇳❤️",
    "长" * 30,
)
LONG = (
    "\u202d" + "w" * 90 + "\u2028שלום עולם",
    "\u2067مرحبا بكم ١٢٣ (abc)\n\n= 1+1",
    "🇨🇳" * 30 + "\n" + "ไทยไม่มีเว้นวรรค" * 6,
    "W" * 120,
    '\u202e"><script>alert(1)</script>\n\\u0000 %s',
    "བོད་ཡིག" * 12 + "\nΑ\u0301 #" + "9" * 60,
)
RESPONDENT = "\u202eقلم zqv 88\u2066"  # like the name of no officer, who would be kept out
WORDS = ("note", "reason", "reply", "findings", "remedies", "evidence", "basis", "comment", "contact")
_next = count()


def short() -> str:
    return line_of(f"⟦{SHORT[next(_next) % len(SHORT)]}⟧")


def line() -> str:
    return line_of(lines())


def lines() -> str:
    return lines_of(f"⟦{LONG[next(_next) % len(LONG)]}⟧")


def sent() -> list[str]:
    """Every text as it may be shown: of several lines, of one, and without what the name of a file cannot have."""
    marked = [f"⟦{text}⟧" for text in (*SHORT, *LONG, RESPONDENT)]
    whole = [*map(lines_of, marked), *map(line_of, marked)]
    unseen = ["".join(sign for sign in text if unicodedata.category(sign) != "Cf") for text in whole]
    return [*whole, *map(balanced, whole), *unseen]


def furnish(site: Site) -> stories.Told:
    _rename_everything()
    house = site.house
    plain_receipt, plain_does = house.receipt, house.does

    def receipt(at: str, by: str = "window", **words: Any) -> Any:
        person = Person(
            name=short(),
            phone="13800138000",
            contacts=[{"phone": "0711-3352345转801", "note": short()}],
            address=short(),
            agent={"name": short(), "relation": short(), "phone": "13900139000"},
            group_size=7,
            representatives=[{"name": short(), "phone": "13700137000"}],
        )
        written = {
            "subject": line(),
            "narrative": lines(),
            "person": person,
            "respondent_name": f"⟦{RESPONDENT}⟧",
        }
        return plain_receipt(at, by, **words | written)

    def does(by: str, number: str, move: str, at: str, **words: Any) -> Any:
        written: dict[str, Any] = {
            name: lines() for name in WORDS if name in words and not words[name].isascii()
        }
        written |= {"items": [line() for _ in words["items"]]} if "items" in words else {}
        written |= {"competent_body": line()} if "competent_body" in words else {}
        return plain_does(by, number, move, at, **words | written)

    house.receipt, house.does = receipt, does  # type: ignore[method-assign]
    told = stories.furnish(site)
    for name in ("late", "offered"):
        files = [File(f"⟦{'x' * 36}⟧.pdf", PDF), File(f"⟦{RESPONDENT}⟧.pdf", PDF + b"\n")]
        does("window", told[name].number, "attach", "2026-09-21T09:55", files=files, note="材料")
    house.receipt, house.does = plain_receipt, plain_does  # type: ignore[method-assign]
    return told


def _rename_everything() -> None:
    with transaction():
        for row in [*db.session.scalars(db.select(Unit)), *db.session.scalars(db.select(Officer))]:
            row.name_zh, row.name_en = short(), short()
