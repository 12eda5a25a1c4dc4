"""What goes out of what was asked of others; to those asked no more of the complaint."""

from __future__ import annotations

from marshmallow import Schema

from schemas.out_fields import many, maybe, number, text, when


class _PartOut(Schema):
    number = number()
    unit = text()
    officer = maybe()
    asked_by = text()
    asked_at = when()
    due_at = when(always=False)
    step = text()
    ended_at = when(always=False)


class ConsultationOut(_PartOut):
    """A question put to another unit or officer. `step`: asked, answered, declined, withdrawn, or ended with the work."""

    question = text()
    opinion = maybe()
    answered_by = maybe()


class AssistOut(_PartOut):
    """A task of another unit beside the lead. `step`: asked, taken, answered, returned, lapsed, withdrawn (by the lead), or ended
    with the work. `handler` has taken it; `reason` is why it was returned or ended."""

    task = text()
    handler = maybe()
    taken_at = when(always=False)
    answer = maybe()
    reason = maybe()


class _OfComplaint(Schema):
    tracking_number = text()
    category = text()
    category_label = text()


class ConsultationToMeOut(ConsultationOut, _OfComplaint):
    pass


class AssistToMeOut(AssistOut, _OfComplaint):
    pass


class ConsultationsToMeOut(Schema):
    items = many(ConsultationToMeOut)


class AssistsToMeOut(Schema):
    items = many(AssistToMeOut)
