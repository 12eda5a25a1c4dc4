"""Parts of every page and every row: quick to make, and the same as if made each time."""

from __future__ import annotations

import contextvars

import pytest
from flask import render_template_string, url_for
from markupsafe import Markup

from complaints.web.page import dates, translation
from complaints.web.page.badges import badge, draw_icon
from complaints.web.page.urls import for_complaint
from tests.house import PASSWORD, shanghai
from tests.web.pages import Visitor


def asked(house, **how):
    return house.app.test_request_context("/desk", **how)


@pytest.mark.parametrize("root", ["", "/shouwen"])
@pytest.mark.parametrize(
    ("endpoint", "more"),
    [
        ("desk_complaint.show", {}),
        ("desk_move.form", {"move": "contact", "next": "/desk?list=unit&x=any-number"}),
    ],
)
def test_the_address_in_a_row_is_the_one_of_the_page(house, root, endpoint, more):
    with asked(house, environ_overrides={"SCRIPT_NAME": root}):
        for number in ("483122079516", "942379778263"):
            assert for_complaint(number, endpoint, **more) == url_for(endpoint, number=number, **more)


def test_words_on_a_badge_are_made_harmless_though_the_same_were_safe_before():
    assert "<b>好</b>" in badge(Markup("<b>好</b>"), "kept")
    assert "&lt;b&gt;好&lt;/b&gt;" in badge("<b>好</b>", "kept")


def test_a_badge_carries_its_tone_and_its_icon():
    assert badge("等补正", "paused", "pause-circle") == (
        f'<span class="badge is-paused">{draw_icon("pause-circle")}等补正</span>'
    )
    assert badge("现行") == '<span class="badge">现行</span>'


def test_what_is_filled_into_a_sentence_is_made_harmless_and_the_sentence_is_not(house):
    page = '{{ _("还有 %(n)s 项承诺", n=words) }}'
    with asked(house):
        assert render_template_string(page, words="<b>") == "还有 &lt;b&gt; 项承诺"
        assert render_template_string(page, words=Markup("<b>")) == "还有 <b> 项承诺"


def test_a_place_in_a_sentence_may_have_any_name(house):
    with asked(house):
        assert translation.gettext("第 %(line)s 行：%(words)s", line=3, words="缺列") == "第 3 行：缺列"
        assert render_template_string('{{ _("%(words)s", words="<") }}') == "&lt;"


def heard(house, language, words):
    """In a context of its own, as a server gives each request."""

    def inside():
        with asked(house, headers={"Accept-Language": language}):
            return words()

    return contextvars.Context().run(inside)


@pytest.mark.parametrize(
    ("words", "chinese", "english"),
    [
        (lambda: translation.gettext("首页"), "首页", "Home"),
        (lambda: str(translation.lazy_gettext("首页")), "首页", "Home"),
        (lambda: render_template_string('{{ _("首页") }}'), "首页", "Home"),
        (lambda: dates.on_day(shanghai("2026-09-21T17:00")), "2026年9月21日", "21 September 2026"),
        (lambda: dates.limit_in_words("5wd"), "5 个工作日", "5 working days"),
    ],
)
def test_what_is_kept_is_kept_for_each_language(house, words, chinese, english):
    assert [heard(house, one, words) for one in ("zh", "en", "zh")] == [chinese, english, chinese]


@pytest.fixture
def addresses_built(monkeypatch):
    from werkzeug.routing import MapAdapter

    built, build = [], MapAdapter.build
    monkeypatch.setattr(
        MapAdapter,
        "build",
        lambda self, endpoint, *how, **more: built.append(endpoint) or build(self, endpoint, *how, **more),
    )
    return built


@pytest.mark.parametrize(("who", "page"), [("window", "/desk"), ("supervisor", "/supervise/list/escalated")])
def test_a_longer_list_builds_no_more_addresses_than_a_short_one(house, now, addresses_built, who, page):
    visitor = Visitor(house.app)
    visitor.get("/login")
    visitor.post("/login", username=who, password=PASSWORD)
    counts = []
    for more in (2, 8):
        for _ in range(more):
            house.logs("2026-09-01T10:00")
        house.sweeps("2026-09-21T09:00")
        visitor.get(page)
        addresses_built.clear()
        assert visitor.get(page).text.count("row-link") >= more
        counts.append(len(addresses_built))

    assert counts[0] == counts[1]
