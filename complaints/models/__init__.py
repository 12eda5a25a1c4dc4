"""The rows. Importing this package makes every table known."""

from complaints.models.complaint import Complainant, Complaint
from complaints.models.deadline import Deadline, Escalation
from complaints.models.event import AccessLog, Event
from complaints.models.handover import Ask, Handover
from complaints.models.house import (
    AuditNote,
    CalendarDay,
    CalendarEdition,
    CalendarYear,
    IdempotencyKey,
    OfficeSeason,
    RulebookText,
)
from complaints.models.notice import Notice
from complaints.models.organisation import Officer, OfficerRole, Roster, Unit

__all__ = [
    "AccessLog",
    "Ask",
    "AuditNote",
    "CalendarDay",
    "CalendarEdition",
    "CalendarYear",
    "Complainant",
    "Complaint",
    "Deadline",
    "Escalation",
    "Event",
    "Handover",
    "IdempotencyKey",
    "Notice",
    "OfficeSeason",
    "Officer",
    "OfficerRole",
    "Roster",
    "RulebookText",
    "Unit",
]
