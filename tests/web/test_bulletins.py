"""The bulletin of a month: drafted from figures, edited, approved by a second leader, numbered, published; page, DOCX, XLSX."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

import openpyxl
import pytest
from sqlalchemy import select

from complaints.cli.schedule import draft_bulletin
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import BadInput
from complaints.models import Bulletin, Officer
from complaints.queries import bulletins
from complaints.queries.bulletins import Seen
from complaints.queries.statistics.indicators import indicators
from tests.house import House, shanghai
from tests.support import stories
from tests.web.pages import Visitor, signed_in

OCTOBER = "2026-10-09T09:00"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PERSON = ("李大爷", "13800138000", "态度差", "窗口态度")


@pytest.fixture
def lived(either_house: House) -> House:
    """In September: one rated well, one badly, one in hand, one on the spot, one declined, and one restricted."""
    house = either_house
    house.does("citizen", stories.told(house), "rate", "2026-09-22T10:00", grade=5)
    stories.badly_rated(house)
    stories.in_hand(house)
    spot = house.logs("2026-09-18T09:00", channel="letter")
    house.does("window", spot, "answer_on_the_spot", "2026-09-18T09:30", **stories.ANSWER)
    declined = house.logs("2026-09-18T09:00")
    reason = {"reason_code": "not_our_remit", "competent_body": "市场监督管理局", "contact": "12315"}
    house.does("window", declined, "decline", "2026-09-18T10:00", **reason)
    house.logs("2026-09-18T09:00", category="DISC", respondent_officer="disc.qin")
    return house


def drafted(house: House, by: str | None = None) -> Bulletin:
    with transaction():
        officer = house.officer(by) if by else None
        return bulletins.draft_bulletin("2026-09", officer, shanghai(OCTOBER))


def words(row: Bulletin) -> str:
    return "\n".join(section["text"][0] for section in row.content["sections"])


def test_draft_tells_eight_sections_with_the_figures_of_the_month(lived):
    content = drafted(lived).content
    text = words(bulletins.present("2026-09"))

    assert len(content["sections"]) == 8 and content["title"][0].startswith("2026年9月")
    assert "本期共登记 5 件" in text and "受理 4 件" in text
    assert "首问责任人当场办结" in text
    channels = {row[0][0]: row[1] for row in content["sections"][0]["table"]["rows"]}
    assert sorted(channels.values()) == [1, 4]
    categories = content["sections"][5]["table"]["rows"]
    assert [row[1] for row in categories] == [5]
    assert [one for one in PERSON if one in str(content)] == []
    assert all(section["heading"][1] and section["text"][1] for section in content["sections"])


def test_period_that_is_not_over_is_not_drafted(house):
    for period in ("2026-10", "2026", "2026-Q4"):
        with pytest.raises(BadInput):
            bulletins.draft_bulletin(period, None, shanghai(OCTOBER))
    with pytest.raises(ValueError):
        bulletins.draft_bulletin("soon", None, shanghai(OCTOBER))


def test_nobody_approves_their_own_words_and_each_step_is_a_version(house):
    supervisor, leader = house.officer("supervisor"), _another_editor(house)
    drafted(house, "supervisor")
    at = shanghai("2026-10-09T10:00")
    with pytest.raises(BadInput), transaction():
        bulletins.approve(Seen("2026-09", 1), supervisor, at)
    with pytest.raises(BadInput), transaction():
        bulletins.publish(Seen("2026-09", 1), supervisor, at)
    with transaction():
        bulletins.edit(Seen("2026-09", 1), bulletins.present("2026-09").content, supervisor, at)
    with pytest.raises(BadInput), transaction():
        bulletins.edit(Seen("2026-09", 1), bulletins.present("2026-09").content, leader, at)
    with transaction():
        bulletins.approve(Seen("2026-09", 2), leader, at)
        first = bulletins.publish(Seen("2026-09", 3), supervisor, at)
    assert first.issue == 1 and [one.step for one in bulletins.versions("2026-09")] == [
        "published",
        "approved",
        "edited",
        "drafted",
    ]

    with transaction():
        other = bulletins.draft_bulletin("2026-08", None, at)
        bulletins.approve(Seen("2026-08", other.version), leader, at)
        assert bulletins.publish(Seen("2026-08", 2), leader, at).issue == 2
        content = {**first.content, "title": ["更正", "corrected"]}
        bulletins.edit(Seen("2026-09", 4), content, leader, at)
    assert bulletins.published("2026-09")[0].content["title"] != ["更正", "corrected"]
    with transaction():
        bulletins.approve(Seen("2026-09", 5), supervisor, at)
        again = bulletins.publish(Seen("2026-09", 6), leader, at)
    assert again.issue == 1 and bulletins.published("2026-09")[0].id == again.id


def _another_editor(house: House) -> Officer:
    editors = [
        one for one in db.session.scalars(select(Officer)) if {"supervisor", "last_resort"} & set(one.roles)
    ]
    return next(one for one in editors if one.username != "supervisor")


def test_first_working_day_drafts_the_month_before_once(house):
    assert draft_bulletin(shanghai("2026-11-01T09:00")) == 0  # a Sunday
    assert draft_bulletin(shanghai("2026-11-02T09:00")) == 1
    assert draft_bulletin(shanghai("2026-11-03T09:00")) == 0
    assert bulletins.present("2026-10").by_id is None


def test_leader_drafts_edits_and_another_publishes_in_pages(lived):
    first, second = signed_in(lived, "supervisor"), signed_in(lived, _another_editor(lived).username)
    first.get("/supervise/bulletins")
    assert first.post("/supervise/bulletins", period="2026-09").status_code in (200, 303)
    assert "程序起草" in first.get("/supervise/bulletins/2026-09").text
    first.get("/supervise/bulletins/2026-09/edit")
    typed = {f"text-{at}-{n}": f"第{at}段" for at in range(8) for n in range(2)}
    wrong = first.post(
        "/supervise/bulletins/2026-09/edit", version="1", **{**typed, "title-0": " ", "title-1": ""}
    )
    assert wrong.status_code == 422 and "第7段" in wrong.text
    first.post(
        "/supervise/bulletins/2026-09/edit",
        version="1",
        **{**typed, "title-0": "九月<b>通报", "title-1": "x"},
    )
    first.post("/supervise/bulletins/2026-09/approve", version="2")
    db.session.rollback()  # the test reads what the pages wrote
    assert bulletins.present("2026-09").step == "edited"

    stranger = Visitor(lived.app, "zh")
    assert stranger.get("/bulletins/2026-09").status_code == 404
    second.get("/supervise/bulletins/2026-09")
    second.post("/supervise/bulletins/2026-09/approve", version="2")
    second.post("/supervise/bulletins/2026-09/publish", version="3")
    page = stranger.get("/bulletins/2026-09").text
    assert "少于 10" in page and "少于 10" not in second.get("/supervise/bulletins/2026-09").text
    assert "九月&lt;b&gt;通报" in page and "第7段" in page and "2026年第1期" in page
    assert "九月" in stranger.get("/bulletins").text
    assert docx_text(stranger.get("/bulletins/2026-09.docx").data).startswith("九月<b>通报")
    window = signed_in(lived, "window")
    assert window.get("/supervise/bulletins").status_code == 403


def docx_text(data: bytes) -> str:
    """Read without the library that wrote it."""
    tree = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    return "\n".join("".join(t.text or "" for t in p.iter(f"{WORD}t")) for p in tree.iter(f"{WORD}p"))


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_files_hold_every_section_table_and_figure(lived, tmp_path, locale):
    row, at = drafted(lived), 0 if locale == "zh" else 1
    run = lived.app.test_cli_runner().invoke
    for kind in ("docx", "xlsx"):
        out = tmp_path / f"b.{kind}"
        told = run(args=["bulletin", "2026-09", "--out", str(out), "--lang", locale])
        assert told.exit_code == 0, told.output
    text = docx_text((tmp_path / "b.docx").read_bytes())
    for section in row.content["sections"]:
        assert section["heading"][at] in text
        assert all(line in text for line in section["text"][at].split("\n"))
        for cells in (section["table"] or {"rows": []})["rows"]:
            assert all(str(cell[at] if isinstance(cell, list) else cell) in text for cell in cells)
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert len(rows) == 1 + len(indicators()) and len(book.worksheets) == 3


def test_command_says_what_is_wrong(house, tmp_path):
    run = house.app.test_cli_runner().invoke
    for period, out in (("soon", "b.docx"), ("2026-09", "b.pdf"), ("2026-09", "b")):
        told = run(args=["bulletin", period, "--out", str(tmp_path / out)])
        assert told.exit_code == 2 and not (tmp_path / out).exists()
