"""What templates may name: facts of a complaint as they were at one step, in Chinese, as plain words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.infrastructure.tracking_numbers import grouped
from complaints.models import Complaint, Deadline, Event, Unit
from complaints.organisation import former_names
from complaints.rulebooks import store
from schemas.calls import CALL_ANSWERS, NOT_SAID
from workflows.calendar import SHANGHAI

DUE = ("handling", "signing", "supplement_wait")
CODED = {"reason_code": "decline_reasons", "outcome": "outcomes"}
PLAIN = ("items", "competent_body", "contact", "instruction")
UNNAMED = "投诉人"


@dataclass(frozen=True)
class Case:
    complaint: Complaint
    events: tuple[Event, ...]

    @cached_property
    def deadlines(self) -> list[Deadline]:
        query = select(Deadline).filter_by(complaint_id=self.complaint.id).order_by(Deadline.id)
        return list(db.session.scalars(query))

    @cached_property
    def units(self) -> dict[str, Unit]:
        return {unit.code: unit for unit in db.session.scalars(select(Unit))}

    @cached_property
    def past(self) -> former_names.Past:
        unit_ids = [unit.id for unit in self.units.values()]
        return former_names.past_of(unit_ids, {event.by_id for event in self.events if event.by_id})

    def unit_of(self, event: Event) -> Unit | None:
        """The unit a step names, else the one that had the work when it was made."""
        named = self.units.get(event.detail.get("unit", ""))
        return named or self._unit(self._unit_id_with_the_work(event.at))

    def signing_unit(self, event: Event) -> Unit | None:
        """The unit in which the officer made the step."""
        if event.officer is None:
            return self.unit_of(event)
        return self._unit(self.past.unit_id_of(event.officer.id, event.at)) or event.officer.unit

    def name_of(self, unit: Unit | None, at: datetime) -> str:
        return "" if unit is None else self.past.name_of(unit, at).zh

    def intake_unit(self) -> Unit | None:
        return self._unit(self.complaint.intake_unit_id)

    def _unit_id_with_the_work(self, at: datetime) -> int | None:
        taken = [row for row in self.complaint.handovers if row.kind == "work" and row.step == "taken"]
        had = [row.unit_id for row in taken if row.at <= at]
        return had[-1] if had else self.complaint.intake_unit_id

    def _unit(self, unit_id: int | None) -> Unit | None:
        return next((unit for unit in self.units.values() if unit.id == unit_id), None)


def values_of(case: Case, event: Event) -> dict[str, str]:
    """By name; empty where there is nothing to say."""
    complaint, detail = case.complaint, event.detail
    unit = case.unit_of(event)
    values = {
        "person": _person(complaint),
        "number": grouped(complaint.tracking_number),
        "subject": complaint.subject,
        "category": store.book(complaint.rulebook_version).categories[complaint.category].label.zh,
        "received": _day(complaint.received_at),
        "at": _moment(event.at),
        "day": _day(event.at),
        "year": str(event.at.astimezone(SHANGHAI).year),
        "by": event.officer.name.zh if event.officer else "",
        "intake_unit": case.name_of(case.intake_unit(), event.at),
        "unit": case.name_of(unit, event.at),
        "unit_code": unit.code if unit else "",
        "signing_unit": case.name_of(case.signing_unit(event), event.at),
        "note": event.note,
        **{name: str(detail.get(name, "")) for name in PLAIN},
    }
    return values | _of_call(event) | _coded(case, event) | _dues(case, event) | _answer(case, event)


def _person(complaint: Complaint) -> str:
    person = complaint.complainant
    return (None if person is None or person.anonymous else person.name) or UNNAMED


def _of_call(event: Event) -> dict[str, str]:
    """What the citizen answered; no answers of one who was not reached."""
    detail = event.detail
    empty = dict.fromkeys(("reached", "opinion", "vain_call", *CALL_ANSWERS), "")
    if "reached" not in detail:
        return empty
    if not detail["reached"]:
        return {**empty, "reached": "没有联系上", "vain_call": event.note}
    said = {
        name: (NOT_SAID if name not in detail else labels[0 if detail[name] else 1]).zh
        for name, labels in CALL_ANSWERS.items()
    }
    return {**empty, "reached": "已联系上", "opinion": event.note, **said}


def _coded(case: Case, event: Event) -> dict[str, str]:
    book = store.book(case.complaint.rulebook_version)
    found = {}
    for name, codes in CODED.items():
        label = book.codes[codes].get(event.detail.get(name, ""))
        found[name] = label.zh if label else ""
    commitment = book.commitments.get(event.detail.get("commitment", ""))
    return found | {"commitment": commitment.label.zh if commitment else ""}


def _dues(case: Case, event: Event) -> dict[str, str]:
    """Due times promised by the end of the step; the document of a later step says what moved them."""
    found = {"due_at": _typed_moment(event.detail.get("due_at"))}
    found["appeal_by"] = _typed_moment(event.detail.get("appeal_by"))
    for name in DUE:
        rows = [row for row in case.deadlines if row.commitment == name and row.started_at <= event.at]
        found[f"due_{name}"] = _moment(_due_then(rows[-1], event.at)) if rows else ""
        found[f"basis_{name}"] = rows[-1].basis_zh if rows else ""
    return found


def _due_then(row: Deadline, at: datetime) -> datetime:
    """As it stood right after the step: before it was moved by a later one."""
    for moved in row.moved or ():
        if datetime.fromisoformat(moved["at"]) > at:
            return datetime.fromisoformat(moved["from"])
    return row.due_at


def _answer(case: Case, event: Event) -> dict[str, str]:
    """The answer that this step tells: the last before it."""
    answers = [one for one in case.events if one.seq <= event.seq and "outcome" in one.detail]
    if not answers:
        return {"reply": ""}
    label = store.book(case.complaint.rulebook_version).codes["outcomes"].get(answers[-1].detail["outcome"])
    return {"reply": answers[-1].detail.get("reply", ""), "outcome": label.zh if label else ""}


def _typed_moment(value: Any) -> str:
    return _moment(datetime.fromisoformat(value)) if isinstance(value, str) and value else ""


def _moment(at: datetime) -> str:
    local = at.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日{local:%H:%M}"


def _day(at: datetime) -> str:
    local = at.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日"
