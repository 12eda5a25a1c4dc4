"""An evaluator scores a sample on a phone without scripts, in both languages; nothing hinders other eyes and hands."""

from __future__ import annotations

import pytest

from complaints.infrastructure.database import transaction
from complaints.organisation import officers
from complaints.queries import evaluation_results, evaluations
from tests.browser import citizen, desk
from tests.browser.eyes import faults, too_wide, torn
from tests.browser.site import PHONE, WIDE, person
from tests.house import shanghai
from tests.support.stories import told

pytestmark = pytest.mark.browser
AT = shanghai("2026-10-09T10:00")
CODES = ("timely", "contact", "procedure", "result")


@pytest.fixture
def sample(site):
    house = site.house
    for _ in range(10):
        house.does("citizen", told(house), "rate", "2026-09-22T10:00", grade=5)
    with transaction(alone=True):
        officers.set_roles(house.officer("other"), ["evaluator"], shanghai("2026-10-01T09:00"))
        found = evaluations.draw_sample({"period": "2026-09", "size": "10"}, house.officer("supervisor"), AT)
    return found.period


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_evaluator_scores_a_case_without_scripts(browser, site, sample, locale):
    page = person(browser, site, viewport=PHONE, java_script_enabled=False).new_page()
    citizen.look(page, locale=locale)
    desk.sign_in(page, "other")
    assert page.url.endswith("/evaluate")
    page.locator(f"a[href='/evaluate/{sample}/1']").click()
    page.fill("#timely", "200")
    for code in CODES[1:]:
        page.fill(f"#{code}", "70")
    page.locator("[data-submit]").click()
    assert page.input_value("#contact") == "70" and page.locator("#timely-wrong").count() == 1
    page.fill("#timely", "90")
    page.locator("[data-submit]").click()

    assert page.url.endswith(f"/evaluate#{sample}")
    assert evaluations.count_scored(evaluations.sample_of(sample), site.house.officer("other").id) == {1}


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_pages_of_evaluation_are_for_everybody(browser, site, sample, locale):
    wrong = {}
    house = site.house
    with transaction():
        drawn, by = evaluations.sample_of(sample), house.officer("supervisor")
        for place in range(1, 11):
            case = evaluations.case_of(drawn, place)
            evaluations.add_score(case, dict.fromkeys(CODES, "70"), house.officer("other").id, AT)
        evaluation_results.publish(drawn, by, AT)
    for username, pages in (
        ("other", ("/evaluate", f"/evaluate/{sample}/2")),
        (
            "supervisor",
            ("/supervise/evaluations", f"/supervise/evaluations/{sample}", "/supervise/call-backs"),
        ),
        ("", ("/evaluations",)),
    ):
        page = person(browser, site, viewport=WIDE if username == "supervisor" else PHONE).new_page()
        citizen.look(page, locale=locale)
        if username:
            desk.sign_in(page, username)
        for address in pages:
            page.goto(address)
            if found := [*faults(page), *torn(page), *([too_wide(page)] if too_wide(page) else [])]:
                wrong[address] = found
        page.context.close()

    assert wrong == {}
