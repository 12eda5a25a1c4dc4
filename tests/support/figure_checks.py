"""After each day of a simulated city, every row and figure is what the events alone say, by `promise_model`."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from complaints.access.visibility import visible_to
from complaints.infrastructure.database import db
from complaints.models import Complainant, Complaint, Deadline, Event, Officer
from complaints.queries.statistics import commitments_kept, indicators
from tests.support.figure_model import (
    Story,
    answers_elsewhere,
    count_month,
    differences,
    promises_elsewhere,
)
from tests.support.plain_time import CST, PlainTime
from tests.support.promise_model import NOT_COMPUTED, STEPPING_ASIDE, Clock, Model, Promise, Told

NEARLY = timedelta(minutes=1)
PUBLISHED = ("acceptance", "handling", "feedback")
Key = tuple[str, int]
Counts = dict[tuple[str, str], list[int]]


@dataclass
class Watch:
    """The models of all complaints, which get each event once, and which complaints are left out and why."""

    models: dict[int, Model] = field(default_factory=dict)
    left_out: dict[int, str] = field(default_factory=dict)
    stepped_aside: set[int] = field(default_factory=set)
    closed: frozenset[date] = frozenset()
    stories: dict[int, Story] = field(default_factory=dict)
    by_number: dict[str, Model] = field(default_factory=dict)
    odd: Counter[str] = field(default_factory=Counter)
    messages: bool = False  # whether a channel is set up for citizens
    heard: int = 0
    compared: int = 0

    def hear(self) -> None:
        query = select(
            Event.id, Event.complaint_id, Event.seq, Event.move, Event.party, Event.by_id, Event.at
        )
        query = query.add_columns(Event.from_state, Event.to_state, Event.detail, Event.traces)
        for event in db.session.execute(query.where(Event.id > self.heard).order_by(Event.id)):
            self.heard = event.id
            self._hear(event)

    def _hear(self, event: Any) -> None:
        one = event.complaint_id
        reported = event.move in ("report_error", "request_correction")  # nothing changed yet
        if not reported and set(event.detail.get("changes") or {}) & {"received_on", "phone"}:
            self.left_out[one] = event.move
        if event.move in STEPPING_ASIDE:
            self.stepped_aside.add(one)
        if event.move == "receive":
            self.models[one] = Model(_told(one), PlainTime(self.closed))
            self.models[one].others, self.models[one].messages = self.by_number, self.messages
            self.stories[one] = Story()
            self.by_number[_number(one)] = self.models[one]
        if one not in self.left_out:
            self.models[one].hear(event)
        self.stories[one].hear(event)

    def close(self, at: datetime, days: frozenset[date]) -> None:
        """Days were taken off, after everything that was heard so far."""
        for one in self.models.values():
            one.close(at, days)
        self.closed |= days

    def differences(self, at: datetime) -> list[str]:
        """One line for each promise that is not as its events say."""
        rows: dict[int, dict[Key, Any]] = defaultdict(dict)
        for row in db.session.execute(select(*_COLUMNS)):
            rows[row.complaint_id][(row.commitment, row.cycle)] = row
        found = []
        for one, model in self.models.items():
            if one in self.left_out:
                continue
            computed = {(row.commitment, row.cycle): row for row in model.promises}
            for key in sorted({*computed, *rows[one]}):
                if key[0] in self._not_computed(one):
                    continue
                self.compared += 1
                found += [
                    f"complaint {one}, {key}: {line}"
                    for line in _differ(computed.get(key), rows[one].get(key), at)
                ]
        return found

    def _not_computed(self, one: int) -> tuple[str, ...]:
        return (*NOT_COMPUTED, "signing", "duty_signing") if one in self.stepped_aside else NOT_COMPUTED

    def indicators(self, at: datetime) -> list[str]:
        """This month until now, as a supervisor of the bureau is shown it."""
        officer = db.session.scalars(select(Officer).filter_by(username="supervisor")).one()
        seen = set(db.session.scalars(select(Complaint.id).where(visible_to(officer))))
        begins = at.astimezone(CST).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        chosen = indicators.Chosen(officer, begins.date(), at.astimezone(CST).date(), at)
        stories = {one: story for one, story in self.stories.items() if one in seen}
        counts = [one for row in indicators.indicators().values() for one in (row.over, row.of)]
        names = {f"{one.counter} {one.which}" for one in counts}
        told = indicators.count(chosen)
        units = {row.id: row.unit_id for row in db.session.execute(select(Officer.id, Officer.unit_id))}
        return [
            *differences(count_month(stories, self.models, begins, at), told, names),
            *answers_elsewhere(stories, units, told, (begins, at)),
            *promises_elsewhere([self.models[one] for one in stories], units, told, (begins, at)),
        ]

    def figures(self, at: datetime) -> list[str]:
        """Published figures counted from the events; a complaint that is left out counts by its rows."""
        counts: Counts = defaultdict(lambda: [0, 0, 0, 0])
        known = {row.id: row.category for row in db.session.execute(select(Complaint.id, Complaint.category))}
        restricted = set(db.session.scalars(select(Complaint.id).where(Complaint.restricted)))
        for one, model in self.models.items():
            if one not in self.left_out and one not in restricted:
                for row in model.promises:
                    _count(counts[(known[one], row.commitment)], row, at)
        for row in db.session.execute(select(*_COLUMNS).where(Deadline.complaint_id.in_(self.left_out))):
            if row.complaint_id not in restricted:
                _count(counts[(known[row.complaint_id], row.commitment)], _as_promise(row), at)
        computed = {key: tuple(row) for key, row in counts.items() if row[0] and key[1] in PUBLISHED}
        told = {(row[0], row[1]): tuple(row[2:]) for row in commitments_kept.count(at)}
        keys = sorted({*computed, *told})
        return [
            f"{key}: events say {computed.get(key)}, figures {told.get(key)}"
            for key in keys
            if computed.get(key) != told.get(key)
        ]


_REACHED_BY = (
    Complainant.contacts,
    Complainant.address,
    Complainant.email,
    Complainant.agent,
    Complainant.representatives,
)
_COLUMNS = tuple(
    getattr(Deadline, name)
    for name in ("complaint_id", "commitment", "cycle", "first_due_at", "due_at", "met_at", "void_at", "paused_at", "breached_at", "moved")
)  # fmt: skip


def _number(one: int) -> str:
    return db.session.scalars(select(Complaint.tracking_number).filter_by(id=one)).one()


def _told(one: int) -> Told:
    """As it was logged: the first event that changed a value holds the old one."""
    columns = (Complaint.category, Complaint.urgency, Complaint.contactable, Complaint.sender_due_at)
    row = db.session.execute(select(*columns).where(Complaint.id == one)).one()
    raised, dated = _first_detail(one, "change_urgency"), _first_detail(one, "move_sender_date")
    before = row.sender_due_at.isoformat() if row.sender_due_at else None
    before = before if dated is None else dated.get("from_due_at")
    urgency = row.urgency if raised is None else raised["from_urgency"]
    corrected = _first_category(one)
    return Told(
        row.category if corrected is None else corrected,
        urgency,
        row.contactable,
        datetime.fromisoformat(before) if before else None,
        _is_told_by_person(one),
    )


def _is_told_by_person(one: int) -> bool:
    """Mobile numbers of this country begin with 1 and have eleven digits; nothing else here gets a text."""
    told = db.session.execute(select(*_REACHED_BY).where(Complainant.complaint_id == one)).one()
    texts = [row for row in told.contacts or () if re.fullmatch(r"\+861\d{10}", row["number"])]
    spoken_for = [row.get("phone") for row in (told.agent or {}, *(told.representatives or ()))]
    return not texts and any((told.contacts, told.address, told.email, *spoken_for))


def _first_category(one: int) -> str | None:
    for detail in db.session.scalars(
        select(Event.detail).filter_by(complaint_id=one, move="correct").order_by(Event.seq)
    ):
        if "category" in detail["changes"]:
            return str(detail["changes"]["category"]["from"])
    return None


def _first_detail(one: int, move: str) -> dict[str, Any] | None:
    steps = select(Event.detail).filter_by(complaint_id=one, move=move).order_by(Event.seq)
    return db.session.scalars(steps.limit(1)).first()


def _differ(computed: Promise | None, row: Any, at: datetime) -> list[str]:
    if computed is None or row is None:
        return [f"{'no row' if row is None else 'no event'} for it"]
    said = [
        ("first due", computed.first_due, row.first_due_at),
        ("due", computed.own.due, row.due_at),
        ("met", computed.met, row.met_at),
        ("void", computed.void, row.void_at),
        (
            "stands since",
            computed.own.stopped if computed.runs else None,
            row.paused_at if computed.runs else None,
        ),
    ]
    lines = [f"{what}: events say {_said(a)}, row {_said(b)}" for what, a, b in said if not _same(a, b)]
    theirs = _as_promise(row)
    if _broken(computed, at) != _broken(theirs, at):
        lines.append(f"broken: events say {_broken(computed, at)}, row {_broken(theirs, at)}")
    return lines


def _same(a: datetime | None, b: datetime | None) -> bool:
    return a is b if a is None or b is None else abs(a - b) <= NEARLY


def _said(at: datetime | None) -> str:
    return "never" if at is None else f"{at.astimezone(CST):%m-%d %H:%M}"


def _as_promise(row: Any) -> Promise:
    one = Promise(
        row.commitment, row.cycle, row.due_at, Clock("", row.due_at, row.paused_at), row.first_due_at
    )
    one.met, one.void, one.broken = row.met_at, row.void_at, row.breached_at is not None
    one.renewed = any(step["reason"] in ("grant_extension", "extend_acceptance") for step in row.moved or ())
    return one


def _broken(one: Promise, at: datetime) -> bool:
    """Met while its clock was paused, it was kept; the due time in the row is from before the pause."""
    ended = one.met or at
    return one.broken or (one.void is None and one.own.stopped is None and one.own.due < ended)


def _count(into: list[int], one: Promise, at: datetime) -> None:
    """Fell due in the last ninety days; kept; and of both, how many after an extension."""
    fell = one.broken or (one.own.due < at and one.void is None and (one.own.stopped is None or not one.runs))
    if not fell or one.own.due < at - timedelta(days=90):
        return
    kept = not _broken(one, at)
    for place, counts in enumerate((True, kept, one.renewed, kept and one.renewed)):
        into[place] += counts


def summary(watch: Watch) -> Counter[str]:
    return Counter(watch.left_out.values())
