"""A page or an address asks through a function of a package; it writes no query and holds no session (house.md §4)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.laws.tree import ROOT, full_names, plant, product

PAGES = "complaints/web/"
SESSION = "complaints.infrastructure.database.db"
ERRORS = ("sqlalchemy.exc.", "sqlalchemy.orm.exc.")  # what becomes an answer of HTTP


def asking_pages(root: Path) -> list[str]:
    return [
        f"{source.name} imports {target}"
        for source in product(root)
        if source.name.startswith(PAGES)
        for target in full_names(source).values()
        if target == SESSION
        or (f"{target}.".startswith("sqlalchemy.") and not f"{target}.".startswith(ERRORS))
    ]


def test_pages_ask_no_database() -> None:
    assert asking_pages(ROOT) == []


@pytest.mark.parametrize(
    "text",
    [
        "from sqlalchemy import select",
        "import sqlalchemy as sa",
        "from sqlalchemy.orm import load_only",
        "from complaints.infrastructure.database import db as rows, transaction",
    ],
)
def test_a_page_that_asks_is_seen(tmp_path: Path, text: str) -> None:
    assert len(asking_pages(plant(tmp_path, complaints__web__desk__home=text))) == 1


def test_errors_and_other_packages_are_let_be(tmp_path: Path) -> None:
    tree = plant(
        tmp_path,
        complaints__web__problems="from sqlalchemy import exc\nfrom sqlalchemy.orm.exc import StaleDataError",
        complaints__queries__search="from sqlalchemy import select",
    )

    assert asking_pages(tree) == []
