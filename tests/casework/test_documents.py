"""Documents of the steps and the case file: every place filled, nothing of a later time, the same bytes twice."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile

import docx
import pytest
from sqlalchemy import select

from complaints.casework.documents.case_file import write_case_file
from complaints.casework.documents.documents import CaseDocument, documents_of, templates
from complaints.casework.documents.values import Case, values_of
from complaints.infrastructure.database import db, transaction
from complaints.models import Attachment, Complaint, Event, Unit
from complaints.organisation import officers, units
from complaints.rulebooks.store import SHIPPED
from schemas.rulebook import load_rulebook
from tests.house import House, shanghai
from tests.support import stories
from tests.web.pages import signed_in
from tests.web.test_bulletins import docx_text

DECLINED = {"reason_code": "not_our_remit", "competent_body": "市场监督管理局", "contact": "12315"}


def documents(house: House, number: str) -> dict[str, CaseDocument]:
    complaint = db.session.scalars(select(Complaint).filter_by(tracking_number=number)).one()
    events = list(db.session.scalars(select(Event).filter_by(complaint_id=complaint.id).order_by(Event.seq)))
    return {one.code: one for one in reversed(documents_of(complaint, events))}


def test_every_template_names_moves_and_values_that_are_there(house):
    book = load_rulebook(SHIPPED.read_text("utf8"))
    acts = {rung.act for ladder in book.ladders.values() for rung in ladder}
    complaint = db.session.scalars(
        select(Complaint).filter_by(tracking_number=house.logs("2026-09-18T09:00"))
    ).one()
    event = db.session.scalars(select(Event)).first()
    known = set(values_of(Case(complaint, (event,)), event)) | {"outcome"}
    for one in templates():
        assert one.moves <= set(book.moves) and one.acts <= acts, one.code
        assert one.places <= known, (one.code, one.places - known)
    assert len({one.title.zh for one in templates()}) >= 13


def test_steps_make_their_documents_with_every_fact_in_place(either_house):
    found = documents(either_house, stories.told(either_house))

    assert list(found) == ["answer", "transfer", "acceptance"]
    assert "2026年9月24日17:30" in "".join(found["acceptance"].paragraphs)
    assert found["answer"].paragraphs[0] == "李大爷："
    assert "已批评教育并道歉。" in found["answer"].paragraphs
    for one in found.values():
        text = "\n".join((*one.paragraphs, *one.signed, one.number))
        assert not re.search(r"\{\{|None|\b(?:True|False)\b", text) and "〔2026〕" in one.number


def test_a_typed_direction_turns_none_of_the_office_s_words(house):
    number = house.logs("2026-09-18T09:00")
    house.does(
        "window", number, "ask_supplement", "2026-09-18T10:00", items="\u202e身份证\n\u05d0\u202b复印件"
    )

    paragraphs = documents(house, number)["missing_items"].paragraphs
    found = next(text for text in paragraphs if "身份证" in text)
    assert "\u2068\u202e身份证\u202c\u2069\n\u2068\u05d0\u202b复印件\u202c\u2069" in found


def test_declined_and_incomplete_ones_are_told_so(house):
    declined, incomplete = house.logs("2026-09-18T09:00"), house.logs("2026-09-18T09:00")
    house.does("window", declined, "decline", "2026-09-18T10:00", **DECLINED)
    house.does("window", incomplete, "ask_supplement", "2026-09-18T10:00", items="身份证复印件")

    assert "12315" in "".join(documents(house, declined)["refusal"].paragraphs)
    assert "身份证复印件" in "".join(documents(house, incomplete)["missing_items"].paragraphs)
    assert "acceptance" not in documents(house, declined)


def test_earlier_document_keeps_the_due_time_of_its_day(house):
    number = stories.in_hand(house)
    before = documents(house, number)["acceptance"].paragraphs
    house.does(
        "handler", number, "request_extension", "2026-09-22T10:00", days=5, reason="复杂", basis="第三十条"
    )
    house.does("leader", number, "grant_extension", "2026-09-22T11:00")

    found = documents(house, number)
    assert found["acceptance"].paragraphs == before
    assert "2026年9月24日17:30" in "".join(before)
    assert "2026年10月9日17:30" in "".join(found["extension"].paragraphs)


def test_rungs_that_climbed_make_reminder_and_supervision_order(house):
    number = stories.in_hand(house)
    house.sweeps("2026-09-24T18:00")
    house.sweeps("2026-10-08T18:00")
    found = documents(house, number)

    assert "“办理进展”应于2026年9月22日17:30完成" in "".join(found["urging"].paragraphs)
    assert "supervision_order" in found


@pytest.fixture
def case(house: House) -> tuple[House, str]:
    number = stories.told(house)
    return house, number


def written(house: House, number: str) -> bytes:
    complaint = db.session.scalars(select(Complaint).filter_by(tracking_number=number)).one()
    file = io.BytesIO()
    write_case_file(file, complaint, shanghai("2026-10-09T09:00"))
    return file.getvalue()


def test_case_file_is_whole_in_order_and_the_same_twice(case):
    house, number = case
    body = written(house, number)
    assert body == written(house, number)

    archive = zipfile.ZipFile(io.BytesIO(body))
    names = archive.namelist()
    assert names[:3] == ["001-cover.docx", "002-index.csv", "003-registration.docx"]
    hashes = json.loads(archive.read("manifest.json"))["sha256"]
    assert hashes == {
        name: hashlib.sha256(archive.read(name)).hexdigest() for name in names if name != "manifest.json"
    }
    assert "李大爷" in docx_text(archive.read("003-registration.docx"))
    ledger = json.loads(archive.read("ledger.json"))
    events = db.session.scalars(select(Event.hash).order_by(Event.seq)).all()
    assert [one["hash"] for one in ledger["events"]] == list(events) and ledger["head"] == events[-1]
    index = archive.read("002-index.csv").decode("utf-8-sig")
    assert all(name in index for name in names[2:-1])


def test_command_and_page_give_the_same_file_to_those_who_may(case, tmp_path):
    house, number = case
    run = house.app.test_cli_runner().invoke
    told = run(args=["case-file", number, "--out", str(tmp_path / "f.zip")])
    assert told.exit_code == 0, told.output
    assert run(args=["case-file", "123", "--out", str(tmp_path / "g.zip")]).exit_code == 1

    visitor = signed_in(house, "window")
    assert f"/desk/c/{number}/documents" in visitor.get(f"/desk/c/{number}").text
    page = visitor.get(f"/desk/c/{number}/documents").text
    assert "受理通知书" in page and "已批评教育并道歉。" in page
    text = docx_text(visitor.get(f"/desk/c/{number}/documents/002-acceptance.docx").data)
    assert "受理通知书" in text and "〔2026〕" in text
    names = zipfile.ZipFile(io.BytesIO(visitor.get(f"/desk/c/{number}/case-file.zip").data)).namelist()
    assert names == zipfile.ZipFile(tmp_path / "f.zip").namelist()
    assert visitor.get(f"/desk/c/{number}/documents/099-acceptance.docx").status_code == 404


def test_who_may_not_know_the_person_gets_no_document(house):
    number = house.logs("2026-09-18T09:00", confidential=True)
    for username in ("supervisor", "other"):
        visitor = signed_in(house, username)
        for path in ("documents", "case-file.zip", "documents/001-acceptance.docx"):
            assert visitor.get(f"/desk/c/{number}/{path}").status_code == 404


def test_final_document_is_kept_as_edited_with_its_hash_in_the_ledger(case):
    house, number = case
    visitor = signed_in(house, "window")
    page = visitor.get(f"/desk/c/{number}/documents")
    address = re.search(r'href="([^"]+/edit)"', page.text)[1]
    form = visitor.get(address)
    assert "李大爷：" in form.text

    answer = visitor.post(address, text="李大爷：\n现将办理情况告知如下，<已>当面道歉。")
    shown = visitor.get(f"/desk/c/{number}/documents").text
    kept = db.session.scalars(select(Attachment)).one()
    body = db.session.scalar(select(Attachment.body))
    detail = db.session.scalars(select(Event).filter_by(move="attach")).one().detail

    assert answer.status_code == 303 and "已定稿" in shown and kept.sha256[:16] in shown
    assert "<已>当面道歉" in docx_text(body)
    assert hashlib.sha256(body).hexdigest() == kept.sha256 == detail["files"][0]["sha256"]


def test_steps_of_the_case_file_say_what_the_history_says(house, tmp_path):
    number = house.logs("2026-09-18T09:00")
    house.does("window", number, "ask_citizen", "2026-09-18T09:30", question="哪个窗口？")
    house.does("window", number, "accept", "2026-09-18T10:00")
    house.does("window", number, "assign", "2026-09-18T11:00", unit="EC-BUREAU")
    house.does("handler", number, "sign_for", "2026-09-18T12:00")
    house.does("handler", number, "consult", "2026-09-18T13:00", unit="GD-ZONE", question="归谁管？")
    changes = {"subject": "三号窗口态度"}
    house.does("handler", number, "request_correction", "2026-09-18T14:00", changes=changes, reason="写错了")
    house.does("window", number, "correct", "2026-09-18T14:30", changes=changes, reason="核对过")
    visitor = signed_in(house, "window")

    body = visitor.get(f"/desk/c/{number}/case-file.zip").data
    archive = zipfile.ZipFile(io.BytesIO(body))
    steps = next(archive.read(name) for name in archive.namelist() if name.endswith("steps.csv"))
    rows = {
        row["事项"]: row["说明"] for row in csv.DictReader(io.StringIO(steps.decode("utf-8-sig"), newline=""))
    }
    words = "\n".join(rows.values())

    wanted = ("哪个窗口？", "归谁管？", "窗口态度 → 三号窗口态度", "写错了", "核对过")
    assert [one for one in wanted if one not in words] == [], rows
    run = house.app.test_cli_runner().invoke(args=["case-file", number, "--out", str(tmp_path / "f.zip")])
    assert run.exit_code == 0, run.output
    again = zipfile.ZipFile(tmp_path / "f.zip")
    assert steps == next(again.read(name) for name in again.namelist() if name.endswith("steps.csv"))


SPACED = "第一段\n\n第二段\n\n\n第三段"


def lines_of(body: bytes) -> list[str]:
    paragraphs = (one.text for one in docx.Document(io.BytesIO(body)).paragraphs)
    return [line for text in paragraphs for line in text.split("\n")]


def test_document_keeps_the_blank_lines_of_its_text(house):
    number = stories.in_hand(house)
    house.does(
        "handler", number, "answer", "2026-09-20T10:00", outcome="substantiated", findings="x", reply=SPACED
    )
    house.does("window", number, "give_feedback", "2026-09-20T11:00", method="phone", note="已告知")
    visitor = signed_in(house, "window")
    address = re.findall(r'href="([^"]+-answer)/edit"', visitor.get(f"/desk/c/{number}/documents").text)[0]

    assert "\n".join(lines_of(visitor.get(f"{address}.docx").data)).count(SPACED) == 1
    visitor.post(f"{address}/edit", text=f"\n{SPACED} \n \n")
    kept = lines_of(db.session.scalar(select(Attachment.body)))
    assert "\n".join(kept).count(SPACED) == 1 and kept[2:7] == SPACED.split("\n")[:5]


@pytest.mark.parametrize(("text", "said"), [(" \n\u3000", "请写文书的正文"), ("好\ufdd0", "U+FDD0")])
def test_text_of_a_document_that_cannot_be_kept_loses_nothing(case, text, said):
    house, number = case
    visitor = signed_in(house, "window")
    address = re.search(r'href="([^"]+/edit)"', visitor.get(f"/desk/c/{number}/documents").text)[1]

    answer = visitor.post(address, text=text)

    assert answer.status_code == 422 and said in answer.text
    assert db.session.scalars(select(Attachment)).first() is None


def test_who_has_no_part_makes_no_document_final(case):
    house, number = case
    visitor = signed_in(house, "supervisor")
    page = visitor.get(f"/desk/c/{number}/documents")
    name = re.search(r'id="(\d{3}-\w+)"', page.text)[1]

    answer = visitor.post(f"/desk/c/{number}/documents/{name}/edit", text="改")

    assert "/edit" not in page.text and answer.status_code in (403, 409)
    assert db.session.scalars(select(Attachment)).first() is None


def test_documents_keep_the_names_and_units_of_their_step(either_house):
    house = either_house
    number = house.logs("2026-09-18T09:00")
    house.does("window", number, "accept", "2026-09-18T10:00")
    house.does("window", number, "assign", "2026-09-18T11:00", unit="EC-BUREAU")
    before = {code: (one.paragraphs, one.signed) for code, one in documents(house, number).items()}

    later = shanghai("2026-09-21T09:00")
    with transaction(alone=True):
        for code in ("EC-BUREAU", "EZ-CENTRE"):
            unit = db.session.scalars(select(Unit).filter_by(code=code)).one()
            units.rename(unit, {"name_zh": f"改名{unit.id}局", "name_en": f"Renamed {unit.id}"}, later)
    house.does("handler", number, "sign_for", "2026-09-21T10:00")
    house.does(
        "centre.chen",
        number,
        "change_first_responder",
        "2026-09-21T10:10",
        officer="centre.he",
        reason="调动",
    )
    house.does("centre.he", number, "take_first_responder", "2026-09-21T10:20")
    with transaction(alone=True):
        officers.move(house.officer("window"), "LZ-JO-TAIHE", shanghai("2026-09-21T11:00"))

    after = {code: (one.paragraphs, one.signed) for code, one in documents(house, number).items()}
    assert {code: after[code] for code in before} == before
