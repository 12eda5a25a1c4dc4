"""What guessing of query codes leads to: the guessing address must give a second fact, the citizen gets a notice, and
administrators get one when wrong codes over all numbers come too fast. A number is never closed for it.
"""

from __future__ import annotations

from contextlib import suppress

from limits import RateLimitItem, parse

from complaints.casework import citizen_view
from complaints.infrastructure import clock
from complaints.infrastructure.encryption import blind_index
from complaints.infrastructure.errors import NotFound, SecondFactAsked
from complaints.infrastructure.extensions import limiter
from complaints.infrastructure.tracking_numbers import DIGITS, digits_of
from complaints.notifications import guessing_alarm
from complaints.web.security.rate_limits import address, rate

ADDRESS, NUMBER, ALL, TOLD = (
    "wrong codes before",
    "wrong codes tried",
    "all wrong codes",
    "alarm of wrong codes",
)
COUNTED = parse("100000 per day")
ONCE_A_DAY = parse("1 per day")
WORTH_TELLING = 3


def find_number(typed: str, code: str, fact: str) -> str:
    """The tracking number, when the code is its own. Raises NotFound, or SecondFactAsked where a fact is asked for too;
    both alike for wrong and unknown."""
    asked = asks_second_fact()
    try:
        return citizen_view.number_of(typed, code, fact if asked else None)
    except NotFound:
        _note_wrong(digits_of(typed))
        raise SecondFactAsked if asked else NotFound from None


def require_fact(number: str, fact: str) -> None:
    """For what names the person. Raises NotFound, counted as a wrong code."""
    try:
        citizen_view.require_fact(number, fact)
    except NotFound:
        _note_wrong(number)
        raise SecondFactAsked from None


def asks_second_fact() -> bool:
    """Whether this address typed wrong codes before, today."""
    free = _free_tries()
    return free is not None and not limiter.limiter.test(free, ADDRESS, address())


def wrong_tries(number: str) -> int:
    """How often a wrong code was tried on a number today, by all; few may be the citizen's own slips."""
    left = COUNTED.amount
    with suppress(Exception):  # the counts are away: the complaint is shown without them
        left = limiter.limiter.get_window_stats(COUNTED, NUMBER, _unreadable(number)).remaining
    tries = COUNTED.amount - left
    return tries if tries >= WORTH_TELLING else 0


def _note_wrong(number: str) -> None:
    if (free := _free_tries()) is not None:
        limiter.limiter.hit(free, ADDRESS, address())
    if len(number) == DIGITS:
        limiter.limiter.hit(COUNTED, NUMBER, _unreadable(number))
    too_many = not limiter.limiter.hit(parse(rate("alarm_rate")), ALL)
    if too_many and limiter.limiter.hit(ONCE_A_DAY, TOLD):
        guessing_alarm.warn(clock.now(), rate("alarm_rate"))


def _free_tries() -> RateLimitItem | None:
    tries = rate("second_fact_after")
    return parse(f"{tries} per day") if int(tries) else None


def _unreadable(number: str) -> str:
    return blind_index("number tried by all", number)
