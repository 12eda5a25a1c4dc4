"""A file on a bad line: it breaks, goes on where it broke, and arrives as it was sent."""

from __future__ import annotations

import hashlib
import random

import pytest
from sqlalchemy import func, select

from complaints.cli.schedule import forget_drafts
from complaints.infrastructure.database import db
from complaints.models import Attachment, Upload, UploadPart
from tests.house import House, shanghai
from tests.web.api import Api

PDF = b"%PDF-1.4\n" + random.Random(5).randbytes(700_000) + b"\n%%EOF\n"
PART = 256_000


@pytest.fixture
def api(house: House, now) -> Api:
    return Api(house)


class Sender:
    """A citizen, or an officer, with a file; `broken` parts reach the server and their answers are lost."""

    def __init__(self, api: Api, logged, by: str | None = None):
        self.api, self.number, self.by = api, logged["tracking_number"], by
        self.keys = {"tracking_number": self.number, "query_code": logged.get("query_code", "")}
        self.base = "/status/uploads" if by is None else f"/complaints/{self.number}/uploads"
        self.headers = (
            {"Tracking-Number": self.number, "Query-Code": self.keys["query_code"]} if by is None else {}
        )

    def announce(self, body=PDF, name="录像.pdf", **more):
        words = {**(self.keys if self.by is None else {}), "name": name, "size": len(body), **more}
        return self.api.by(self.by).post(self.base, words)

    def put(self, upload, offset, part, **headers):
        asker = self.api.by(self.by)
        client = self.api.house.app.test_client()
        db.session.remove()
        headers = {**asker.headers, **self.headers, "Upload-Offset": str(offset), **headers}
        address = f"/api/v1{self.base}/{upload}"
        return client.put(address, data=part, headers=headers, content_type="application/octet-stream")

    def offset(self, upload):
        asker = self.api.by(self.by)
        return asker.get(f"{self.base}/{upload}", **self.headers)

    def finish(self, upload, **more):
        words = {**(self.keys if self.by is None else {}), **more}
        return self.api.by(self.by).post(f"{self.base}/{upload}/finish", words)

    def send(self, body=PDF, **more):
        upload = self.announce(body, **more).json["upload"]
        for offset in range(0, len(body), PART):
            assert self.put(upload, offset, body[offset : offset + PART]).status_code == 200
        return upload


def rows(model):
    db.session.rollback()
    return db.session.scalar(select(func.count(model.id)))


def test_a_file_broken_twice_and_resumed_is_the_same(api):
    sender = Sender(api, api.logged())
    digest = hashlib.sha256(PDF).hexdigest()
    upload = sender.announce(sha256=digest).json["upload"]

    assert sender.put(upload, 0, PDF[:PART]).json["offset"] == PART
    # the answer was lost: the sender sends the same part again, is told where to go on, and asks once more later
    again = sender.put(upload, 0, PDF[:PART])
    assert again.status_code == 409 and again.json["offset"] == PART
    assert again.headers["Upload-Offset"] == str(PART)
    assert sender.put(upload, PART, PDF[PART : 2 * PART]).status_code == 200
    offset = sender.offset(upload).json["offset"]
    assert sender.put(upload, offset, PDF[offset:]).json["offset"] == len(PDF)
    done = sender.finish(upload)
    assert done.status_code == 200 and done.json["kind"] == "application/pdf"

    added = api.by(None).post(
        "/status/moves/add", {**sender.keys, "note": "录像", "uploads": [{"upload": upload}]}
    )

    assert added.status_code == 201
    kept = db.session.scalars(select(Attachment)).one()
    assert kept.body == PDF and kept.sha256 == digest and kept.name == "录像.pdf"
    assert rows(Upload) == rows(UploadPart) == 0


def test_parts_are_sealed_where_they_are_kept(api):
    sender = Sender(api, api.logged())
    sender.send()

    stored = db.session.connection().exec_driver_sql("SELECT body FROM upload_part").scalars().all()

    assert stored and all(bytes(one).startswith(b"gAAAA") and PDF[:40] not in bytes(one) for one in stored)


@pytest.mark.parametrize("offset", [1, PART - 1, PART + 1, 0])
def test_a_wrong_offset_is_told_the_right_one(api, offset):
    sender = Sender(api, api.logged())
    upload = sender.announce().json["upload"]
    sender.put(upload, 0, PDF[:PART])

    answer = sender.put(upload, offset, PDF[offset : offset + 10])

    assert answer.status_code == 409 and answer.json["offset"] == PART
    assert sender.offset(upload).json["offset"] == PART


@pytest.mark.parametrize("written", ["", "-1", "x", "1e3", "٣", "9" * 20])
def test_an_offset_that_is_no_number_is_refused(api, written):
    sender = Sender(api, api.logged())
    upload = sender.announce().json["upload"]

    assert sender.put(upload, 0, b"x", **{"Upload-Offset": written}).status_code == 422


