"""Respondents of a new complaint: units and officers, former ones too, and names in the citizen's words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from complaints.models import Complaint, Officer, Respondent, Unit
from complaints.organisation.interest import Organisation
from complaints.organisation.remaining_names import split_off


@dataclass(frozen=True)
class Named:
    unit: Unit | None = None
    officer: Officer | None = None
    name: str | None = None

    @property
    def is_empty(self) -> bool:
        return self.unit is None and self.officer is None and not self.name

    def parts(self, house: Organisation, came_in_at: int) -> Iterator[Named]:
        """A name beside an officer is of that officer; what it says of others stands for itself."""
        if self.officer is None or not self.name:
            yield self
            return
        places = (self.unit.id,) if self.unit else (came_in_at,)
        own, other = split_off(self.name, self.officer.id, house, places)
        yield replace(self, name=own or None)
        if other:
            yield Named(name=other)

    def row_of(self, complaint: Complaint) -> Respondent:
        return Respondent(
            complaint_id=complaint.id,
            unit_id=self.unit.id if self.unit else None,
            officer_id=self.officer.id if self.officer else None,
            name=self.name,
            named_seq=complaint.seq + 1,
            named_at=complaint.received_at,
        )
