"""What a complaint has asked of others, as the rulebook asks for it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from complaints.models.consultation import ANSWERED, ASKED, COUNTED, GOING_ON, HELPED, TAKEN
from complaints.models.owed_by_others import OF_THOSE_ASKED

if TYPE_CHECKING:
    from complaints.models.consultation import Consultation
    from complaints.models.organisation import Officer


class ConsultationFacts:
    consulting: Any
    consultations: Any
    cycles: Any
    running: Any

    @property
    def open_parts(self) -> list[Consultation]:
        """Opinions and help alike. Most complaints ask no one, and are asked nothing."""
        if not self.consulting:
            return []
        ended = {row.number for row in self.consultations if row.step not in GOING_ON}
        return [row for row in self.consultations if row.step == ASKED and row.number not in ended]

    @property
    def open_consultations(self) -> list[Consultation]:
        return [one for one in self.open_parts if not one.is_assist]

    @property
    def open_assists(self) -> list[Consultation]:
        return [one for one in self.open_parts if one.is_assist]

    @property
    def helper_ids(self) -> set[int]:
        """Who took an assist or gave their opinion, in any round. Most complaints asked no one."""
        rows = self.consultations if COUNTED in self.cycles else ()
        return {row.by_id for row in rows if row.step in HELPED} - {None}

    @property
    def given_help(self) -> list[Consultation]:
        """The opinions and the help that were given, in any round."""
        rows = self.consultations if COUNTED in self.cycles else ()
        return [row for row in rows if row.step == ANSWERED]

    def taker_of(self, part: Any) -> Officer | None:
        taken = [row for row in self.consultations if row.step == TAKEN and row.number == part.number]
        return taken[-1].officer if taken else None

    def part_is_in_time(self, part: Any, at: datetime) -> bool:
        asked = (row for row in self.running if row.commitment in OF_THOSE_ASKED and row.is_running)
        return any(row.due_at >= at for row in asked if row.part_number == part.number)
