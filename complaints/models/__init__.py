"""The rows. Importing this package makes every table known."""

from complaints.models.absence import Absence
from complaints.models.citizen import Attachment, Draft, Visit
from complaints.models.complaint import Complainant, Complaint
from complaints.models.deadline import Deadline, Escalation
from complaints.models.event import AccessLog, Event
from complaints.models.handover import Ask, Handover
from complaints.models.house import (
    AuditNote,
    CalendarDay,
    CalendarEdition,
    CalendarYear,
    EndedSitting,
    IdempotencyKey,
    KeptCount,
    OfficeSeason,
    RulebookText,
)
from complaints.models.notice import Notice, NoticeRead
from complaints.models.organisation import Officer, OfficerRole, Roster, Unit
from complaints.models.saved_view import SavedView

__all__ = [
    "Absence",
    "AccessLog",
    "Ask",
    "Attachment",
    "AuditNote",
    "CalendarDay",
    "CalendarEdition",
    "CalendarYear",
    "Complainant",
    "Complaint",
    "Deadline",
    "Draft",
    "EndedSitting",
    "Escalation",
    "Event",
    "Handover",
    "IdempotencyKey",
    "KeptCount",
    "Notice",
    "NoticeRead",
    "OfficeSeason",
    "Officer",
    "OfficerRole",
    "Roster",
    "RulebookText",
    "SavedView",
    "Unit",
    "Visit",
]
