"""What a program with a machine token reaches: the operations of its scopes and nothing else, at a limited rate."""

from __future__ import annotations

from flask import Request
from limits import parse_many
from werkzeug.exceptions import TooManyRequests

from complaints.access import machine_tokens
from complaints.access.machine_tokens import FIGURES, INTAKE, MOVE, READ
from complaints.infrastructure import clock
from complaints.infrastructure.database import transaction
from complaints.infrastructure.errors import OutOfScope
from complaints.infrastructure.extensions import limiter
from complaints.models import MachineToken, Officer
from complaints.web.security.loaders import bearer_of
from complaints.web.security.rate_limits import address, rate

COUNTED, A_MINUTE = "requests of a machine", 60
REACH = {  # what is not listed is for persons alone
    INTAKE: {"api_complaints.log_complaint"},
    READ: {"api_complaints.get_complaint", "api_complaints.get_events"},
    MOVE: {"api_moves.make_move"},
    FIGURES: {"api_statistics.get_statistics", "api_statistics.get_call_backs"},
}
ANY_SCOPE = {"api_reference.get_me", "api_reference.list_units"}


def load_machine(incoming: Request) -> Officer | None:
    """The account of a machine token. Raises OutOfScope, and TooManyRequests."""
    at = clock.now()
    row = machine_tokens.find_open(bearer_of(incoming), at)
    if row is None:
        return None
    _require_rate(row)
    if incoming.endpoint not in ANY_SCOPE.union(*(REACH[one] for one in row.scopes)):
        raise OutOfScope
    officer = row.officer
    if machine_tokens.is_new_today(row, at):
        with transaction():
            machine_tokens.note_day(row, address(), at)
    return officer


def _require_rate(row: MachineToken) -> None:
    for each in parse_many(rate("machine_rate")):
        if not limiter.limiter.hit(each, COUNTED, str(row.id)):
            raise TooManyRequests(retry_after=A_MINUTE)
