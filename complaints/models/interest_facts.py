"""Who is complained of and who is kept out, as the rulebook asks for it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.models.kept_out import ALL, JUDGING
from complaints.models.organisation import Officer
from complaints.models.round_record import ANSWER, RoundRecord


class InterestFacts:
    keeps_out: Any
    kept_out: Any
    respondents: Any
    respondent_unit_id: Any
    respondent_officer_id: Any
    id: Any
    recused_ids: Any

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

    @property
    def is_answered_by_respondent(self) -> bool:
        """Or by one of theirs; who stepped aside since had no such part when they answered."""
        theirs = self.kept_out_ids - set(self.recused_ids)
        last = (
            select(RoundRecord.by_id)
            .filter_by(complaint_id=self.id, kind=ANSWER)
            .order_by(RoundRecord.id.desc())
        )
        return bool(theirs) and db.session.scalars(last.limit(1)).first() in theirs

    @property
    def likely_respondent_ids(self) -> set[int]:
        """Officers a name in words may mean, who are kept out of all of it until that is settled."""
        rows = self.kept_out if self.keeps_out else ()
        return {row.officer_id for row in rows if row.provisional and row.reach == ALL}
