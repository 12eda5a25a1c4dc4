"""The questions a complaint has put to others, as the rulebook asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from complaints.models.consultation import ASKED, GOING_ON

if TYPE_CHECKING:
    from complaints.models.consultation import Consultation


class ConsultationFacts:
    consulting: Any
    consultations: Any

    @property
    def open_consultations(self) -> list[Consultation]:
        """Most complaints ask no one, and are asked nothing."""
        if not self.consulting:
            return []
        ended = {row.number for row in self.consultations if row.step not in GOING_ON}
        return [row for row in self.consultations if row.step == ASKED and row.number not in ended]
