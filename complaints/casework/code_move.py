"""Query codes made again under the key that carries the index now, while the site runs. Only a hash of each code is kept, so the
million of them are tried: about a second a complaint. Until its turn, a code is known under the key before."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa

from complaints.casework.index_move import Report
from complaints.infrastructure.database import db, end_reading, transaction
from complaints.infrastructure.encryption import code_hash, code_key, settings_keys
from complaints.infrastructure.index_key import key_id
from complaints.infrastructure.tracking_numbers import CODE_DIGITS
from complaints.models import Complaint, IndexKey

INNER, OUTER, BLOCK = 0x36, 0x5C, 64  # of HMAC (RFC 2104)


def move_codes(report: Report) -> None:
    """Goes on where it was."""
    row = db.session.get(IndexKey, 1, populate_existing=True)
    old = next((one for one in settings_keys() if row is not None and key_id(one) == row.codes_from), None)
    if row is None or old is None:
        return
    left = sa.select(sa.func.count()).select_from(Complaint).where(Complaint.id > row.codes_up_to)
    done, total = 0, db.session.scalar(left) or 0
    while (complaint_id := _next()) is not None:
        _move(complaint_id, code_key(old))
        done += 1
        report("codes", done, total)
    with transaction() as session:
        session.execute(sa.update(IndexKey).values(codes_from=None))


def _next() -> int | None:
    last = sa.select(IndexKey.codes_up_to).scalar_subquery()
    found = db.session.scalar(sa.select(sa.func.min(Complaint.id)).where(Complaint.id > last))
    end_reading()
    return found


def _move(complaint_id: int, key: bytes) -> None:
    """A code that was issued since the move is under the new key, and none is found."""
    number, kept = db.session.execute(
        sa.select(Complaint.tracking_number, Complaint.query_code_hash).filter_by(id=complaint_id)
    ).one()
    end_reading()
    code = find_code(key, number, kept)
    with transaction() as session:
        complaint = session.get_one(Complaint, complaint_id, with_for_update=True, populate_existing=True)
        if code is not None and complaint.query_code_hash == kept:
            complaint.query_code_hash = code_hash(number, code)
        session.execute(sa.update(IndexKey).values(codes_up_to=complaint_id))


def find_code(key: bytes, number: str, kept: str) -> str | None:
    block, wanted = key.ljust(BLOCK, b"\0"), bytes.fromhex(kept)
    inner = hashlib.sha256(bytes(byte ^ INNER for byte in block) + f"{number}:".encode())
    outer = hashlib.sha256(bytes(byte ^ OUTER for byte in block))
    for tried in range(10**CODE_DIGITS):
        within, around = inner.copy(), outer.copy()
        within.update(b"%06d" % tried)
        around.update(within.digest())
        if around.digest() == wanted:
            return f"{tried:0{CODE_DIGITS}d}"
    return None
