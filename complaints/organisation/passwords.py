"""Passwords of officers: given for one sign-in by an administrator, or chosen by the officer; kept as a hash alone."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import current_app
from flask_security import hash_password
from flask_security.utils import verify_password
from sqlalchemy import delete

from complaints.infrastructure.database import db
from complaints.infrastructure.errors import BadInput
from complaints.models import Officer, SecondStep, audit
from workflows.language import Text
from workflows.parties import MACHINE

SHORTEST, LONGEST = 12, 200
GIVEN_LASTS = timedelta(days=7)
LEAST_SCORE, LONGEST_JUDGED = 3, 72  # of 4: more than 10^8 guesses; it judges no more characters than that
FEWEST_SIGNS = 5  # different ones, or it is guessed as soon as it is seen being typed
IN_A_ROW = ("01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")


@dataclass(frozen=True, slots=True)
class Typed:
    """What an officer typed to choose a password; `current` counts only where it is asked for."""

    new: str = field(repr=False)
    again: str = field(repr=False)
    current: str = field(default="", repr=False)


def one_time() -> str:
    """Easy to read out, with about 80 bits: four groups of letters and digits that are not taken for each other."""
    signs = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(signs) for _ in range(4)) for _ in range(4))


def give(officer: Officer, at: datetime) -> str:
    """A password shown once; with it the officer can only choose their own. Every session and token ends."""
    password = one_time()
    officer.password, officer.password_given = hash_password(password), True
    officer.demo = False
    officer.password_until = at + GIVEN_LASTS
    db.session.execute(delete(SecondStep).where(SecondStep.officer_id == officer.id))
    end_sessions(officer)
    return password


def take_away(officer: Officer) -> None:
    """For an account that signs in another way: nobody knows the password, and none has to be chosen."""
    officer.password = hash_password(secrets.token_urlsafe(48))
    officer.password_given, officer.password_until = False, None


def is_good(officer: Officer, at: datetime) -> bool:
    """Whether the officer's password still signs in: a given one does so once, within a week."""
    return officer.password_until is None or at < officer.password_until


def use(officer: Officer, at: datetime) -> bool:
    """Note a sign-in with the right password; false when it was given and is used up. Inside a transaction."""
    good = is_good(officer, at)
    if good and officer.password_given:
        officer.password_until = at
    return good


def choose(officer: Officer, typed: Typed, at: datetime) -> None:
    """The officer's own password. Every session and token ends. Inside a transaction.

    The current one is asked for unless it was given for this sign-in. Raises BadInput by field.
    """
    if not officer.password_given and not is_right(officer, typed.current):
        raise BadInput({"password_now": Text("现在的密码不对。", "This is not your present password.")})
    if faults := _faults(officer, typed):
        raise BadInput(faults)
    officer.password, officer.password_given = hash_password(typed.new), False
    officer.demo = False
    officer.password_until = None
    end_sessions(officer)
    audit.note("password chosen", at, {"officer": officer.username})


def is_right(officer: Officer, typed: str) -> bool:
    """A machine has none. A demonstration password does not sign in where real citizens are served, until one is given or chosen."""
    right = bool(verify_password(typed[:LONGEST], officer.password)) and MACHINE not in officer.roles
    return right and not (officer.demo and current_app.config["SHOUWEN"].production)


def end_sessions(officer: Officer) -> None:
    officer.fs_uniquifier = secrets.token_hex(32)


def _faults(officer: Officer, typed: Typed) -> dict[str, Text]:
    fault = _too_short_or_long(typed.new) or _too_easy(officer, typed.new)
    if fault is None and is_right(officer, typed.new):
        fault = Text("请换一个与现在不同的密码。", "Choose one that differs from your present password.")
    if fault is not None:
        return {"password": fault}
    if typed.again != typed.new:
        return {"password_again": Text("两次填写的不一样。", "The two are not the same.")}
    return {}


def _too_short_or_long(new: str) -> Text | None:
    if len(new) < SHORTEST:
        return Text(f"密码至少要有 {SHORTEST} 个字符。", f"A password has at least {SHORTEST} characters.")
    if len(new) > LONGEST:
        return Text(f"密码最多 {LONGEST} 个字符。", f"A password has at most {LONGEST} characters.")
    return None


def _too_easy(officer: Officer, new: str) -> Text | None:
    lowered = new.lower()
    rows = [row for name in IN_A_ROW for row in (name, name[::-1])]
    if officer.username in lowered or len(set(lowered)) < FEWEST_SIGNS or any(lowered in row for row in rows):
        return Text(
            "这个密码太容易猜到：不要含用户名，不要用重复或者连续的字符。",
            "This is too easy to guess: not your username, and not the same signs or a row of them.",
        )
    return _well_known(officer, new)


def _well_known(officer: Officer, new: str) -> Text | None:
    """Passwords from lists of known ones, and names or words with a few digits behind them."""
    from zxcvbn import (
        zxcvbn,  # its word lists take a while to read; only who chooses a password waits for them
    )

    known = [officer.username, officer.name_zh, officer.name_en, officer.unit.code, "shouwen", "complaint"]
    if zxcvbn(new[:LONGEST_JUDGED], user_inputs=known)["score"] >= LEAST_SCORE:
        return None
    return Text(
        "这个密码在常用密码之列，或者由常用词加几个数字组成，很快就会被猜到。",
        "This is one of the well-known passwords, or a common word with a few digits: it is guessed quickly.",
    )
