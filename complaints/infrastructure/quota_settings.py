"""How much a person without an account may do in a day, and a program with a token: rows that hold in production, and elsewhere only where they are set."""

from __future__ import annotations

from dataclasses import dataclass

from complaints.infrastructure.setting_types import number_or_nothing, rate, rate_or_nothing, setting_row
from complaints.infrastructure.sign_in_settings import SignInSettings

WHEN_EMPTY = "0 is no limit. When empty, {} in production and no limit elsewhere."
IN_PRODUCTION: dict[str, int | str] = {
    "second_fact_after": 3,
    "upload_mb_day": 200,
    "intake_rate": "30 per hour;100 per day",
    "phone_complaints": 10,
    "phone_messages": 20,
    "idle_minutes": 60,
}


@dataclass(frozen=True, kw_only=True)
class QuotaSettings(SignInSettings):
    second_fact_after: int | None = setting_row(
        "",
        "After how many wrong query codes a day an address is asked for a second fact, the last four digits of the phone; "
        "0 is never. When empty, 3 in production and never elsewhere.",
        number_or_nothing(0, 1000),
    )
    upload_mb_day: int | None = setting_row(
        "",
        f"How many megabytes one address may send a day without an account. {WHEN_EMPTY.format(200)}",
        number_or_nothing(0, 1_000_000),
    )
    intake_rate: str = setting_row(
        "",
        "How many complaints one address may log on the web. When empty, 30 per hour;100 per day in production and no limit "
        "elsewhere.",
        rate_or_nothing,
    )
    phone_complaints: int | None = setting_row(
        "",
        f"How many complaints a day may be logged on the web with one phone number. {WHEN_EMPTY.format(10)}",
        number_or_nothing(0, 100_000),
    )
    phone_messages: int | None = setting_row(
        "",
        "How many messages a day are sent to one phone number; beyond, the first responder is asked to ring. "
        f"{WHEN_EMPTY.format(20)}",
        number_or_nothing(0, 100_000),
    )
    machine_rate: str = setting_row(
        "300 per minute", "How many requests one machine token may make; more are answered 429.", rate
    )
    idle_minutes: int | None = setting_row(
        "",
        "After how many minutes without a request an officer's session on the pages ends; 0 is never. When empty, 60 in production "
        "and never elsewhere.",
        number_or_nothing(0, 1440),
    )