def test_an_upload_goes_on_for_its_own_complaint_and_sender_alone(api):
    mine, other = Sender(api, api.logged()), Sender(api, api.logged())
    upload = mine.announce().json["upload"]
    officer = Sender(api, {"tracking_number": mine.number}, by="window")

    for stranger in (other, officer):
        assert stranger.put(upload, 0, PDF[:10]).status_code == 404
        assert stranger.offset(upload).status_code == 404
        assert stranger.finish(upload).status_code == 404
    words = {**other.keys, "note": "x", "uploads": [{"upload": upload}]}
    assert api.by(None).post("/status/moves/add", words).status_code == 404
    assert mine.offset(upload).json["offset"] == 0


def test_number_and_code_are_asked_for_at_every_step(api):
    sender = Sender(api, api.logged())
    upload = sender.send()
    sender.headers["Query-Code"] = sender.keys["query_code"] = "000001"

    for answer in (
        sender.announce(),
        sender.put(upload, 0, b""),
        sender.offset(upload),
        sender.finish(upload),
    ):
        assert answer.status_code == 404


def test_an_unfinished_file_is_not_added(api):
    sender = Sender(api, api.logged())
    upload = sender.announce().json["upload"]
    sender.put(upload, 0, PDF[:PART])

    assert sender.finish(upload).json["offset"] == PART
    words = {**sender.keys, "note": "x", "uploads": [{"upload": upload}]}
    assert api.by(None).post("/status/moves/add", words).status_code == 422
    assert sender.offset(upload).status_code == 200  # it can still go on


def test_the_content_is_judged_when_it_is_whole(api):
    sender = Sender(api, api.logged())
    upload = sender.send(b"MZ\x90\x00 a program" * 50, name="现场.jpg")

    answer = sender.finish(upload)

    assert answer.status_code == 422 and "没有收下" in answer.text.encode().decode("unicode_escape")
    assert rows(Upload) == rows(UploadPart) == 0


def test_what_is_not_what_was_announced_is_not_taken(api):
    sender = Sender(api, api.logged())
    upload = sender.send(sha256="0" * 64)

    assert sender.finish(upload).status_code == 422 and rows(Upload) == 0


def test_too_large_is_told_before_anything_is_sent(api):
    sender = Sender(api, api.logged())
    words = {**sender.keys, "name": "x.pdf", "size": 51 * 1024 * 1024}

    assert api.by(None).post("/status/uploads", words).status_code == 422
    upload = sender.announce(b"123").json["upload"]
    assert sender.put(upload, 0, b"1234").status_code == 422
    assert sender.put(upload, 0, b"x" * (4 * 1024 * 1024 + 1)).status_code == 413


def test_few_files_are_open_at_a_time(api):
    sender = Sender(api, api.logged())

    codes = [sender.announce().status_code for _ in range(9)]

    assert codes == [201] * 8 + [429]


def test_the_abandoned_are_removed_by_the_clock(api, now):
    sender = Sender(api, api.logged())
    upload = sender.announce().json["upload"]
    sender.put(upload, 0, PDF[:PART])

    forget_drafts(shanghai("2026-09-22T09:30"))
    assert rows(Upload) == 1
    now("2026-09-22T10:30")
    assert sender.offset(upload).status_code == 404
    forget_drafts(shanghai("2026-09-22T10:30"))

    assert rows(Upload) == rows(UploadPart) == 0


def test_an_item_asked_for_comes_in_parts(api):
    logged = api.logged()
    sender = Sender(api, logged)
    api.by("window").move(sender.number, "ask_supplement", {"items": ["收据", "录像"]})
    upload = sender.send()
    sender.finish(upload)

    words = {**sender.keys, "note": "见录像", "uploads": [{"upload": upload, "item": 2}]}
    assert api.by(None).post("/status/moves/supplement", words).status_code == 201

    thread = api.by(None).post("/status", sender.keys).json["thread"]
    assert [one["item"] for one in thread[-1]["files"]] == [2]


def test_an_officer_adds_a_file_in_parts(api):
    logged = api.logged()
    sender = Sender(api, logged, by="window")
    upload = sender.send()

    done = sender.finish(upload, note="监控")

    assert done.status_code == 201 and done.json["move"] == "attach"
    assert db.session.scalars(select(Attachment)).one().body == PDF


def test_nothing_is_begun_for_a_complaint_that_is_over(api):
    logged = api.logged()
    sender = Sender(api, logged)
    api.by(None).post("/status/moves/withdraw", sender.keys)

    assert sender.announce().status_code == 409 and rows(Upload) == 0
