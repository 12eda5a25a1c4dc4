"""Respondents of a new complaint: units and officers, former ones too, and names in the citizen's words."""

from __future__ import annotations

from dataclasses import dataclass

from complaints.models import Complaint, Officer, Respondent, Unit


@dataclass(frozen=True)
class Named:
    unit: Unit | None = None
    officer: Officer | None = None
    name: str | None = None

    @property
    def is_nobody(self) -> bool:
        return self.unit is None and self.officer is None and not self.name

    def row_of(self, complaint: Complaint) -> Respondent:
        return Respondent(
            complaint_id=complaint.id,
            unit_id=self.unit.id if self.unit else None,
            officer_id=self.officer.id if self.officer else None,
            name=self.name,
            named_seq=complaint.seq + 1,
            named_at=complaint.received_at,
        )
