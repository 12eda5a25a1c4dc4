"""Third-party evaluation: a sample is drawn for a period, evaluators score its cases, a summary is published.

A sample is drawn from the complaints closed in the period, without restricted ones: sorted by category, unit and SHA-256 of
`SEED:TRACKING_NUMBER`, one of every `population / size`, so that each category and unit has its share. The same seed draws
the same sample. Of the rest a reserve is drawn the same way: an evaluator who had a part in some gets as many as the others,
numbered without a gap, so that neither size nor numbers tell of those they are kept out of.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from complaints.access.evaluators import is_outside
from complaints.infrastructure.database import db
from complaints.infrastructure.errors import BadInput, NotFound
from complaints.infrastructure.typed_words import load_words
from complaints.models import (
    AccessLog,
    Complaint,
    EvaluationCase,
    EvaluationSample,
    EvaluationScore,
    Officer,
    PublishedEvaluation,
    audit,
)
from complaints.queries.evaluation_criteria import criteria, score_form
from complaints.queries.open_data import coarse
from complaints.queries.statistics.indicators import Chosen
from complaints.queries.statistics.periods import name_of, read_period
from schemas.evaluation import SampleIn
from workflows.calendar import SHANGHAI
from workflows.language import Ending, Text

RESERVE = 10
NO_PERIOD = Text(
    "请写已经过完的月、季或年，如 2026-10、2026-Q3、2026。",
    "A month, quarter or year that is over, such as 2026-10, 2026-Q3 or 2026.",
)
DRAWN = Text("这一期间已经抽过样，不能重抽。", "The sample of this period was drawn; it is not drawn again.")
NONE_CLOSED = Text("这一期间没有归档的件。", "No complaint was closed in this period.")
OVER = Text("结果已公布，不能再评。", "The results are published; nothing is scored any more.")


def draw(population: Sequence[tuple[str, str, str, int]], size: int, seed: str) -> list[int]:
    """The ids drawn. Each of the population: category, path of the unit, tracking number, id."""
    order = sorted(population, key=lambda one: (one[0], one[1], _hash(seed, one[2])))
    count = min(size, len(order))
    start = int(_hash(seed, "")[:16], 16) * len(order) >> 64  # where in the circle the first one lies
    places = sorted((start + n * len(order) // count) % len(order) for n in range(count))
    return [order[place][3] for place in places]


def draw_sample(typed: Mapping[str, str], by: Officer, at: datetime) -> EvaluationSample:
    """Inside a transaction. Raises BadInput."""
    words = load_words(SampleIn(), typed)
    chosen, size = _period_over(words["period"], at), words["size"]
    period = name_of_period(chosen)
    if find_sample(period) is not None:
        raise BadInput({"period": DRAWN})
    population, seed = _population(chosen), secrets.token_hex(16)
    if not population:
        raise BadInput({"period": NONE_CLOSED})
    count = _at_most(size, len(population))
    kept = {"period": period, "criteria": criteria().version, "seed": seed, "by_id": by.id, "at": at}
    sample = EvaluationSample(size=count, population=len(population), **kept)
    db.session.add(sample)
    db.session.flush()
    ids = _with_reserve(population, count, seed)
    rows = [EvaluationCase(sample_id=sample.id, complaint_id=one, place=n) for n, one in enumerate(ids, 1)]
    db.session.add_all(rows)
    audit.note("evaluation sample drawn", at, {"period": period, "size": str(count), "seed": seed})
    return sample


def _with_reserve(population: Sequence[tuple[str, str, str, int]], size: int, seed: str) -> list[int]:
    """Those that keep anyone out come last, so that the fewest numbers change when evaluators come to be kept out."""
    ids = draw(population, size, seed)
    rest = [one for one in population if one[3] not in set(ids)]
    keeps_out = sa.select(Complaint.id).filter(Complaint.id.in_(ids), Complaint.keeps_out)
    last = set(db.session.scalars(keeps_out))
    return [*sorted(ids, key=last.__contains__), *draw(rest, max(RESERVE, size), seed)]


def _at_most(size: int, population: int) -> int:
    """Where more is asked for than there is, no size tells the very number that was closed."""
    return size if size <= population else coarse(population) or population


def _hash(seed: str, number: str) -> str:
    return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()


def chosen_of(period: str, at: datetime) -> Chosen:
    """The bureau's own figures of a period: of everything but restricted complaints."""
    days = read_period(period)
    return Chosen(None, days.first, days.last, at)


