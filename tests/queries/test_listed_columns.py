"""A row of a list answers what a complaint answers."""

from __future__ import annotations

import sqlalchemy as sa

from complaints.infrastructure.database import db
from complaints.models import Complaint
from complaints.queries import rows
from tests.house import House
from tests.support.stories import in_hand


def test_request_that_waits_is_found_from_a_row_of_a_list(house: House) -> None:
    number = in_hand(house)
    house.does(
        "handler", number, "request_extension", "2026-09-21T09:00", days=2, reason="取证", basis="规则第九条"
    )
    (listed,) = rows.read(db.session.execute(rows.as_listed(sa.select(Complaint))))
    listed.asks = house.complaint(number).asks

    assert listed.pending("extension") is not None
