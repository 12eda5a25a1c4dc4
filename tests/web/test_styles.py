"""Style sheets: components joined into one answer an audience."""

from __future__ import annotations

import re

import pytest

from complaints.web.page.styles import CSS, SHEETS

LONGEST = 250  # lines of a component
DECLARED = re.compile(r"^\s+(--[\w-]+):", re.MULTILINE)


@pytest.fixture
def client(house):
    return house.app.test_client()


def _linked(page: str) -> list[str]:
    return re.findall(r'rel="stylesheet" href="(?:/static/)(\w+)\.css\?v=\w+"', page)


def test_every_component_belongs_to_one_sheet():
    listed = [part for parts in SHEETS.values() for part in parts]
    assert sorted(listed) == sorted(path.stem for path in CSS.glob("*.css"))


def test_no_component_is_too_long():
    assert [p.name for p in CSS.glob("*.css") if len(p.read_text("utf8").splitlines()) > LONGEST] == []


def test_dark_palette_changes_only_known_tokens():
    dark, tokens = (
        set(DECLARED.findall((CSS / f"{name}.css").read_text("utf8"))) for name in ("dark", "tokens")
    )
    assert dark and dark <= tokens


def test_citizen_page_links_no_staff_sheet(client):
    page = client.get("/").text
    assert _linked(page) == ["site", "dark"] and "screen and (prefers-color-scheme: dark)" in page


@pytest.mark.parametrize(("theme", "linked"), [("light", ["site"]), ("dark", ["site", "dark"])])
def test_chosen_theme_overrides_device(client, theme, linked):
    with client.session_transaction() as session:
        session["theme"] = theme
    page = client.get("/").text
    assert _linked(page) == linked and "prefers-color-scheme" not in page


def test_sheet_joins_components_in_order(client):
    answer = client.get("/static/site.css")
    assert answer.mimetype == "text/css"
    assert answer.data == b"".join((CSS / f"{part}.css").read_bytes() for part in SHEETS["site"])
