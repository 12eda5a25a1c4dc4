"""A file that goes with the answer reaches the citizen, and no other file does."""

from __future__ import annotations

import pytest

from tests.support.stories import ANSWER
from tests.web.api import Api
from tests.web.citizens import JPEG, looks_up
from tests.web.pages import Visitor, words_on

PDF = b"%PDF-1.7 the answer in full %%EOF"
TOLD = "2026-09-21T09:50"


@pytest.fixture
def answered(house, now, at_desk):
    """Answered and not told yet, with one file for the citizen and one for the office."""
    number = house.logs("2026-09-21T09:00")
    house.does("window", number, "answer_on_the_spot", "2026-09-21T09:40", **ANSWER)
    lin = at_desk("window")
    lin.get(f"/desk/c/{number}/files")
    for file, given in (((PDF, "答复书.pdf"), {"for_citizen": "1"}), ((JPEG, "内部.jpg"), {})):
        assert lin.post(f"/desk/c/{number}/files", files={"files": file}, **given).status_code == 303
    return number


def visit(house, number):
    visitor = Visitor(house.app)
    looks_up(visitor, number, house.codes[number])
    return visitor


def links(page):
    return [part.split('"')[0] for part in page.text.split('href="') if part.startswith("/status/files/")]


def test_the_citizen_saves_it_once_the_answer_is_told(house, answered):
    li = visit(house, answered)
    assert "答复书" not in li.get("/status").text

    house.does("window", answered, "give_feedback", TOLD, method="phone")

    page = li.get("/status")
    assert "答复书.pdf" in words_on(page) and "内部" not in page.text
    file = li.get(links(page)[0])
    assert file.data == PDF and file.headers["Content-Disposition"].startswith("attachment")
    assert (
        file.headers["Cache-Control"] == "no-store" and "sandbox" in file.headers["Content-Security-Policy"]
    )


def test_no_one_else_gets_it(house, answered):
    house.does("window", answered, "give_feedback", TOLD, method="phone")
    [address] = links(visit(house, answered).get("/status"))
    other = house.logs("2026-09-21T09:05")

    assert visit(house, other).get(address).status_code == 404
    assert Visitor(house.app).get(address).status_code == 404


def test_numbers_of_other_files_open_nothing(house, answered):
    house.does("window", answered, "give_feedback", TOLD, method="phone")
    li = visit(house, answered)
    [address] = links(li.get("/status"))
    known = int(address.rsplit("/", 1)[1])

    assert all(li.get(f"/status/files/{one}").status_code == 404 for one in (0, 1, 2, known + 1, known - 1))


def test_citizens_of_joined_complaints_get_it_too(house, now, at_desk):
    leading, number = house.logs("2026-09-21T08:50"), house.logs("2026-09-21T09:00")
    house.does("window", number, "merge", "2026-09-21T09:10", leading=leading)
    house.does("window", leading, "answer_on_the_spot", "2026-09-21T09:40", **ANSWER)
    lin = at_desk("window")
    lin.get(f"/desk/c/{leading}/files")
    lin.post(f"/desk/c/{leading}/files", files={"files": (PDF, "答复书.pdf")}, for_citizen="1")
    house.does("window", leading, "give_feedback", "2026-09-21T10:05", method="phone")

    li = visit(house, number)

    assert li.get(links(li.get("/status"))[0]).data == PDF


def test_programs_fetch_it_with_number_and_code(house, answered):
    house.does("window", answered, "give_feedback", TOLD, method="phone")
    api, keys = Api(house), {"tracking_number": answered, "query_code": house.codes[answered]}

    [file] = api.by(None).post("/status", keys).json["reply_files"]
    assert file["name"] == "答复书.pdf"

    assert api.by(None).post(f"/status/files/{file['id']}", keys).data == PDF
    wrong = {**keys, "query_code": "000001"}
    assert api.by(None).post(f"/status/files/{file['id']}", wrong).status_code == 404
