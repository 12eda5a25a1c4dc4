"""What people call a unit beside its names: a name in words is read by it. Each is a row that begins and ends, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.infrastructure.errors import BadInput
from complaints.models import ShortName, Unit, audit
from schemas.text import has_visible, line_of, lines_of, unusable
from workflows.language import Text

FIELD = "called"
SHORTEST, LONGEST, MOST = 2, 40, 30
WRONG_LENGTH = Text(
    f"每个俗称 {SHORTEST} 到 {LONGEST} 个字，一行一个。",
    f"Each name has {SHORTEST} to {LONGEST} signs; one a line.",
)
TOO_MANY = Text(f"最多 {MOST} 个俗称。", f"At most {MOST} names.")


def list_of(unit_id: int) -> list[str]:
    query = select(ShortName.name).filter_by(unit_id=unit_id, ended_at=None).order_by(ShortName.id)
    return list(db.session.scalars(query))


def read(words: Mapping[str, str]) -> list[str]:
    """The names typed, each once. Raises BadInput."""
    typed = words.get(FIELD, "")
    if wrong := unusable(lines_of(typed)):
        raise BadInput({FIELD: wrong.text})
    found = list(dict.fromkeys(filter(has_visible, map(line_of, lines_of(typed).split("\n")))))
    if any(not SHORTEST <= len(one) <= LONGEST for one in found):
        raise BadInput({FIELD: WRONG_LENGTH})
    if len(found) > MOST:
        raise BadInput({FIELD: TOO_MANY})
    return found


def change(unit: Unit, wanted: list[str], at: datetime) -> bool:
    """Whether any began or ended. Inside a transaction."""
    rows = {
        row.name: row
        for row in db.session.scalars(select(ShortName).filter_by(unit_id=unit.id, ended_at=None))
    }
    for name in rows.keys() - set(wanted):
        rows[name].ended_at = at
        audit.note("short name ended", at, {"unit": unit.code, "called": name})
    for name in (one for one in wanted if one not in rows):
        db.session.add(ShortName(unit_id=unit.id, name=name))
        audit.note("short name added", at, {"unit": unit.code, "called": name})
    db.session.flush()
    return rows.keys() != set(wanted)
