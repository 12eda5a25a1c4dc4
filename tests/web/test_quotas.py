"""What a person without an account may do in a day: bytes, complaints and messages have an end, and others are not affected."""

from __future__ import annotations

import hashlib
import json
from time import thread_time

import pytest
from sqlalchemy import func, select

from complaints.infrastructure.database import db
from complaints.models import Attachment, Complaint, IdempotencyKey, PublicIdempotencyKey
from complaints.notifications import delivery
from config import read_settings
from schemas.intake import WebComplaintIn
from tests.house import opened, settings, shanghai
from tests.support.post_office import free_port, house_with_mail, notices, post_office
from tests.web.pages import Visitor, words_on
from tests.web.test_rate_limits import CLEAN, STRANGER

WORDS = {"category": "ATTITUDE", "subject": "窗口态度", "narrative": "态度差。"}


def complains(house, where=STRANGER, phone="13800138000", **headers):
    body = {**WORDS, "complainant": {"name": "李大爷", "phone": phone}}
    client = house.app.test_client()
    return client.post("/api/v1/intake", json=body, environ_base=where, headers=headers)


def logged():
    db.session.rollback()
    return db.session.execute(select(func.count(Complaint.id))).scalar_one()


def test_one_address_logs_so_many_complaints_and_others_go_on(now):
    with opened("sqlite", SHOUWEN_INTAKE_RATE="3 per day") as house:
        codes = [complains(house, phone=f"1380013800{n}").status_code for n in range(5)]
        other = complains(house, CLEAN)

        assert codes == [201] * 3 + [429] * 2 and other.status_code == 201 and logged() == 4


def test_one_phone_is_named_in_so_many_complaints(now):
    with opened("sqlite", SHOUWEN_PHONE_COMPLAINTS="2") as house:
        answers = [complains(house, {"REMOTE_ADDR": f"10.3.0.{n}"}) for n in range(4)]

        assert [one.status_code for one in answers] == [201, 201, 429, 429] and logged() == 2
        assert answers[2].mimetype == "application/problem+json" and answers[2].headers["Retry-After"]
        assert complains(house, phone="13900139000").status_code == 201
        now("2026-09-22T10:01")
        assert complains(house).status_code == 201


def test_one_address_keeps_so_many_bytes(now):
    with opened("sqlite", SHOUWEN_UPLOAD_MB_DAY="1") as house:
        li = Visitor(house.app)
        li.get("/complain/category")
        text = "字" * 2000
        codes = [
            li.post("/complain/what", subject="标题", narrative=text + " " * 300_000).status_code
            for _ in range(5)
        ]
        refused = li.post("/complain/files", files={"files": (b"%PDF-1.4 " + b"x" * 100_000, "a.pdf")})

        assert 429 in codes and codes[0] != 429
        assert refused.status_code == 429 and "今天从这里发来的内容太多" in words_on(refused)
        assert db.session.execute(select(func.count(Attachment.id))).scalar_one() == 0
        officer = Visitor(house.app)
        assert officer.get("/status").status_code == 200


def test_one_phone_is_sent_so_many_messages_a_day():
    port = free_port()
    with post_office(port) as office, house_with_mail("sqlite", port, SHOUWEN_PHONE_MESSAGES="2") as house:
        for n in range(5):
            house.logs(f"2026-09-18T16:0{n}", by="citizen", channel="web")
        delivery.deliver(lambda: shanghai("2026-09-18T16:10"))

        told = [one for one in notices(recipient="citizen") if one.delivered_at]
        assert len(told) == 2 and notices(kind="ring_citizen")
        assert office.mails


def test_long_text_is_refused_before_its_signs_are_looked_at():
    words = {**WORDS, "narrative": "\u200b" * 9_000_000}
    start = thread_time()
    faults = WebComplaintIn().validate(words)

    assert "narrative" in faults and thread_time() - start < 0.1


def test_stored_requests_are_keyed(house, now):
    """Who has the database and guesses the words learns nothing from the hash of a request."""
    complains(house, **{"Idempotency-Key": "k1"})
    body = {**WORDS, "complainant": {"name": "李大爷", "phone": "13800138000"}}
    plain = hashlib.sha256(json.dumps(body, sort_keys=True, separators=(",", ":")).encode()).hexdigest()

    rows = [*db.session.scalars(select(PublicIdempotencyKey)), *db.session.scalars(select(IdempotencyKey))]
    assert len(rows) == 1 and rows[0].request_sha256 != plain


@pytest.mark.parametrize("production", ["0", "1"])
def test_quotas_hold_in_production_and_elsewhere_where_set(production):
    env = settings("sqlite://", SHOUWEN_PRODUCTION=production, SHOUWEN_PHONE_MESSAGES="7")
    env |= {
        "SHOUWEN_RATELIMIT_STORAGE": "redis://127.0.0.1",
        "SHOUWEN_PUBLIC_URL": "https://complaints.example",
    }
    found = read_settings(env)

    assert found.phone_messages == 7 and bool(found.phone_complaints) == (production == "1")
    assert bool(found.intake_rate) == bool(found.upload_mb_day) == (production == "1")
