"""The steps of a complaint in words, for a file that leaves the program: Chinese, whatever the language of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from complaints.casework import complaint_file
from complaints.casework.event_detail import parted_from
from complaints.models import Complaint, Event
from complaints.rulebooks import store
from complaints.web.desk.history import Told, field_label, told
from complaints.web.forms.spoken_facts import spoken_fact
from complaints.web.page.translation import in_chinese
from workflows.language import Text
from workflows.rulebook import Rulebook

SEALED = Text("已封存", "Sealed")
AT_THAT_TIME = ("findings", "reply")


def words_of_steps(complaint: Complaint, events: Sequence[Event]) -> list[str]:
    """Of each step its note and all the words that the history of the page shows, a line each."""
    book = store.book(complaint.rulebook_version)
    links = complaint_file.chain(complaint, complaint_file.history(complaint))
    people = complaint_file.people_of(complaint, links)
    kept = complaint_file.corrected(complaint, events, complaint.complainant)
    with in_chinese():
        steps = told(book, events, people, parted_from(complaint, list(events)))
        return ["\n".join(_lines(book, step, kept)) for step in steps]


def _lines(
    book: Rulebook, step: Told, kept: dict[tuple[int, str], tuple[str | None, str | None]]
) -> Iterator[str]:
    event = step.event
    if step.about:
        yield step.about.zh
    if event.note:
        yield event.note
    for name, change in (event.detail.get("changes") or {}).items():
        known = kept.get((event.seq, name)) or _change(change)
        spoken = " → ".join(spoken_fact(book, name, one) for one in known) or SEALED.zh
        yield f"{field_label(f'changes_{name}').zh}：{spoken}"
    for one in step.said:
        yield f"{one.label.zh}：{one.value.zh if isinstance(one.value, Text) else one.value}"
    for name in AT_THAT_TIME:
        if event.detail.get(name):
            yield f"{field_label(name).zh}：{event.detail[name]}"


def _change(change: object) -> tuple[str | None, ...]:
    """Before and after; empty where it is sealed."""
    return (change["from"], change["to"]) if isinstance(change, dict) else ()
