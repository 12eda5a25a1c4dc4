"""A look is compared once; a text whose look says too little is compared on every page."""

from __future__ import annotations

import pytest

from tests.browser import colours
from tests.browser.colours import faint_texts
from tests.browser.site import WIDE

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="en"><title>Looks</title><main style="background:#fff;color:#222">
    <p>Words of a usual look</p><p>More words of the usual look</p>{}</main></html>"""
FAINT = '<p style="color:#aaa">Faint words</p>'
FAINT_BOX = '<div style="background:#333"><p>Words in a dark box</p></div>'
OVER_A_BOX = """<div style="position:relative"><div style="position:absolute;inset:0;background:#333"></div>
    <p style="position:relative">Words over a dark box</p></div>"""
USUAL_OVER_A_BOX = """<div style="background:#333;height:60px;margin-bottom:-60px"></div>
    <p style="height:60px;margin:0">Words of the usual look</p>"""
BEYOND_THE_BOX = """<div style="background:#222;height:70px"><div style="background:#fff;height:10px">
    <p style="margin:0;padding-top:30px">Words below their box</p></div></div>"""
SHORT = '<p style="color:#aaa">x</p>'
IDLE = '<label style="color:#aaa">Idle words<input disabled></label>'
IDLE_BUT_ONE = IDLE + '<label style="color:#aaa">Busy words<input></label>'


@pytest.fixture
def page(browser, monkeypatch):
    monkeypatch.setattr(colours, "_good", set())
    context = browser.new_context(viewport=WIDE)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("faint", [FAINT, FAINT_BOX, OVER_A_BOX, SHORT + FAINT, IDLE_BUT_ONE])
def test_faint_text_is_found_on_every_page(page, faint):
    """Beside texts that are good, and again on the next page."""
    for _ in range(2):
        page.set_content(PAGE.format(""))
        assert faint_texts(page) == []
        page.set_content(PAGE.format(faint))
        (line,) = faint_texts(page)
        assert line.startswith("color-contrast")


@pytest.mark.parametrize("words", [USUAL_OVER_A_BOX, BEYOND_THE_BOX])
def test_text_before_another_box_is_compared_on_every_page(page, words):
    for _ in range(2):
        page.set_content(PAGE.format(words))
        faint_texts(page)
        assert page.evaluate("window.toCompare.some(one => one.innerText.match(/Words (of the|below)/))")


def test_good_look_is_compared_once(page):
    page.set_content(PAGE.format(""))
    assert faint_texts(page) == []
    assert page.evaluate("window.toCompare.length") == 1

    page.set_content(PAGE.format("<p>Words of another page</p>"))
    assert faint_texts(page) == []
    assert page.evaluate("window.toCompare.length") == 0