def name_of_period(chosen: Chosen) -> str:
    return name_of(read_period(f"{chosen.first}/{chosen.last}"))


def _period_over(text: str, at: datetime) -> Chosen:
    try:
        chosen = chosen_of(text, at)
    except ValueError:
        raise BadInput({"period": NO_PERIOD}) from None
    is_odd = "/" in name_of_period(chosen) or chosen.last - chosen.first < timedelta(days=27)
    if is_odd or chosen.last >= at.astimezone(SHANGHAI).date():
        raise BadInput({"period": NO_PERIOD})
    return chosen


def _population(chosen: Chosen) -> list[tuple[str, str, str, int]]:
    query = sa.select(Complaint.category, Complaint.unit_path, Complaint.tracking_number, Complaint.id)
    closed = Complaint.ends_as == Ending.CLOSED.value, chosen.period.holds(Complaint.ended_at)
    return [
        (row[0], row[1], row[2], row[3])
        for row in db.session.execute(query.filter(*closed, Complaint.restricted.is_(False)))
    ]


def list_samples() -> list[EvaluationSample]:
    """The newest first."""
    return list(db.session.scalars(sa.select(EvaluationSample).order_by(EvaluationSample.id.desc())))


def find_sample(period: str) -> EvaluationSample | None:
    return db.session.scalars(sa.select(EvaluationSample).filter_by(period=period)).one_or_none()


def sample_of(period: str) -> EvaluationSample:
    """Raises NotFound."""
    found = find_sample(period)
    if found is None:
        raise NotFound
    return found


def places_open_to(sample: EvaluationSample, evaluator_id: int) -> list[int]:
    """The numbers under which a third person in its cases evaluates them."""
    return list(range(1, len(_offered(sample, evaluator_id)) + 1))


def _offered(sample: EvaluationSample, evaluator_id: int) -> list[int]:
    """The cases for this evaluator, by id: as many as were to be drawn, of those they have no part in."""
    query = sa.select(EvaluationCase.id).filter_by(sample_id=sample.id)
    query = query.join(Complaint, Complaint.id == EvaluationCase.complaint_id)
    query = query.filter(is_outside(evaluator_id)).order_by(EvaluationCase.place)
    return list(db.session.scalars(query.limit(sample.size)))


def case_of(sample: EvaluationSample, place: int, evaluator_id: int | None = None) -> EvaluationCase:
    """By its place in the sample, or by the number under which this evaluator has it. Raises NotFound."""
    if evaluator_id is not None:
        offered = _offered(sample, evaluator_id)
        if not 1 <= place <= len(offered):
            raise NotFound
        return db.session.get_one(EvaluationCase, offered[place - 1])
    found = db.session.scalars(sa.select(EvaluationCase).filter_by(sample_id=sample.id, place=place))
    case = found.one_or_none()
    if case is None:
        raise NotFound
    return case


def published(sample: EvaluationSample) -> PublishedEvaluation | None:
    return db.session.get(PublishedEvaluation, sample.id)


def add_score(case: EvaluationCase, typed: Mapping[str, str], by_id: int, at: datetime) -> EvaluationScore:
    """A row of its own, also where it corrects an earlier one. Inside a transaction. Raises BadInput."""
    if db.session.get(PublishedEvaluation, case.sample_id) is not None:
        raise BadInput({"act": OVER})
    words = load_words(score_form(), typed)
    note = words.pop("note", "")
    row = EvaluationScore(case_id=case.id, by_id=by_id, scores=words, note=note, at=at)
    db.session.add(row)
    db.session.flush()
    return row


def scores_of(case: EvaluationCase) -> list[EvaluationScore]:
    """All rows of a case, the oldest first."""
    query = sa.select(EvaluationScore).filter_by(case_id=case.id)
    return list(db.session.scalars(query.order_by(EvaluationScore.id)))


def count_scored(sample: EvaluationSample, by_id: int) -> set[int]:
    """The numbers of those this evaluator has scored."""
    offered = _offered(sample, by_id)
    scored = sa.select(EvaluationScore.case_id).filter(
        EvaluationScore.case_id.in_(offered), EvaluationScore.by_id == by_id
    )
    return {offered.index(one) + 1 for one in db.session.scalars(scored)}


def note_opening(case: EvaluationCase, by_id: int, at: datetime) -> None:
    """Inside a transaction: auditors read who opened which case."""
    db.session.add(AccessLog(complaint_id=case.complaint_id, officer_id=by_id, at=at, what="evaluation"))
