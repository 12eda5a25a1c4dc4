"""The act about what climbed on one complaint, as it comes from a form: on the desk, and with administrators where it ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import abort

from complaints.escalation import reviews
from complaints.infrastructure.database import transaction
from complaints.infrastructure.errors import BadInput, NotFound
from complaints.models import Escalation
from complaints.organisation import directory
from complaints.web.account.access import me
from complaints.web.page.dates import now
from complaints.web.page.request_values import read_form
from complaints.web.page.template_globals import said
from schemas.asking import ReviewIn
from workflows.errors import Refused
from workflows.language import Text
from workflows.rulebook import Rulebook

ACTS = {
    "urged": Text("已督促承办人，要求按期办结", "Urged: the answerable person is to finish in time"),
    "interviewed": Text("已约谈承办人", "Talked to the answerable person"),
    "accept_reason": Text("说明的理由成立", "The reason given is accepted"),
    "other": Text("其他处置，写在下面", "Something else, said below"),
}


@dataclass(frozen=True, slots=True)
class Recorded:
    """How many escalations were reviewed by it; or the faults by field, and the HTTP code they are shown with."""

    count: int = 0
    faults: Mapping[str, str] = field(default_factory=dict)
    code: int = 200


def record(number: str) -> Recorded:
    """Record the typed review for every escalation that waits for the signed-in officer; 404 for what they may not see."""
    try:
        words = read_form(ReviewIn())
        with transaction():
            officer = directory.officer(me().id)
            return Recorded(reviews.review_all(number, officer, now(), words))
    except BadInput as error:
        return Recorded(faults={name: said(text) for name, text in error.fields.items()}, code=422)
    except Refused as error:
        return Recorded(faults={"review": "".join(said(reason) for reason in error.reasons)}, code=409)
    except NotFound:
        abort(404)


def labels(book: Rulebook, row: Escalation) -> tuple[Text, Text]:
    """The promise, and the rung that was climbed on it."""
    commitment = book.commitments[row.commitment]
    rungs = (rung.label for rung in book.ladders[commitment.ladder] if rung.name == row.rung)
    return commitment.label, next(rungs, commitment.label)
