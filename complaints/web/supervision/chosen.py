"""The complaints an act is about, as they are now, and the fields its words are typed into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask_security import current_user

from complaints.escalation import supervisor_acts
from complaints.escalation.supervisor_acts import ACCEPT, Picked, move_of
from complaints.models import Complaint
from complaints.organisation import directory
from complaints.queries.board.rows import hidden_from
from complaints.queries.statistics import workload
from complaints.rulebooks import store
from complaints.web.account.access import me
from complaints.web.desk.choices import Choice, units
from complaints.web.forms.complaint_fields import ruling_asked
from complaints.web.forms.form_field import FormField
from complaints.web.forms.move_form import fields_of
from complaints.web.page.dates import now
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext
from complaints.web.supervision.labels import REASON, act_label, not_in_its_rules
from workflows.engine import open_moves
from workflows.language import Act

GIVES_WORK = ("designate", "reopen")  # to a unit, chosen knowing what each carries


@dataclass(frozen=True, slots=True)
class Chosen:
    """A complaint on the form; `hindered` says beforehand why the act will be refused."""

    complaint: Complaint
    hidden: bool
    hindered: tuple[str, ...]


def chosen_of(name: str, picked: Sequence[Picked]) -> list[Chosen]:
    """As they are now: the sender of the form has seen this."""
    numbers = [one.number for one in picked]
    rows = supervisor_acts.read_all(numbers, me(), now())
    return [_one(name, rows[number]) for number in numbers if number in rows]


def _one(name: str, complaint: Complaint) -> Chosen:
    return Chosen(complaint, hidden_from(complaint, current_user), _hindered(name, complaint))


def _hindered(name: str, complaint: Complaint) -> tuple[str, ...]:
    """The sentences known before any word is typed."""
    move = move_of(name)
    book = store.book(complaint.rulebook_version)
    if move not in book.moves:
        return (not_in_its_rules(name),)
    mine = [one for one in open_moves(book, complaint, Act("", current_user, now())) if one.move.name == move]
    if not mine:
        return (gettext("现在不能由您进行“%(move)s”。", move=act_label(name)),)
    return tuple(said(reason) for reason in mine[0].reasons)


def fields_for(name: str, chosen: Sequence[Chosen]) -> list[FormField]:
    if name == ACCEPT:
        return [REASON]
    unit_id = chosen[0].complaint.unit_id if chosen else current_user.unit_id
    fields = fields_of(name, store.current(), unit_id)
    if name not in GIVES_WORK:
        return fields
    if name == "designate":
        fields = ruling_asked(fields, [one.complaint for one in chosen])
    return [replace(one, choices=_with_load(chosen)) if one.name == "unit" else one for one in fields]


def _with_load(chosen: Sequence[Chosen]) -> tuple[Choice, ...]:
    """The units, each with what it carries and what it has sent back."""
    carried = workload.load_of(current_user, now())
    ids = directory.unit_ids()
    refused = {one for row in chosen for one in row.complaint.refusing_unit_ids}
    return tuple(
        choice._replace(
            label=_told(choice.label, carried.of(ids[choice.value]), ids[choice.value] in refused)
        )
        for choice in units()
    )


def _told(label: str, unit: workload.OfUnit, refused: bool) -> str:
    again = gettext("退回过本件")
    words = gettext(
        "%(unit)s（在办 %(open)s，超期 %(late)s，90 天退回 %(returned)s）",
        unit=label,
        open=unit.carried.open,
        late=unit.carried.late,
        returned=unit.returned.total() + unit.lapsed.total(),
    )
    return f"{words} — {again}" if refused else str(words)
