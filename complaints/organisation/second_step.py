"""The second step of signing in: set up, asked for, and taken away by the officer; lost ones go with a new password."""

from __future__ import annotations

import unicodedata
from datetime import datetime

from flask import current_app
from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.infrastructure.encryption import keyed_hash
from complaints.infrastructure.errors import BadInput
from complaints.infrastructure.one_time_codes import one_time_codes
from complaints.infrastructure.tracking_numbers import CODE_DIGITS, digits_of
from complaints.models import Officer, SecondStep, audit
from schemas.numerals import LIKE_DIGITS
from workflows.language import Text

RECOVERY_CODES = 8
WINDOW = 30  # seconds a code is taken before and after its own
LONGEST = 60
_LIKE_DIGITS = str.maketrans(LIKE_DIGITS)
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
LEADERS, ALL = "leaders", "all"
LEADING = {"supervisor", "discipline", "admin", "last_resort"}


def is_asked(officer: Officer) -> bool:
    query = select(SecondStep.confirmed_at).filter_by(officer_id=officer.id)
    return db.session.execute(query).scalar_one_or_none() is not None


def find(officer: Officer) -> SecondStep | None:
    query = select(SecondStep).filter_by(officer_id=officer.id).execution_options(populate_existing=True)
    return db.session.scalars(query).one_or_none()


def is_missing(officer: Officer) -> bool:
    """Whether the settings require one of this officer, and it is not set up."""
    required = current_app.config["SHOUWEN"].second_step
    if not required or (required == LEADERS and not LEADING & set(officer.roles)):
        return False
    return not is_asked(officer)


def prepare_secret(officer: Officer, at: datetime) -> SecondStep:
    """A new secret, or the one that waits for its first code. Inside a transaction."""
    row = db.session.get(SecondStep, officer.id)
    if row is None:
        secret = one_time_codes().generate_totp_secret()
        row = SecondStep(officer_id=officer.id, secret=secret, begun_at=at, recovery=[])
        db.session.add(row)
        db.session.flush()
    return row


def address_of(row: SecondStep, officer: Officer) -> str:
    """What an app reads from the picture."""
    return str(one_time_codes().get_totp_uri(officer.username, row.secret))


def key_of(row: SecondStep) -> str:
    """The same to type in."""
    return str(one_time_codes().get_totp_pretty_key(row.secret))


def confirm(officer: Officer, code: str, at: datetime) -> list[str]:
    """In force from now on. Returns the recovery codes, shown once. Inside a transaction. Raises BadInput."""
    row = db.session.get(SecondStep, officer.id, with_for_update=True)
    if row is None or row.confirmed_at is not None or not _is_code(row, code):
        raise BadInput({"code": WRONG})
    row.confirmed_at = at
    codes = _give_recovery_codes(row)
    audit.note("second step set up", at, {"officer": officer.username})
    return codes


def passes(officer_id: int, code: str) -> bool:
    """A code of the app, or a recovery code, which is used up. Inside a transaction."""
    row = db.session.get(SecondStep, officer_id, with_for_update=True)
    if row is None or row.confirmed_at is None:
        return False
    hashed = _hash_of(row, code)
    if hashed in row.recovery:
        row.recovery = [one for one in row.recovery if one != hashed]
        return True
    return _is_code(row, code)


def remove(officer: Officer, at: datetime) -> None:
    """Inside a transaction."""
    row = db.session.get(SecondStep, officer.id)
    if row is not None:
        db.session.delete(row)
        audit.note("second step removed", at, {"officer": officer.username})


def _is_code(row: SecondStep, code: str) -> bool:
    typed = digits_of(code[:LONGEST], CODE_DIGITS)
    return bool(typed) and bool(one_time_codes().verify_totp(typed, row.secret, row, window=WINDOW))


def _give_recovery_codes(row: SecondStep) -> list[str]:
    codes = [str(one) for one in one_time_codes().generate_recovery_codes(RECOVERY_CODES)]
    row.recovery = [_hash_of(row, one) for one in codes]
    return codes


def _hash_of(row: SecondStep, code: str) -> str:
    return keyed_hash("recovery code", f"{row.officer_id}:{_plain(code[:LONGEST])}")


def _plain(code: str) -> str:
    """Sixteen kinds of sign make a recovery code, none of them o, i or l."""
    seen = unicodedata.normalize("NFKC", code).lower().translate(_LIKE_DIGITS | _DASHES)
    return "".join(sign for sign in seen if not sign.isspace() and unicodedata.category(sign) != "Cf")


WRONG = Text(
    "动态码不对，请看手机上的最新一个再填。", "This code is not right; type the newest one of your app."
)
