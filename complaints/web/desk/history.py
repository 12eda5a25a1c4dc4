"""What happened to a complaint, as the people who work on it read it: each step with all the words it was made with."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from complaints.casework import danger_words
from complaints.casework.complaint_file import People
from complaints.casework.event_detail import OTHERS
from complaints.infrastructure.tracking_numbers import grouped
from complaints.models import Event
from complaints.web.forms.field_labels import YES_NO, code_label, word_for
from complaints.web.forms.form_field import NO, YES
from complaints.web.page.dates import at_time
from complaints.web.page.translation import gettext
from workflows.engine import label_of_party
from workflows.language import Move, Text
from workflows.move_fields import OWN, FieldKind, MoveField
from workflows.rulebook import Rulebook

SHOWN = (
    "unit",
    "officer",
    "refused_by",
    "proper",
    "recalled_from",
    "competent_unit",
    "how",
    "reached",
    "contacted",
    "solved",
    "satisfied",
    "leading",
    "outcome",
    "grant",
    "same",
    "reason_code",
    "reason",
    "competent_body",
    "contact",
    "days",
    "basis",
    "received_on",
    "days_until_logged",
    "evidence",
    "items",
    "question",
    "for_citizen",
    "due_at",
    "instruction",
    "question",
    "opinion",
    "task",
    "without_assists",
    "method",
    "when",
    "appeal_by",
    "remedies",
    "grade",
    "comment",
)
OF_THE_CLOCK = (
    "escalate",
    "remind",
    "recalculate",
    "postpone",
)  # what these carry is shown with the promise they are about
FOLDED_FROM = 4
MOMENTS = ("due_at", "when", "appeal_by")
RECORDED = Text("代录", "Recorded for the citizen")
NO_EVIDENCE = Text("未提供证明材料", "No evidence given")
UNKNOWN = Text("？", "?")  # the code of a step that was erased with its words
NOBODY = People({}, {})


def field_label(name: str) -> Text:
    return word_for("", name).label


@dataclass(frozen=True, slots=True)
class Said:
    """One of the words a step was made with."""

    label: Text
    value: Text | str


@dataclass(frozen=True, slots=True)
class Told:
    """An event in words; `about` is the promise and the rung of an escalation, or the urgency before and after."""

    event: Event
    label: Text
    sentence: Text
    party: Text
    about: Text | None
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A step, and the steps right before it that are folded beneath it."""

    step: Told
    folded: tuple[Told, ...] = ()


def fold_clock_steps(steps: Sequence[Told]) -> list[Stretch]:
    """Newest first. Of `FOLDED_FROM` or more steps of the clock in a row only the newest is open."""
    stretches: list[Stretch] = []
    for is_of_clock, run in groupby(steps, lambda one: one.event.move in OF_THE_CLOCK):
        row = tuple(run)
        if is_of_clock and len(row) >= FOLDED_FROM:
            stretches.append(Stretch(row[0], row[1:]))
        else:
            stretches.extend(map(Stretch, row))
    return stretches


def told(
    book: Rulebook, events: Sequence[Event], people: People = NOBODY, hidden: Collection[str] = ()
) -> list[Told]:
    """Without the `hidden` numbers of complaints."""
    return [_told(book, event, people, hidden) for event in events]


def _told(book: Rulebook, event: Event, people: People, hidden: Collection[str]) -> Told:
    move: Move = book.moves[event.move]
    said = () if event.move in OF_THE_CLOCK else tuple(_said(book, event, people, hidden))
    sentence, party = danger_words.sentence_of(event, move), label_of_party(book, event.party)
    return Told(event, move.label, sentence, party, _about(book, event), said)


def _about(book: Rulebook, event: Event) -> Text | None:
    if event.move == "change_urgency":
        labels = (
            book.codes["urgencies"].get(event.detail.get(name, "")) for name in ("from_urgency", "urgency")
        )
        before, after = (label or UNKNOWN for label in labels)
        return Text(f"{before.zh} → {after.zh}", f"{before.en} → {after.en}")
    commitment = book.commitments.get(event.detail.get("commitment", ""))
    if commitment is None:
        return None
    rungs = (rung.label for rung in book.ladders[commitment.ladder] if rung.name == event.detail.get("rung"))
    rung = next(rungs, commitment.label)
    return Text(f"{commitment.label.zh}：{rung.zh}", f"{commitment.label.en}: {rung.en}")


def _said(book: Rulebook, event: Event, people: People, hidden: Collection[str]) -> Iterator[Said]:
    if heard := event.detail.get("heard"):
        yield Said(RECORDED, book.codes["heard_ways"].get(heard["how"]) or heard["how"])
        if heard.get("note"):
            yield Said(word_for("", "heard_note").label, heard["note"])
    rests_on_evidence = event.move == "move_sender_date" or "received_on" in event.detail
    if rests_on_evidence and not event.detail.get("evidence"):
        yield Said(word_for("", "evidence").label, NO_EVIDENCE)
    for name in SHOWN:
        value = event.detail.get(name)
        if value not in (None, "", []) and not (name in OTHERS and value in hidden):
            label = word_for(event.move, name).label
            yield Said(label, code_label(book, event.move, name, value) or _spoken(event, name, people))
    own = event.detail.get(OWN, {})
    for one in book.moves[event.move].fields or ():
        if own.get(one.name) not in (None, "", []):
            yield Said(one.label, _own_word(one, own[one.name], event, people))


def _own_word(one: MoveField, value: Any, event: Event, people: People) -> Text | str:
    if one.kind == FieldKind.YES_NO:
        return YES if value else NO
    if one.kind == FieldKind.MOMENT:
        return at_time(datetime.fromisoformat(value))
    if one.kind == FieldKind.UNIT:
        return _unit_then(value, event, people)
    if one.kind == FieldKind.OFFICER:
        return _officer(value, people)
    if one.kind == FieldKind.DAYS:
        return gettext("%(days)s 日", days=value)
    return one.label_of(value) or ("\n".join(value) if isinstance(value, list) else str(value))


def _unit_then(code: str, event: Event, people: People) -> Text | str:
    units = (unit for unit in people.units.values() if unit.code == code)
    return next((people.past.name_of(unit, event.at) for unit in units), code)


def _officer(username: str, people: People) -> Text | str:
    return next((one.name for one in people.officers.values() if one.username == username), username)


def _spoken(event: Event, name: str, people: People) -> Text | str:
    value = event.detail[name]
    if isinstance(value, bool):
        return YES_NO[name][0 if value else 1]
    if name in ("unit", "refused_by", "recalled_from", "competent_unit"):
        return _unit_then(value, event, people)
    if name == "officer":
        return _officer(value, people)
    if name in MOMENTS:
        return at_time(datetime.fromisoformat(value))
    if name == "days":
        return gettext("%(days)s 日", days=value)
    if name == "leading":
        return grouped(value)
    return "\n".join(value) if isinstance(value, list) else str(value)
