"""A rulebook may leave out what its office does not do: where `check` accepts it, no page and no address fails for want of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from datetime import timedelta

import pytest
import sqlalchemy as sa

from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import NotFound
from complaints.models import Complaint
from complaints.rulebooks import store
from schemas.rulebook import load_rulebook
from tests.house import House, shanghai
from tests.support import plain_yaml
from tests.support.mutants import CUES, SHIPPED, Book
from tests.support.stories import ANSWER, EC
from tests.web.api import Api
from tests.web.pages import signed_in
from workflows.errors import Refused, RulebookError, UnknownMove

AT = shanghai("2026-09-17T09:00")
EVERY = int(os.environ.get("SHOUWEN_TEST_EVERY", "8"))  # of the parts left out in turn; 1: each of them
PAGES = {
    "window": ("/desk", "/desk/new", "/desk/c/{n}", "/desk/c/{n}/ways"),
    "handler": ("/desk", "/desk/c/{n}", "/desk/c/{n}/answer"),
    "supervisor": ("/desk", "/supervise", "/supervise/figures", "/supervise/charts", "/desk/c/{n}"),
    "admin": ("/admin", "/admin/limits", "/admin/limits/edit?code=FEE"),
}
OPEN = ("/", "/commitments", "/complain", "/api/v1/categories", "/api/v1/rulebook")
ASKED = ("/complaints/{n}", "/complaints/{n}/events", "/complaints?queue=unit", "/categories", "/escalations")
STEPS = (
    ("window", "accept", "18T09:30", {}),
    ("window", "assign", "18T10:00", {"unit": EC}),
    ("handler", "sign_for", "18T10:30", {}),
    ("handler", "contact", "18T10:45", {"how": "phone", "reached": True}),
    ("handler", "answer", "21T10:00", ANSWER),
    ("window", "give_feedback", "21T15:00", {"method": "phone"}),
    ("citizen", "rate", "22T10:00", {"grade": 1}),
)


def without(part: str, name: str) -> str:
    book: Book = deepcopy(SHIPPED)
    book["version"] = f"without-{name}".replace("_", "-")
    del book[part][name]
    if part == "moves":
        for row in book["commitments"].values():
            for cues in CUES:
                row[cues] = [one for one in row.get(cues, ()) if _move_of(one) != name]
    for limits in (book["limits"], *(row["limits"] for row in book["categories"].values())):
        limits.pop(name, None)
    return plain_yaml.dump(book)


def _move_of(cue: object) -> object:
    return cue["move"] if isinstance(cue, dict) else cue


def live(house: House) -> str:
    """As far as these rules let it go; what they lack is passed over."""
    number = house.logs("2026-09-18T09:00", category="ATTITUDE")
    for by, move, at, words in STEPS:
        with suppress(Refused, UnknownMove, NotFound):
            house.does(by, number, move, f"2026-09-{at}", **words)
    house.sweeps("2026-10-09T17:00")
    return number


def failing(house: House, number: str) -> list[str]:
    api, found = Api(house), []
    for who, pages in {None: OPEN, **PAGES}.items():
        visitor = signed_in(house, who) if who else house.app.test_client()
        for page in pages:
            status = visitor.get(page.format(n=number)).status_code
            found += [f"{who} {page}: {status}"] if status >= 500 else []
    for path in ASKED:
        status = api.by("supervisor").get(path.format(n=number)).status_code
        found += [f"API {path}: {status}"] if status >= 500 else []
    code = house.codes.get(number, "")
    words = {"tracking_number": number, "query_code": code}
    status = api.by(None).post("/status", words).status_code
    return found + ([f"API /status: {status}"] if status >= 500 else [])


@pytest.mark.slow
@pytest.mark.parametrize("part", ["commitments", "moves"])
def test_no_page_fails_for_want_of_a_part(house: House, now: Callable[[str], None], part: str) -> None:
    now("2026-10-09T18:00")
    house.app.testing = house.app.config["PROPAGATE_EXCEPTIONS"] = False
    found: list[str] = []
    for place, name in enumerate([*SHIPPED[part]][::EVERY]):
        text = without(part, name)
        try:
            load_rulebook(text)
        except RulebookError:
            continue
        with transaction():
            store.publish(text, AT + timedelta(seconds=place))
        try:
            number = live(house)
        except Exception as error:  # what failed is told with the part that was missing
            db.session.rollback()
            found.append(f"without {name}: {error!r}"[:300])
            continue
        found += [f"without {name}: {one}" for one in failing(house, number)]
    used = set(db.session.scalars(sa.select(Complaint.rulebook_version)))
    assert len(used) > 2
    assert found == []
