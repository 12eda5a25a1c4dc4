"""What SQLAlchemy has compiled it keeps, as long as there is room."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import CacheStats

from complaints.infrastructure.database import db
from tests.house import House

DIFFERENT = 1_500  # the pages and moves send some thousand


def test_every_statement_of_pages_and_moves_stays_compiled(house: House) -> None:
    statements = [sa.select(sa.literal_column(str(number))) for number in range(DIFFERENT)]
    for statement in statements:
        db.session.execute(statement)

    again = db.session.execute(statements[0])

    assert again.context.cache_hit is CacheStats.CACHE_HIT
