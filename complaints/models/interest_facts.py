"""Who is complained of and who is kept out, as the rulebook asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import inspect, select, union_all

from complaints.infrastructure.database import db
from complaints.models.event import Event
from complaints.models.kept_out import ALL, JUDGING, LOOKS_BACK, PostHeld
from complaints.models.organisation import Officer
from complaints.models.round_record import ANSWER, RoundRecord
from workflows.guards.correcting import OFFICERS, UNIT
from workflows.language import Ending
from workflows.parties import had_a_part


class InterestFacts:
    keeps_out: Any
    kept_out: Any
    respondents: Any
    respondent_unit_id: Any
    respondent_officer_id: Any
    id: Any
    recused_ids: Any
    leads_others: Any
    received_at: Any
    pending: Any
    given_help: Any

    @property
    def respondent_unit_ids(self) -> set[int]:
        rows = self.respondents if self.keeps_out else ()
        ids = {row.unit_id for row in rows if row.cleared_at is None}
        return {self.respondent_unit_id, *ids} - {None}

    @property
    def respondent_officer_ids(self) -> set[int]:
        rows = self.respondents if self.keeps_out else ()
        ids = {row.officer_id for row in rows if row.cleared_at is None}
        return {self.respondent_officer_id, *ids} - {None}

    @property
    def respondent_officers(self) -> list[Officer]:
        return [db.session.get_one(Officer, one) for one in sorted(self.respondent_officer_ids)]

    @property
    def kept_out_ids(self) -> set[int]:
        """Persons who see and do nothing of it. Most complaints keep none out, and are asked nothing."""
        return {row.officer_id for row in self.kept_out if row.reach == ALL} if self.keeps_out else set()

    @property
    def kept_from_judging_ids(self) -> set[int]:
        """Persons below those complained of, who may take it in and pass it on."""
        return {row.officer_id for row in self.kept_out if row.reach == JUDGING} if self.keeps_out else set()

    def is_of_judged_unit(self, unit_id: Any, officer: Any = None) -> bool:
        """Complained of, or of an officer who is or may come to be (of any of them, or of this one complained of), now or within
        the year before."""
        if officer is not None:
            officers = self.respondent_officer_ids & {officer.id}
        elif unit_id in self.respondent_unit_ids | self._asked_about(UNIT):
            return True
        else:
            officers = self.respondent_officer_ids | self.likely_respondent_ids | self._asked_about(OFFICERS)
        return bool(officers) and self._is_unit_of(frozenset(officers), unit_id)

    def _asked_about(self, whom: str) -> set[int]:
        """Whom a report of the citizen or a request of the handler would name, while it waits."""
        ask = self.pending("correction")
        found: Any = ask.words.get(whom) if ask is not None else None
        one_or_more: set[Any] = set(found) if isinstance(found, list) else {found}
        return one_or_more - {None}

    def note_posts(self, officers: Iterable[Officer], posts: Mapping[int, Iterable[PostHeld]]) -> None:
        """Read already, for a page: nothing in this transaction asks for them again."""
        since = self.received_at - LOOKS_BACK
        units = self._in_this_transaction("posts of officers")
        for one in officers:
            held = {row.unit_id for row in posts.get(one.id, ()) if row.until_at and row.until_at > since}
            units[one.id] = {one.unit_id, *held}

    def _is_unit_of(self, officers: frozenset[int], unit_id: Any) -> bool:
        """Asked once in a transaction: a page asks it for each of its moves."""
        units = self._in_this_transaction("posts of officers")
        if officers <= units.keys():
            return any(unit_id in units[one] for one in officers)
        kept = self._in_this_transaction("units of officers")
        if (officers, unit_id) not in kept:
            now = select(Officer.id).filter(Officer.id.in_(officers), Officer.unit_id == unit_id)
            held = select(PostHeld.officer_id).filter(
                PostHeld.officer_id.in_(officers),
                PostHeld.unit_id == unit_id,
                PostHeld.until_at > self.received_at - LOOKS_BACK,
            )
            found = db.session.execute(union_all(now, held).limit(1)).first() is not None
            kept[officers, unit_id] = found
        return bool(kept[officers, unit_id])

    def _in_this_transaction(self, name: str) -> dict[Any, Any]:
        """What was found out in it; a transaction that begins after it knows nothing."""
        transaction = db.session().get_transaction()
        info: dict[str, tuple[Any, dict[Any, Any]]] = inspect(self).info
        if transaction is None or name not in info or info[name][0] is not transaction:
            info[name] = transaction, {}
        return info[name][1]

    @property
    def had_a_part_in_group_ids(self) -> set[Any]:
        """First responders and handlers, now and before, of the complaint and of those joined to it: the answer is theirs."""
        rows: list[Any] = [self]
        if self.leads_others:
            joined = select(type(self)).filter_by(leading_id=self.id, ends_as=Ending.MERGED.value)
            rows += db.session.scalars(joined)
        return set().union(*map(had_a_part, rows))

    @property
    def is_answered_by_respondent(self) -> bool:
        """Or by one of theirs, alone or with another; who stepped aside since had no such part when they answered."""
        theirs = self.kept_out_ids - set(self.recused_ids)
        return bool(theirs) and not theirs.isdisjoint(self._answered_ids)

    @property
    def is_answered_by_recused(self) -> bool:
        return bool(self.recused_ids) and not self._answered_ids.isdisjoint(self.recused_ids)

    @property
    def _answered_ids(self) -> set[Any]:
        """Who gave the last answer, the second investigator, and whose opinion or help since the answer before it rests on."""
        its_event = (Event.complaint_id == RoundRecord.complaint_id) & (Event.seq == RoundRecord.event_seq)
        given = select(RoundRecord.by_id, Event.detail, Event.at).join(Event, its_event)
        given = given.filter(RoundRecord.complaint_id == self.id, RoundRecord.kind == ANSWER)
        found = db.session.execute(given.order_by(RoundRecord.id.desc()).limit(2)).all()
        if not found:
            return set()
        last, *before = found
        since = before[0].at if before else self.received_at
        helped = {row.by_id for row in self.given_help if since <= row.at <= last.at}
        second = select(Officer.id).filter_by(username=last.detail.get("second"))
        return {last.by_id, *helped, *(db.session.scalars(second) if last.detail.get("second") else ())}

    @property
    def likely_respondent_ids(self) -> set[int]:
        """Officers a name in words may mean, who are kept out of all of it until that is settled."""
        rows = self.kept_out if self.keeps_out else ()
        return {row.officer_id for row in rows if row.provisional and row.reach == ALL}
