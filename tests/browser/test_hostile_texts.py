"""Every page at 360 px, with the texts that break pages as its data: nothing is cut, wide, changed or turned around."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser import citizen, desk, hostile_texts, stories
from tests.browser.eyes import too_wide, unfolded
from tests.browser.site import PHONE, Site, person, running
from tests.browser.walks import WALKS
from tests.support.mixed_texts import as_kept

pytestmark = pytest.mark.browser

PASTED = "一\v二\f三\u2028四\x1e五\x1f"  # from Word, a PDF and a web page
LOOK = r"""sent => {
    const turns = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
    const found = new Set(), known = new Set(sent), range = document.createRange();
    const skipped = "script, style, svg, textarea, option, template, .hidden";
    const text = (one, own) => {  // `own`: without what is bounded by markup
        if (one.nodeType === 3) return one.data;
        if (one.nodeType !== 1 || one.matches("script, style, svg, template")) return "";
        if (own === true && one.matches("bdi, [dir=auto]")) return "";
        return one.tagName === "BR" ? "\n" : [...one.childNodes].map(inner => text(inner, own)).join("");
    };
    const label = one => one.outerHTML.replace(/⟦[^]*?⟧/g, "⟦…⟧").replace(/<svg[^]*?<\/svg>/g, "").replace(/\s+/g, " ").slice(0, 90);
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const node = walk.currentNode;
        if (!node.data.includes("⟦") || node.parentElement.closest(skipped)) continue;
        let whole = node.parentElement;
        const bound = whole.closest("bdi, [dir=auto]");  // a teaser ends here, without the end of its text
        const ends = one => text(one).includes("⟧") || (one === bound && text(one).includes("…"));
        while (whole !== document.body && !ends(whole)) whole = whole.parentElement;
        for (const one of text(whole).match(/⟦[^⟦]*/g) || []) {
            const shown = one.includes("⟧") ? one.slice(0, one.lastIndexOf("⟧") + 1) : one;
            const teaser = one.includes("…") && sent.some(any => any.startsWith(one.slice(0, one.indexOf("…"))));
            if (!known.has(shown) && !teaser) found.add(`changed: ${JSON.stringify(shown)} in ${label(whole)}`);
        }
        if (!whole.checkVisibility()) continue;
        let alone = whole.closest("bdi, [dir=auto]") || !turns.test(text(whole, true).replace(/\u2068⟦[^⟦]*⟧[\u202c\u2069]*\u2069/g, "").replace(/[\u2068\u2069]/g, ""));
        for (let at = whole; !alone && /^⟦[^⟦]*⟧$/.test(text(at).trim()); at = at.parentElement) {
            const look = getComputedStyle(at);
            alone = look.unicodeBidi === "plaintext" || at.dir === "auto" || at.tagName === "BDI";
        }
        if (!alone) found.add(`not isolated: ${label(whole)} in ${label(whole.parentElement).slice(0, 60)}`);
        range.selectNodeContents(whole);
        for (const box of range.getClientRects())
            if (box.left < -1 || box.right > innerWidth + 1) found.add(`outside: ${label(whole)}`);
        for (let at = whole; at !== document.body; at = at.parentElement) {
            const look = getComputedStyle(at);
            if (at.tabIndex >= 0 && look.overflowX === "auto") break;  // a table that keys and fingers move
            if (look.display === "inline" || (look.overflowX === "visible" && look.overflowY === "visible")) continue;
            if (at.scrollWidth > at.clientWidth + 1 || at.scrollHeight > at.clientHeight + 4)
                found.add(`cut: ${label(whole)} by ${label(at).slice(0, 70)}`);
        }
    }
    return [...found];
}"""


@pytest.fixture(scope="module")
def furnished() -> Iterator[tuple[Site, stories.Told]]:
    with running() as site:
        yield site, hostile_texts.furnish(site)


@pytest.mark.parametrize("walk", [name for name in WALKS if name not in ("idle", "trouble")])
def test_each_text_is_shown_whole_on_a_phone(browser, furnished, walk):
    site, told = furnished
    context = person(browser, site, viewport=PHONE, reduced_motion="reduce")
    page = context.new_page()
    citizen.look(page, locale="zh")
    sent, wrong = hostile_texts.sent(), {}
    for name in WALKS[walk](page, site, told):
        page.wait_for_load_state()
        with unfolded(page):
            found = page.evaluate(LOOK, sent)
            over = too_wide(page)
        found += [f"{over} px too wide"] if over else []
        if found:
            wrong[name] = found
    context.close()

    assert wrong == {}, "\n".join(f"{name}: {line}" for name, lines in wrong.items() for line in lines)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_text_from_a_browser_is_kept_as_typed(browser, site, scripts):
    """Through the form of citizens and the one of the window, with the signs a clipboard brings along."""
    context = person(browser, site, viewport=PHONE, java_script_enabled=scripts)
    page = context.new_page()
    for text in (PASTED, hostile_texts.LONG[1]):
        page.goto("/complain/category")
        for step in citizen.STEPS[:-1]:
            if step == "what":
                page.fill("#narrative", text)
                page.locator("main form .button").last.click()
            else:
                citizen.fill(page, step)
        page.wait_for_url("**/complain/check")
        assert as_kept(text) in _shown(page), ascii(text)

    desk.sign_in(page, "window")
    for text in (PASTED, hostile_texts.LONG[4]):
        page.goto("/desk/new")
        page.fill("#phone", "13800138000")
        page.fill("#name", "李大爷")
        choose_category(page, scripts)
        page.fill("#narrative", text)
        page.check("input[value=accept]")
        with page.expect_navigation():
            page.click("[data-submit]")
        assert "/desk/receipt/" in page.url, (ascii(text), page.inner_text("main")[:600])
        page.locator("a[href^='/desk/c/']").first.click()
        page.wait_for_url("**/desk/c/**")
        assert as_kept(text) in _shown(page), ascii(text)
    context.close()


def choose_category(page, scripts: bool) -> None:
    if scripts:
        page.fill("#category", "ckfwtd")
        page.press("#category", "Enter")
    else:
        page.select_option("#category", "ATTITUDE")


def _shown(page) -> str:
    page.wait_for_load_state()
    return page.evaluate("""() => {
        const shown = document.querySelector("main").cloneNode(true);
        for (const one of shown.querySelectorAll("br")) one.replaceWith("\\n");
        return shown.textContent;
    }""")
