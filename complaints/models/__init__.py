"""The rows. Importing this package makes every table known."""

from complaints.models.absence import Absence
from complaints.models.attachment import Attachment
from complaints.models.audit import AuditNote
from complaints.models.bulletin import Bulletin
from complaints.models.calendar import CalendarDay, CalendarEdition, CalendarYear, Closure, OfficeSeason
from complaints.models.call_back_seed import CallBackSeed
from complaints.models.catalogue import CatalogueEntry, CatalogueKeyword
from complaints.models.checksums import TableChecksum
from complaints.models.complaint import Complainant, Complaint
from complaints.models.confirmation import Confirmation
from complaints.models.consultation import Consultation
from complaints.models.correction import Correction
from complaints.models.deadline import Deadline, Escalation
from complaints.models.draft import Draft
from complaints.models.erasure import Erasure, RetentionHold
from complaints.models.evaluation import (
    EvaluationCase,
    EvaluationSample,
    EvaluationScore,
    PublishedEvaluation,
)
from complaints.models.event import AccessLog, Event
from complaints.models.foreign_account import ForeignAccount
from complaints.models.half_written import HalfWritten
from complaints.models.handover import Ask, Handover
from complaints.models.idempotency import IdempotencyKey, PublicIdempotencyKey
from complaints.models.index_key import IndexKey
from complaints.models.kept_out import KeptOut, PostHeld
from complaints.models.machine_token import MachineToken
from complaints.models.notice import Notice, NoticeRead
from complaints.models.organisation import (
    OVERSEERS,
    FormerName,
    Officer,
    OfficerRole,
    Roster,
    ShortName,
    Unit,
)
from complaints.models.organisation_chain import OrganisationSum
from complaints.models.phrase import Phrase
from complaints.models.published_month import PublishedMonth
from complaints.models.respondent import Respondent
from complaints.models.round_record import RoundRecord
from complaints.models.rulebook import RulebookText
from complaints.models.saved_view import SavedView
from complaints.models.seal import Seal
from complaints.models.search_token import SearchToken
from complaints.models.second_step import SecondStep
from complaints.models.session import EndedSitting, SignIn, Visit
from complaints.models.snapshot import KeptCount
from complaints.models.upload import Upload, UploadPart

__all__ = [
    "OVERSEERS",
    "Absence",
    "AccessLog",
    "Ask",
    "Attachment",
    "AuditNote",
    "Bulletin",
    "CalendarDay",
    "CalendarEdition",
    "CalendarYear",
    "CallBackSeed",
    "CatalogueEntry",
    "CatalogueKeyword",
    "Closure",
    "Complainant",
    "Complaint",
    "Confirmation",
    "Consultation",
    "Correction",
    "Deadline",
    "Draft",
    "EndedSitting",
    "Erasure",
    "Escalation",
    "EvaluationCase",
    "EvaluationSample",
    "EvaluationScore",
    "Event",
    "ForeignAccount",
    "FormerName",
    "HalfWritten",
    "Handover",
    "IdempotencyKey",
    "IndexKey",
    "KeptCount",
    "KeptOut",
    "MachineToken",
    "Notice",
    "NoticeRead",
    "OfficeSeason",
    "Officer",
    "OfficerRole",
    "OrganisationSum",
    "Phrase",
    "PostHeld",
    "PublicIdempotencyKey",
    "PublishedEvaluation",
    "PublishedMonth",
    "Respondent",
    "RetentionHold",
    "Roster",
    "RoundRecord",
    "RulebookText",
    "SavedView",
    "Seal",
    "SearchToken",
    "SecondStep",
    "ShortName",
    "SignIn",
    "TableChecksum",
    "Unit",
    "Upload",
    "UploadPart",
    "Visit",
]
