"""The documents that the steps of a complaint make: filled from the case, never from what is there by now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from complaints.casework.documents.values import Case, values_of
from complaints.infrastructure.docx_document import Block
from complaints.infrastructure.tracking_numbers import grouped
from complaints.models import Complaint, Event
from complaints.models.owed_by_others import OF_OTHERS
from schemas.text import isolated
from workflows.language import Text

TEMPLATES = Path(__file__).with_name("templates.yaml")
_PLACE = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True, slots=True)
class Template:
    code: str
    title: Text
    moves: frozenset[str]
    acts: frozenset[str]
    to: str
    paragraphs: tuple[str, ...]
    first_of: str = ""  # "accepted": only the step that accepted
    only: str = ""  # "restricted": only for restricted complaints

    @property
    def places(self) -> set[str]:
        return {name for text in self.paragraphs for name in _PLACE.findall(text)}


@dataclass(frozen=True, slots=True)
class CaseDocument:
    """A document as it was made by a step. `number` is its own: unit, year, complaint and step."""

    code: str
    title: Text
    number: str
    seq: int
    at: datetime
    to: str
    paragraphs: tuple[str, ...]
    signed: tuple[str, str]  # unit, date

    @property
    def blocks(self) -> list[Block]:
        lines = [line for text in self.paragraphs for line in text.strip("\n").split("\n")]
        return [Block(lines), Block(self.signed, signed=True)]

    @property
    def name(self) -> str:
        """The name of its file, without the file type."""
        return f"{self.seq:03d}-{self.code}"


@cache
def templates() -> tuple[Template, ...]:
    return tuple(_template(row) for row in yaml.safe_load(TEMPLATES.read_text("utf8")))


def _template(row: Mapping[str, Any]) -> Template:
    return Template(
        code=row["code"],
        title=Text(**row["title"]),
        moves=frozenset(row["moves"]),
        acts=frozenset(row.get("acts", ())),
        to=row["to"],
        paragraphs=tuple(row["paragraphs"]),
        first_of=row.get("first_of", ""),
        only=row.get("only", ""),
    )


def documents_of(complaint: Complaint, events: Sequence[Event]) -> list[CaseDocument]:
    """Every document of a complaint, in the order of its steps (`events`: all of them, oldest first)."""
    case = Case(complaint, tuple(events))
    return [
        _fill(template, case, event) for event in events for template in _made_by(event, complaint, events)
    ]


def _made_by(event: Event, complaint: Complaint, events: Sequence[Event]) -> Iterator[Template]:
    for template in templates():
        made = event.move in template.moves or (
            event.move == "escalate"
            and event.detail.get("act") in template.acts
            and event.detail.get("commitment")
            not in OF_OTHERS  # a duty of others, not of the unit with the work
        )
        if template.only == "restricted" and not complaint.restricted:
            made = False
        if template.first_of == "accepted":
            made = made and _first_of(events, template) is event
        if made:
            yield template


def _first_of(events: Sequence[Event], template: Template) -> Event | None:
    return next((event for event in events if event.move in template.moves), None)


def _fill(template: Template, case: Case, event: Event) -> CaseDocument:
    values = values_of(case, event)
    number = (
        f"{values['unit_code']}〔{values['year']}〕{grouped(case.complaint.tracking_number)}-{event.seq}号"
    )
    paragraphs = tuple(_filled(text, values) for text in template.paragraphs if _has_all(text, values))
    signed = (values["signing_unit"], values["day"])
    return CaseDocument(
        template.code, template.title, number, event.seq, event.at, template.to, paragraphs, signed
    )


def _has_all(text: str, values: Mapping[str, str]) -> bool:
    return all(values.get(name) for name in _PLACE.findall(text))


def _filled(text: str, values: Mapping[str, str]) -> str:
    """What a person typed turns none of the office's own words around."""
    return _PLACE.sub(lambda found: isolated(values[found[1]]), text)
