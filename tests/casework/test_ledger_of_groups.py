"""What a leading complaint owes to citizens of joined ones, and the seeds of call-backs, are in the sums of the ledger."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask_migrate import downgrade, upgrade

from complaints.casework.checksum_verification import counted
from complaints.infrastructure.database import db, transaction
from complaints.models import Complaint, Notice
from complaints.models.call_back_seed import seed_of
from complaints.models.checksums import added, checksum_of_sums
from tests.house import House, shanghai
from tests.support.edits_past_program import faults, is_found
from tests.support.stories import ANSWER, in_hand

BEFORE = "0075"
NOTICE, SEED = db.metadata.tables["notice"], db.metadata.tables["call_back_seed"]


@pytest.fixture
def joined(either_house: House) -> Notice:
    """A notice to the citizen of a joined complaint, which the answer to the leading one owes."""
    leading, other = in_hand(either_house), either_house.logs("2026-09-18T11:00")
    either_house.does("window", other, "merge", "2026-09-18T11:30", leading=leading)
    either_house.does("handler", leading, "answer", "2026-09-21T10:00", **ANSWER)
    either_house.does("window", leading, "give_feedback", "2026-09-21T15:00", method="phone")
    with transaction():
        seed_of("2026-09", shanghai("2026-09-21T15:00"))
    number = either_house.complaint(other)
    query = sa.select(Notice).filter(Notice.complaint_id == number.id, ~Notice.key.startswith(other))
    return db.session.scalars(query.limit(1)).one()


def edits(row: Notice) -> dict[str, Any]:
    """Each changes this row past the program."""
    one, seed = NOTICE.c.id == row.id, SEED.c.month == "2026-09"
    elsewhere = sa.select(Complaint.id).where(Complaint.id != row.complaint_id).limit(1).scalar_subquery()
    return {
        "kind": sa.update(NOTICE).where(one).values(kind="decline"),
        "step": sa.update(NOTICE).where(one).values(event_seq=1),
        "citizen": sa.update(NOTICE).where(one).values(complaint_id=elsewhere),
        "complaint": sa.update(NOTICE).where(one).values(about_id=None),
        "deleted": sa.delete(NOTICE).where(one),
        "seed": sa.update(SEED).where(seed).values(seed="a seed of choice"),
        "digest": sa.update(SEED).where(seed).values(digest="0" * 64),
        "seed deleted": sa.delete(SEED).where(seed),
    }


def test_edits_of_notices_to_joined_citizens_and_of_seeds_are_found(joined: Notice) -> None:
    assert faults() == []

    assert [name for name, edit in edits(joined).items() if not is_found(edit)] == []


def test_sums_from_before_are_counted_again_by_the_migration(joined: Notice) -> None:
    ids = list(db.session.scalars(sa.select(Complaint.id)))
    db.session.remove()
    before = counted(ids, with_joined=False)
    db.session.remove()
    downgrade(revision=BEFORE)
    with transaction() as session:
        session.execute(sa.text("DELETE FROM table_checksum WHERE name = 'call_back_seed'"))
        rows = sa.select(Complaint.id, Complaint.tracking_number).order_by(Complaint.id)
        for row in session.execute(rows).all():
            sums = added({}, before[row.id])
            values = {"checksums": sums, "sums_checksum": checksum_of_sums(row.tracking_number, sums)}
            session.execute(sa.update(Complaint).where(Complaint.id == row.id).values(values))

    upgrade()

    assert faults() == []
    assert db.session.scalars(sa.select(Notice.about_id).where(Notice.about_id.is_not(None))).first()
