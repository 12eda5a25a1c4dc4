"""How long the personal data of a complaint is kept, which complaints are past their time, and which are kept longer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import current_app

from complaints.casework import ledger, moves
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import BadInput, NotFound
from complaints.infrastructure.typed_words import load_words
from complaints.models import Ask, Complaint, Deadline, Erasure, Officer, RetentionHold
from complaints.models.erasure import HELD, RELEASED
from complaints.organisation import directory
from schemas.retention import HoldIn, load_retention
from workflows.errors import RulebookError
from workflows.language import Text

SHIPPED = Path(__file__).with_suffix(".yaml")
AHEAD = timedelta(days=90)
SHOWN = 50
NOT_TEXT = Text("retention.yaml 不是 UTF-8 文本。", "retention.yaml is not UTF-8 text.")
NOT_HELD = Text("这一件没有被保留。", "This complaint is not held.")
HELD_ALREADY = Text("这一件已经在保留。", "This complaint is held already.")
NOT_THERE = Text("没有这个编号。", "There is no such number.")


@dataclass(frozen=True)
class Rule:
    code: str
    years: int
    basis: Text
    restricted: bool | None = None
    categories: tuple[str, ...] = ()

    def condition(self, of: Any) -> sa.ColumnElement[bool]:
        wanted: list[sa.ColumnElement[bool]] = []
        if self.restricted is not None:
            wanted.append(of.restricted.is_(self.restricted))
        if self.categories:
            wanted.append(of.category.in_(self.categories))
        return sa.and_(sa.true(), *wanted)

    def fits(self, complaint: Complaint) -> bool:
        of_channel = self.restricted in (None, complaint.restricted)
        return of_channel and (not self.categories or complaint.category in self.categories)

    def until(self, ended_at: datetime) -> datetime:
        return _years_on(ended_at, self.years)

    def ended_by(self, at: datetime) -> datetime:
        """What ended by then is past its time at `at`."""
        return _years_on(at, -self.years)


def rules() -> tuple[Rule, ...]:
    """Raises RulebookError for a file of the instance that cannot be used; nothing is erased then."""
    own = Path(current_app.config["SHOUWEN"].instance) / "retention.yaml"
    try:
        text = (own if own.exists() else SHIPPED).read_text("utf8")
    except UnicodeDecodeError:
        raise RulebookError([NOT_TEXT]) from None
    try:
        return tuple(_rule_of(row) for row in load_retention(text))
    except RulebookError as error:
        told = (Text(f"retention.yaml：{one.zh}", f"retention.yaml: {one.en}") for one in error.faults)
        raise RulebookError(list(told)) from None


def _rule_of(row: dict[str, Any]) -> Rule:
    basis, categories = Text(**row["basis"]), tuple(row["categories"])
    return Rule(row["code"], row["years"], basis, row["restricted"], categories)


def rule_of(complaint: Complaint, among: tuple[Rule, ...] = ()) -> Rule:
    return next(one for one in among or rules() if one.fits(complaint))


def past_its_time(at: datetime, of: Any = Complaint) -> sa.ColumnElement[bool]:
    """Ended so long ago, and not erased yet."""
    earlier: list[sa.ColumnElement[bool]] = []
    past: list[sa.ColumnElement[bool]] = []
    for rule in rules():
        first = sa.not_(sa.or_(sa.false(), *earlier))
        past.append(sa.and_(rule.condition(of), first, of.ended_at <= rule.ended_by(at)))
        earlier.append(rule.condition(of))
    return sa.and_(of.ended_at.is_not(None), of.erased_at.is_(None), sa.or_(*past))


def is_held(of: Any = Complaint) -> sa.ColumnElement[bool]:
    last = (
        sa.select(RetentionHold.step)
        .where(RetentionHold.complaint_id == of.id)
        .order_by(RetentionHold.id.desc())
        .limit(1)
        .correlate(of)
        .scalar_subquery()
    )
    return sa.func.coalesce(last, RELEASED) == HELD


def is_open_still(at: datetime, of: Any = Complaint) -> sa.ColumnElement[bool]:
    """A promise runs, a request waits, or a review may be asked for."""
    runs = sa.exists().where(
        Deadline.complaint_id == of.id, Deadline.met_at.is_(None), Deadline.void_at.is_(None)
    )
    waits = sa.and_(of.asked_at.is_not(None), sa.exists().where(Ask.complaint_id == of.id).correlate(of))
    may_appeal = sa.func.coalesce(of.appeal_by, of.ended_at) > at
    return sa.or_(runs.correlate(of), waits, may_appeal, of.ended_at.is_(None))


def is_needed_by_others(at: datetime) -> sa.ColumnElement[bool]:
    """A complaint it was joined to goes on; or one that was joined to it, and has its answer there, has to stay."""
    leading, joined = sa.orm.aliased(Complaint), sa.orm.aliased(Complaint)
    goes_on = sa.exists().where(leading.id == Complaint.leading_id, leading.erased_at.is_(None))
    stays = sa.or_(is_held(joined), is_open_still(at, joined), sa.not_(past_its_time(at, joined)))
    answers = sa.exists().where(joined.leading_id == Complaint.id, joined.erased_at.is_(None), stays)
    return sa.or_(goes_on.correlate(Complaint), answers.correlate(Complaint))


def to_erase(at: datetime) -> sa.Select[int]:
    """Ids, the longest ended first."""
    free = sa.not_(sa.or_(is_held(), is_open_still(at), is_needed_by_others(at)))
    return sa.select(Complaint.id).where(past_its_time(at), free).order_by(Complaint.ended_at, Complaint.id)


@dataclass(frozen=True)
class Listed:
    complaint: Complaint
    rule: Rule
    until: datetime
    held: bool
    broken: bool  # past its time, and not erased because its ledger does not hold


def list_ahead(at: datetime, seen: sa.ColumnElement[bool]) -> list[Listed]:
    """What is past its time within 90 days, of the complaints that who asks may see."""
    query = sa.select(Complaint, is_held()).where(past_its_time(at + AHEAD), seen)
    rows = db.session.execute(query.order_by(Complaint.ended_at, Complaint.id).limit(SHOWN))
    known = rules()
    listed = [_listed(complaint, held, known) for complaint, held in rows]
    broken = _broken([one.complaint.id for one in listed if one.until <= at])
    return [replace(one, broken=one.complaint.tracking_number in broken) for one in listed]


def _broken(ids: list[int]) -> set[str]:
    """Numbers of those whose ledger does not hold."""
    found = (
        ledger.checked(db.session.execute(ledger.heads().where(Complaint.id.in_(ids))).all()) if ids else ()
    )
    return {fault.tracking_number for _, fault in found if fault}


def _listed(complaint: Complaint, held: bool, known: tuple[Rule, ...]) -> Listed:
    rule, ended = rule_of(complaint, known), complaint.ended_at
    return Listed(complaint, rule, rule.until(ended) if ended else complaint.received_at, held, broken=False)


def list_erased(seen: sa.ColumnElement[bool]) -> list[tuple[Complaint, Erasure]]:
    """The newest first."""
    query = sa.select(Complaint, Erasure).join(Erasure, Erasure.complaint_id == Complaint.id)
    rows = db.session.execute(query.where(seen).order_by(Erasure.at.desc(), Erasure.id.desc()).limit(SHOWN))
    return [(complaint, erasure) for complaint, erasure in rows]


def list_held(seen: sa.ColumnElement[bool]) -> list[tuple[Complaint, RetentionHold]]:
    last = sa.select(sa.func.max(RetentionHold.id)).group_by(RetentionHold.complaint_id)
    query = sa.select(Complaint, RetentionHold).join(
        RetentionHold, RetentionHold.complaint_id == Complaint.id
    )
    query = query.where(RetentionHold.id.in_(last), RetentionHold.step == HELD, seen)
    rows = db.session.execute(query.order_by(RetentionHold.id.desc()).limit(SHOWN))
    return [(complaint, hold) for complaint, hold in rows]


def erasure_of(complaint: Complaint) -> Erasure | None:
    if complaint.erased_at is None:
        return None
    return db.session.scalars(sa.select(Erasure).filter_by(complaint_id=complaint.id)).one_or_none()


def hold(number: str, step: str, reason: str, by: tuple[Officer, datetime]) -> str:
    """The number of the complaint. In a transaction of its own. Raises BadInput; Refused for one that is erased."""
    words = load_words(HoldIn(), {"number": number, "step": step, "reason": reason})
    officer, at = by
    try:
        with transaction() as session:
            officer = directory.officer(officer.id)
            complaint = moves.take(words["number"], officer)
            held = session.scalar(sa.select(is_held()).where(Complaint.id == complaint.id))
            if held == (words["step"] == HELD):
                raise BadInput({"number": HELD_ALREADY if held else NOT_HELD})
            row = {"complaint_id": complaint.id, "by_id": officer.id, "at": at}
            session.add(RetentionHold(**row, step=words["step"], reason=words["reason"]))
            return complaint.tracking_number
    except NotFound:
        raise BadInput({"number": NOT_THERE}) from None


def _years_on(at: datetime, years: int) -> datetime:
    try:
        return at.replace(year=at.year + years)
    except ValueError:  # the 29th of February
        return at.replace(year=at.year + years, day=28)
