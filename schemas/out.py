"""What goes out about a complaint. Labels come in one language; times are ISO 8601 in Shanghai time."""

from __future__ import annotations

from marshmallow import Schema, fields

from schemas.out_consulting import AssistOut, ConsultationOut
from schemas.out_fields import many, maybe, number, text, when, yes_no


class UnitName(Schema):
    code = text()
    name = text()


class DeadlineOut(Schema):
    commitment = text()
    label = text()
    limit = text()
    basis = text()
    started_at = when()
    due_at = when()
    provisional = yes_no()
    paused = yes_no()
    first_due_at = when()
    breached_at = when(always=False)
    breach_closed_day = (
        maybe()
    )  # why the day of the breach was taken off after it, and the due time moved later
    moved = fields.List(fields.Dict(keys=fields.String(), values=fields.String()))
    met_at = when(always=False)
    cycle = number()


class RefusedMoveOut(Schema):
    move = text()
    label = text()
    reasons = many(fields.String())


class ContactOut(Schema):
    given = text()
    number = text()  # in E.164
    extension = text()
    note = text()
    gets_texts = yes_no()


class ComplainantOut(Schema):
    """`hidden` when the complainant is known, but not to you; `masked` while you have not said why you need to reach them
    (`POST /complaints/{n}/reveal`)."""

    anonymous = yes_no()
    hidden = yes_no()
    masked = yes_no()
    name = maybe()
    phone = maybe()
    address = maybe()
    contacts = many(fields.Nested(ContactOut))


class RespondentOut(Schema):
    unit = maybe()
    officer = maybe()
    name = maybe()


class AnswerOut(Schema):
    at = when()
    by = text()
    outcome = maybe()
    findings = maybe()
    reply = maybe()


class FeedbackOut(Schema):
    at = when()
    by = text()
    method = maybe()
    remedies = maybe()
    note = text()


class RatingOut(Schema):
    """`of`: the tracking number of a joined complaint whose citizen gave it; empty for the complaint's own."""

    at = when()
    grade = number()
    comment = maybe()
    of = maybe()


class ReviewOut(Schema):
    """What opened a round: `appeal` by the citizen, `reopen` after a bad rating."""

    move = text()
    at = when()
    reason = maybe()
    withdrawn_at = when(always=False)


class RoundOut(Schema):
    """`rating` is the last one in the round, which counts; `ratings` are all of them, oldest first."""

    round = number()
    review = fields.Nested(ReviewOut, required=True, allow_none=True)
    answer = fields.Nested(AnswerOut, required=True, allow_none=True)
    feedback = fields.Nested(FeedbackOut, required=True, allow_none=True)
    rating = fields.Nested(RatingOut, required=True, allow_none=True)
    ratings = many(RatingOut)


class KeptOutOut(Schema):
    """A person kept out of a complaint. `reach`: "all", or "judging" where they may only pass it on."""

    officer = text()
    name = text()
    reason = text()
    label = text()
    reach = text()
    since = when()
    provisional = yes_no()


class AgentOut(Schema):
    name = maybe()
    relation = maybe()
    phone = maybe()
    authority = fields.Boolean(required=True, allow_none=True)


class RepresentativeOut(Schema):
    name = maybe()
    phone = maybe()


class CitizenOut(ComplainantOut):
    class Meta:
        exclude = ("contacts",)

    email = maybe()
    tell_by = maybe()
    language = maybe()


class RespondentRowOut(RespondentOut):
    """`finding`: what was found about this one, where it has its own."""

    id = number()
    named_at = when()
    cleared_at = when(always=False)
    finding = maybe()


class PartiesOut(Schema):
    complainant = fields.Nested(CitizenOut, required=True)
    agent = fields.Nested(AgentOut, required=True, allow_none=True)
    group_size = number(always=False)
    representatives = many(RepresentativeOut)
    respondents = many(RespondentRowOut)


class BriefOut(Schema):
    """What every list of complaints shows of one."""

    tracking_number = text()
    version = number()
    state = text()
    state_label = text()
    category = text()
    category_label = text()
    channel = text()
    urgency = text()
    subject = text()
    received_at = when()
    received_on = fields.Date(required=True, allow_none=True)
    ended_at = when(always=False)
    first_responder = text()
    answerable = text()
    handler = maybe()
    unit = text()
    offered_unit = maybe()
    returns = number()
    next_due_at = when(always=False)
    escalated_at = when(always=False)
    citizen_wrote_at = when(always=False)  # until an officer who carries the complaint acts
    restricted = yes_no()
    confidential = yes_no()
    rulebook = text()
    deadlines = many(DeadlineOut)


class ToldOut(Schema):
    """A message to the citizen: `delivery` is sent, waiting, failed or status_page (no channel; it is on their page)."""

    kind = text()
    at = when()
    delivery = text()
    delivered_at = when(always=False)
    attempts = number()
    error = maybe()


class ComplaintOut(BriefOut):
    narrative = text()
    accepted_at = when(always=False)
    refusing_units = many(fields.String())
    outcome = maybe()
    findings = maybe()
    reply = maybe()
    grade = number(always=False)
    rounds = many(RoundOut)
    told = many(ToldOut)
    sender_number = maybe()
    complainant = fields.Nested(ComplainantOut, required=True)
    respondent = fields.Nested(RespondentOut, required=True)
    kept_out = many(KeptOutOut)
    consultations = many(ConsultationOut)
    assists = many(AssistOut)
    parties = fields.Nested(PartiesOut, required=True)
    moves = many(fields.String())
    refused_moves = many(RefusedMoveOut)


class ReceivedOut(ComplaintOut):
    """The query code appears here, and never again. It is null where it is not for the officer who logs the complaint; the note
    says how the citizen gets it. `same_sender_number`: earlier complaints under that number, to join this to."""

    query_code = maybe()
    query_code_note = fields.String()
    same_sender_number = fields.List(fields.String())


class EventOut(Schema):
    seq = number()
    move = text()
    label = text()
    party = text()
    by = text()
    at = when()
    from_state = fields.String(required=True, allow_none=True, data_key="from")
    to_state = fields.String(required=True, data_key="to")
    note = text()
    detail = fields.Dict(keys=fields.String(), required=True)
    hash = text()
    query_code = fields.String(allow_none=True)  # of `reissue_code` alone; null where it was sent
    query_code_note = fields.String()


class PageOut(Schema):
    items = many(BriefOut)
    next = maybe()
