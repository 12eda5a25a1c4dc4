"""Mixed texts in the forms of staff that no schema reads: each is kept as shown, or refused with the sign named."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from sqlalchemy import select

from complaints.commitments.calendar.editing import LONGEST_BASIS
from complaints.commitments.calendar.year_file import LONGEST_LABEL
from complaints.infrastructure.database import db
from complaints.models import CalendarDay, Closure, Officer, Unit
from complaints.models.saved_view import SavedView
from complaints.organisation.units import LONGEST_NAME
from complaints.queries.saved_searches import LONGEST_TITLE
from tests.house import PASSWORD, House
from tests.support.mixed_texts import as_kept, code_of, refused_sign, texts
from tests.web.pages import Visitor

COUNT = int(os.environ.get("SHOUWEN_TEST_TEXTS", "240"))
DAY = {"day": "2026-10-09", "kind": "off"}
HARD = (
    "\x13\u2066",
    "\u2066\x1f",
    "\x1e",
)  # a sign to name where nothing is to be seen; nothing at all; a hyphen
Kept = Callable[[], str | None]


def unit_name() -> str | None:
    return db.session.scalars(select(Unit.name_zh).filter_by(code="EC-RM-HUBIN")).one()


def label_of_day() -> str | None:
    row = db.session.get(CalendarDay, date(2026, 10, 9))
    return row.label if row else None


def basis_of_closure() -> str | None:
    return db.session.scalars(select(Closure.basis).order_by(Closure.id.desc())).first()


def newest_view() -> str | None:
    return db.session.scalars(select(SavedView.title).order_by(SavedView.id.desc())).first()


def newest_officer() -> str | None:
    return db.session.scalars(select(Officer.name_zh).order_by(Officer.id.desc())).first()


# who, the page with the form, where it is sent, what else is sent, the field, its length, what was kept, whether it may be empty
DOORS: dict[str, tuple[str, str, str, dict[str, str], str, int, Kept]] = {
    "name of a unit": (
        "admin",
        "/admin/units/EC-RM-HUBIN",
        "/admin/units/EC-RM-HUBIN/name",
        {"name_en": "A room"},
        "name_zh",
        LONGEST_NAME,
        unit_name,
    ),
    "name of an officer": (
        "admin",
        "/admin/officers/new",
        "/admin/officers/new",
        {"name_en": "x", "unit": "EC-BUREAU", "roles": "officer"},
        "name_zh",
        LONGEST_NAME,
        newest_officer,
    ),
    "label of a day": (
        "admin",
        "/admin/calendar",
        "/admin/calendar/day",
        DAY,
        "label",
        LONGEST_LABEL,
        label_of_day,
    ),
    "name of a view": (
        "window",
        "/desk/search",
        "/desk/search",
        {"category": "ATTITUDE", "do": "save"},
        "title",
        LONGEST_TITLE,
        newest_view,
    ),
}


@pytest.mark.parametrize("door", DOORS)
def test_each_text_is_kept_or_its_sign_named(house: House, now, door: str) -> None:
    who, page, address, more, field, most, kept_there = DOORS[door]
    visitor = signed_in(house, who)
    for at, text in enumerate([*HARD, *texts(max(COUNT // (24 if COUNT < 1000 else 120), 10), 31)]):
        sent = text.encode("utf-8", "replace").decode()[:most]
        sign, kept = refused_sign(sent), as_kept(sent, one_line=True)
        before = _fresh(kept_there)
        visitor.get(page)
        username = {"username": f"new.{at}"} if "unit" in more else {}

        answer = visitor.post(address, **more, **username, **{field: sent})

        if sign or not kept:
            assert answer.status_code == 422, ascii(sent)
            assert not sign or code_of(sign) in unescape(answer.text), ascii(sent)
            assert _fresh(kept_there) == before
        else:
            assert answer.status_code in (200, 303), (ascii(sent), answer.text[:1500])
            assert _fresh(kept_there) == kept, ascii(sent)
        _make_room()


def test_basis_of_a_closure_is_kept_or_refused(house: House, now) -> None:
    admin = signed_in(house, "admin")
    for at, text in enumerate(texts(12, 32)):
        sent = text.encode("utf-8", "replace").decode()[:LONGEST_BASIS]
        admin.get("/admin/calendar")
        answer = admin.post(
            "/admin/calendar/day", day=f"2026-11-{at + 2:02}", kind="off", label="停电", basis=sent
        )
        if sign := refused_sign(sent):
            assert answer.status_code == 422 and code_of(sign) in unescape(answer.text), ascii(sent)
        else:
            assert answer.status_code == 303
            assert date(2026, 11, at + 2).weekday() > 4 or _fresh(basis_of_closure) == as_kept(
                sent, one_line=True
            )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_year_file_is_loaded_as_it_was_previewed(house: House, now, encoding: str) -> None:
    """The preview carries the text of the file in the form, whatever its encoding was."""
    admin = signed_in(house, "admin")
    admin.get("/admin/calendar/load?year=2027")
    raw = "日期,班休,说明\n2027年1月1日,休,元旦\n".encode(encoding)
    looked = admin.post("/admin/calendar/load", year="2027", do="look", files={"file": (raw, "2027.csv")})
    assert looked.status_code == 200
    text = unescape(looked.text.split("<textarea", 1)[1].split(">", 1)[1].split("</textarea>", 1)[0])

    loaded = admin.post("/admin/calendar/load", year="2027", do="load", text=text)

    assert loaded.status_code == 303, text
    row = db.session.get(CalendarDay, date(2027, 1, 1))
    assert row is not None and row.label == "元旦"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_uploaded_rulebook_is_read_in_its_encoding(house: House, now, encoding: str) -> None:
    admin = signed_in(house, "admin")
    text = unescape(admin.get("/admin/rulebook?from=2026.1").text)
    text = text.split("<textarea", 1)[1].split(">", 1)[1].split("</textarea>", 1)[0].lstrip("\n")

    answer = admin.post("/admin/rulebook", do="check", files={"file": (text.encode(encoding), "rules.yaml")})

    assert answer.status_code == 200 and "检查通过" in answer.text


def test_rulebook_in_no_encoding_is_refused_with_its_line(house: House, now) -> None:
    admin = signed_in(house, "admin")
    admin.get("/admin/rulebook")

    answer = admin.post(
        "/admin/rulebook", do="check", files={"file": (b"a: 1\nb: \xff\xff\xff\n", "rules.yaml")}
    )

    assert answer.status_code == 422 and "第 2 行" in answer.text and "\ufffd" not in answer.text


def signed_in(house: House, username: str) -> Visitor:
    visitor = Visitor(house.app)
    visitor.get("/login")
    visitor.post("/login", username=username, password=PASSWORD)
    return visitor


def _fresh(kept_there: Kept) -> str | None:
    db.session.rollback()
    return kept_there()


def _make_room() -> None:
    """A person keeps a dozen views at most."""
    db.session.rollback()
    for view in db.session.scalars(select(SavedView)).all()[:-1]:
        db.session.delete(view)
    db.session.commit()
