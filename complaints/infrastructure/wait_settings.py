"""How long the program waits for others: the rows of the settings that limit each wait."""

from __future__ import annotations

from dataclasses import dataclass

from complaints.infrastructure.setting_types import setting_row, whole_number, yes_or_no


@dataclass(frozen=True, kw_only=True)
class WaitSettings:
    database_connect_seconds: int = setting_row(
        "3", "The seconds to wait for a connection to PostgreSQL.", whole_number(2, 60)
    )
    database_silence_seconds: int = setting_row(
        "10",
        "The seconds without a sign of life from the database's machine until a connection to it is given up "
        "(TCP keepalive and TCP user timeout).",
        whole_number(4, 600),
    )
    database_statement_seconds: int = setting_row(
        "6",
        "The seconds one statement may take in PostgreSQL, in a request and in the sweep and the deliveries.",
        whole_number(1, 600),
    )
    database_command_seconds: int = setting_row(
        "600",
        "The same for commands and for the sums that the scheduler makes ahead; they wait as long for a lock.",
        whole_number(1, 86_400),
    )
    database_lock_seconds: int = setting_row(
        "5",
        "The seconds to wait in PostgreSQL for a row that another transaction is changing.",
        whole_number(1, 600),
    )
    database_idle_seconds: int = setting_row(
        "60",
        "The seconds PostgreSQL keeps a transaction of a request or a job open in which nothing is asked.",
        whole_number(1, 86_400),
    )
    database_prepare: bool = setting_row(
        "1",
        "Whether statements are prepared in PostgreSQL; 0 for a PgBouncer that hands out connections by transaction.",
        yes_or_no,
    )
    request_seconds: int = setting_row(
        "10", "The seconds in all that one request may wait for the database.", whole_number(1, 600)
    )
    head_seconds: int = setting_row(
        "10", "The seconds a client may take to send the head of a request.", whole_number(1, 600)
    )
    body_seconds: int = setting_row(
        "60",
        "The seconds a client may take to send the body of a request, and as many to read the answer.",
        whole_number(1, 3600),
    )
    channel_seconds: int = setting_row(
        "10",
        "The seconds to wait for a channel of notices to connect, and as many for each of its answers.",
        whole_number(1, 60),
    )
