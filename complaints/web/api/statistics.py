"""The figures of a period for machines: one indicator, whole or broken down."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Response, abort

from complaints.casework.references import require_code
from complaints.infrastructure import clock
from complaints.infrastructure.errors import BadInput
from complaints.models import OVERSEERS, Officer
from complaints.organisation import directory
from complaints.queries.statistics import breakdown, call_outcomes
from complaints.queries.statistics.indicators import Chosen, Share, indicators
from complaints.queries.statistics.periods import Days, read_period
from complaints.rulebooks import store
from complaints.web.api.asking import answer, signed_in
from complaints.web.api.document import Section
from complaints.web.errors.handlers import language
from schemas.asking import CallBacksIn, StatisticsIn
from schemas.dates import explain
from schemas.out_public import CallBacksOut, StatisticsOut
from workflows.language import Text
from workflows.parties import MACHINE

section = Section("api_statistics", __name__, description="Figures")
_FORMS = "2026, 2026-Q3, 2026-10, 2026-W40, 2026-10-01, 2026-10-01/2026-10-15"


@section.route("/statistics", methods=["GET"])
@signed_in
@section.named("getStatistics", tags=["statistics"])
@section.arguments(StatisticsIn, location="query")
@section.answers(HTTPStatus.OK, StatisticsOut, HTTPStatus.UNPROCESSABLE_ENTITY)
def get_statistics(officer: Officer, asked: dict[str, Any]) -> Response:
    """One indicator of a period, for supervisors: counted over the complaints that the officer may see.

    `period`: a year, quarter, month, week, day, or two days with a slash. `value` is numerator ÷ denominator, or null.
    """
    if not {*OVERSEERS, MACHINE} & set(officer.roles):
        abort(HTTPStatus.FORBIDDEN)
    require_code("indicator", asked["indicator"], indicators())
    indicator, days, locale = indicators()[asked["indicator"]], read_days(asked["period"]), language()
    chosen = Chosen(officer, days.first, days.last, clock.now())
    whole = breakdown.whole_share(indicator, chosen)
    rows = {"": whole}
    if asked.get("by"):
        require_code("by", asked["by"], breakdown.BY)
        rows = breakdown.shares_by(indicator, chosen, asked["by"])
    labels = _labels(asked.get("by"), locale)
    body = {
        "indicator": indicator.name,
        "label": indicator.label.in_(locale),
        "formula": indicator.formula.in_(locale),
        "source": indicator.source.in_(locale),
        "period": {"first": days.first, "last": days.last},
        "rows": [_row(key or "all", labels.get(key, key), share) for key, share in rows.items()],
        "total": _row("all", labels[""], whole),
    }
    return answer(StatisticsOut().dump(body))


@section.route("/call-backs", methods=["GET"])
@signed_in
@section.named("getCallBacks", tags=["statistics"])
@section.arguments(CallBacksIn, location="query")
@section.answers(HTTPStatus.OK, CallBacksOut, HTTPStatus.UNPROCESSABLE_ENTITY)
def get_call_backs(officer: Officer, asked: dict[str, Any]) -> Response:
    """The call-backs promised in a period, for supervisors: counted over the complaints that the officer may see.

    `vain`: called and never reached; `untried`: not called yet; `rated`: rated before any call. `satisfied` of `asked`.
    """
    if not {*OVERSEERS, MACHINE} & set(officer.roles):
        abort(HTTPStatus.FORBIDDEN)
    days, locale = read_days(asked["period"]), language()
    by_unit = call_outcomes.outcomes_by_unit(Chosen(officer, days.first, days.last, clock.now()))
    units = sorted((unit for unit in directory.units() if unit.id in by_unit), key=lambda unit: unit.path)
    body = {
        "period": {"first": days.first, "last": days.last},
        "rows": [_outcomes(unit.code, unit.name.in_(locale), by_unit[unit.id]) for unit in units],
        "total": _outcomes("all", Text("合计", "Total").in_(locale), call_outcomes.whole_of(by_unit)),
    }
    return answer(CallBacksOut().dump(body))


def _outcomes(key: str, label: str, found: call_outcomes.Outcomes) -> dict[str, Any]:
    return {"key": key, "label": label, **{name: found[name] for name in call_outcomes.NUMBERS}}


def read_days(text: str) -> Days:
    try:
        return read_period(text)
    except ValueError as error:
        zh, en = explain(error)
        wrong = Text(
            f"“{text}”不是一个时间段{zh}；可以写成：{_FORMS}。",
            f"“{text}” is not a period{en}; it can be: {_FORMS}.",
        )
        raise BadInput({"period": wrong}) from None


def _labels(by: str | None, locale: str) -> dict[str, str]:
    """What each key of a row is called; the whole has no key."""
    book = store.current()
    labels = {
        "unit": {unit.code: unit.name for unit in directory.units()},
        "category": {code: one.label for code, one in book.categories.items()},
        "channel": book.codes["channels"],
    }.get(by or "", {})
    whole = {"": Text("合计", "Total").in_(locale)}
    return whole | {key: label.in_(locale) for key, label in labels.items()}


def _row(key: str, label: str, share: Share) -> dict[str, Any]:
    value = round(share.over / share.of, 4) if share.of else None
    return {
        "key": key,
        "label": label,
        "numerator": share.over,
        "denominator": share.of,
        "value": value,
    }
