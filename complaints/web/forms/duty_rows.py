"""The duties of a hand-over as rows of a form: of each complaint what can be offered or taken, and why it cannot be yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import request

from complaints.casework import batch_handover
from complaints.models import Complaint, Handover
from complaints.queries.board.rows import hidden_from
from complaints.queries.duties_held import DUTY, WORK
from complaints.queries.rows import Promise
from complaints.queries.worklists import next_promise
from complaints.rulebooks import store
from complaints.web.account.access import me
from complaints.web.page.dates import now
from complaints.web.page.request_values import whole
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext, lazy_gettext
from schemas.hand_over import AT_ONCE
from workflows.engine import open_moves
from workflows.language import Act, State, Text
from workflows.rulebook import Rulebook

LABELS = {DUTY: lazy_gettext("首问责任"), WORK: lazy_gettext("承办工作")}


@dataclass(frozen=True, slots=True)
class Duty:
    """`hindered` says beforehand why the move is refused; then it cannot be ticked. `reason` came with the offer."""

    kind: str
    value: str
    hindered: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DutyRow:
    complaint: Complaint
    hidden: bool
    state: State
    promise: Promise | None
    promised: Text | None
    duties: tuple[Duty, ...]


Kinds = Mapping[str, Handover | None]  # the duties, each with the offer that waits for an answer


def duty_rows(found: Iterable[tuple[Complaint, Kinds]], moves: Mapping[str, str]) -> list[DutyRow]:
    """`moves` names the move by which each kind is offered or taken."""
    return [_row(complaint, kinds, moves) for complaint, kinds in found]


def _row(complaint: Complaint, kinds: Kinds, moves: Mapping[str, str]) -> DutyRow:
    book = store.book(complaint.rulebook_version)
    promise = next_promise(complaint)
    return DutyRow(
        complaint=complaint,
        hidden=hidden_from(complaint, me()),
        state=book.states[complaint.state],
        promise=promise,
        promised=book.commitments[promise.commitment].label if promise else None,
        duties=tuple(_duties(book, complaint, kinds, moves)),
    )


def _duties(book: Rulebook, complaint: Complaint, kinds: Kinds, moves: Mapping[str, str]) -> Iterable[Duty]:
    mine = {one.move.name: one for one in open_moves(book, complaint, Act("", me(), now()))}
    for kind, offer in kinds.items():
        name = moves[kind]
        hindered = tuple(map(said, mine[name].reasons)) if name in mine else (_not_yours(book, name),)
        value = f"{complaint.tracking_number}.{complaint.version}.{kind}"
        yield Duty(kind, value, hindered, _reason(book, offer))


def _reason(book: Rulebook, offer: Handover | None) -> str:
    return reason_in_words(book, offer.reason or "") if offer else ""


def reason_in_words(book: Rulebook, reason: str) -> str:
    """A code of the rulebook, or its Chinese label as a reassignment keeps it, in the language of the page; else as written."""
    codes = book.codes.get("change_reasons", {})
    labels = (label for code, label in codes.items() if reason in (code, label.zh))
    return said(next(labels, Text(reason, reason)))


def _not_yours(book: Rulebook, move: str) -> str:
    if move not in book.moves:
        return gettext("本件按登记时的规则办理，那一版规则没有这一操作。")
    return gettext("现在不能由您进行“%(move)s”。", move=said(book.moves[move].label))


def ticked() -> list[batch_handover.Item]:
    """The duties that were ticked, each once, of at most so many complaints; anything else that came is left out."""
    found: dict[str, batch_handover.Item] = {}
    for value in request.form.getlist("pick"):
        number, _, rest = value.partition(".")
        written, _, kind = rest.partition(".")
        version = whole(written)
        if whole(number) is not None and version is not None and kind in batch_handover.OFFERS:
            found[f"{number} {kind}"] = batch_handover.Item(number, kind, version)
    numbers = list(dict.fromkeys(item.number for item in found.values()))[:AT_ONCE]
    return [item for item in found.values() if item.number in numbers]


@dataclass(frozen=True, slots=True)
class Told:
    """An outcome in the words of the page."""

    number: str
    duty: str
    why: tuple[str, ...]


def told_of(outcomes: Iterable[batch_handover.Outcome]) -> list[Told]:
    return [
        Told(one.item.number, LABELS[one.item.duty], tuple(said(text) for text in one.why))
        for one in outcomes
    ]
