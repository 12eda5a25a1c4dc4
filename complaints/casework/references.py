"""From the words people typed to the rows behind them; what is not there is refused with a sentence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from complaints.access.visibility import visible_to
from complaints.casework.attachments import File
from complaints.casework.declared_words import fields_of, gather
from complaints.commitments.calendar.current import closing_of
from complaints.infrastructure.database import db
from complaints.infrastructure.errors import BadInput
from complaints.infrastructure.tracking_numbers import digits_of
from complaints.models import Complaint, Officer, Unit
from complaints.organisation import absences, post_holders
from workflows.guards import GUARDS
from workflows.guards.handing_over import officer_is_free_of_interest
from workflows.language import Act, Actor, Text
from workflows.move_fields import OWN, FieldKind, MoveField
from workflows.office_hours import in_shanghai
from workflows.parties import may_judge
from workflows.rulebook import Rulebook

# Which words of which moves are codes of the rulebook, and which of its lists holds them.
CODED = {
    ("decline", "reason_code"): "decline_reasons",
    ("answer", "outcome"): "outcomes",
    ("answer_on_the_spot", "outcome"): "outcomes",
    ("suspend", "reason"): "suspension_reasons",
    ("change_urgency", "urgency"): "urgencies",
}


UNIT_BY_OFFICER = {  # an officer alone says which unit; what is said where neither is given
    "reopen": Text("请写明重办的单位或承办人。", "Name the unit, or the officer, who does it again."),
    "consult": Text("请写明向哪个单位或哪位人员征求意见。", "Name the unit, or the officer, to be asked."),
}
ABOUT_RESPONDENTS = ("name_respondent", "clear_respondent", "settle_respondent")


def rows_for(complaint: Complaint, act: Act, book: Rulebook) -> dict[str, Any]:
    """The words of a move with units, officers and the leading complaint as rows, and days as the close of business.
    Raises BadInput."""
    move = act.move
    declared = fields_of(book, move)
    words = gather(act.words, declared)
    _require_units_and_officers(complaint, {**words, **words.get(OWN, {})}, declared or ())
    for name, value in words.items():
        if (move, name) in CODED:
            require_code(name, value, book.codes[CODED[move, name]])
    _require_codes_inside(words, book)
    found = {**words, **_moments_of(words, act.at)}
    found |= _units_and_officers(move, words)
    if words.get("instead"):
        found["instead"] = _respondent(words["instead"], "instead")
    if words.get("respondent"):
        _respondent(words["respondent"], "respondent")
    if "files" in words:
        found["files"] = [File(file["name"], file["content"], file.get("item")) for file in words["files"]]
    if move in UNIT_BY_OFFICER and "unit" not in found:
        found["unit"] = _unit_of(found.get("officer"), UNIT_BY_OFFICER[move])
    if "leading" in words:
        found["leading"] = _leading(words["leading"], act.by)
    return _with_those_there(found, act.at) if move == "consult" else found


def _require_units_and_officers(
    complaint: Complaint, words: Mapping[str, Any], declared: Iterable[MoveField]
) -> None:
    """Whatever a rulebook asks an officer for is a part in the complaint: for none with an interest (promise 6)."""
    for one in declared:
        if one.name in words and one.kind == FieldKind.UNIT:
            unit_called(words[one.name], one.name)
        elif one.name in words and one.kind == FieldKind.OFFICER:
            _require_free(complaint, one.name, officer_called(words[one.name], one.name))


def _require_free(complaint: Complaint, field: str, officer: Officer) -> None:
    if not may_judge(complaint, officer):
        raise BadInput({field: GUARDS[officer_is_free_of_interest.__name__].refusal})


def _with_those_there(found: dict[str, Any], at: datetime) -> dict[str, Any]:
    """For an officer of the unit who is away the whole unit is asked, before the rules look at who that is."""
    officer: Officer | None = found.get("officer")
    if officer is None or officer.unit_id != found["unit"].id or not absences.in_place_of(officer, at):
        return found
    return {**{name: value for name, value in found.items() if name != "officer"}, "away": officer}


def _moments_of(words: Mapping[str, Any], at: datetime) -> dict[str, datetime]:
    given = {name: value for name, value in words.items() if isinstance(value, date)}
    return {
        name: _in_the_past(value, at) if name == "when" else closing_of(value)
        for name, value in given.items()
    }


def _in_the_past(given: date, at: datetime) -> datetime:
    """When something was done: today alone is no later than now. Raises BadInput for what has not come yet."""
    today = not isinstance(given, datetime) and given == in_shanghai(at).date()
    moment = min(closing_of(given), at) if today else closing_of(given)
    if moment > at:
        raise BadInput(
            {
                "when": Text(
                    "这个时间还没有到，请写实际告知的时间。",
                    "This time has not come yet: give when it was done.",
                )
            }
        )
    return moment


def _units_and_officers(move: str, words: Mapping[str, Any]) -> dict[str, Any]:
    """A closed account, or a unit that was dissolved, can be complained of."""
    past_too = move in ABOUT_RESPONDENTS
    found: dict[str, Any] = {}
    if "unit" in words:
        found["unit"] = ever_unit(words["unit"]) if past_too else _with_somebody(unit_called(words["unit"]))
    for name in {"officer", "second"} & words.keys():
        found[name] = officer_called(words[name], name, past_too=past_too)
    return found


def _respondent(words: Mapping[str, str], field: str) -> dict[str, Any]:
    """Former units and officers can be named."""
    found: dict[str, Any] = dict(words)
    if "unit" in words:
        found["unit"] = ever_unit(words["unit"], f"{field}.unit")
    if "officer" in words:
        found["officer"] = officer_called(words["officer"], f"{field}.officer", past_too=True)
    return found


def _require_codes_inside(words: Mapping[str, Any], book: Rulebook) -> None:
    changes = words.get("changes", {})
    if "category" in changes:
        require_code("changes.category", changes["category"], book.categories)
    if "channel" in changes:
        require_code("changes.channel", changes["channel"], book.codes["channels"])
    for finding in words.get("findings_by", ()):
        require_code("findings_by", finding["outcome"], book.codes["outcomes"])


def _unit_of(officer: Officer | None, missing: Text) -> Unit:
    if officer is None:
        raise BadInput({"unit": missing})
    return officer.unit


def require_code(field: str, code: str, labels: Collection[str]) -> None:
    """Raises BadInput naming the codes there are."""
    if code not in labels:
        known = "、".join(labels), ", ".join(labels)
        raise BadInput(
            {
                field: Text(
                    f"没有“{code}”这一项；可以是：{known[0]}。",
                    f"There is no “{code}”; it can be: {known[1]}.",
                )
            }
        )


def ever_unit(code: str, field: str = "unit") -> Unit:
    """A unit, former ones included: a complaint may be about one that was dissolved since."""
    unit = db.session.scalars(select(Unit).filter_by(code=code)).one_or_none()
    return unit if unit is not None else unit_called(code, field)


def unit_called(code: str, field: str = "unit") -> Unit:
    unit = db.session.scalars(select(Unit).filter_by(code=code, active=True)).one_or_none()
    if unit is None:
        raise BadInput(
            {field: Text(f"没有代码为“{code}”的单位。", f"There is no unit with the code “{code}”.")}
        )
    return unit


def _with_somebody(unit: Unit) -> Unit:
    """Work offered to a unit without officers would only wait until it lapses. Raises BadInput."""
    if unit.handles and next(post_holders.holders("officer", [unit.code]), None) is None:
        raise BadInput(
            {
                "unit": Text(
                    f"{unit.name_zh}现在没有可以签收的工作人员，请另选单位。",
                    f"Nobody at {unit.name_en} could take it at present; choose another unit.",
                )
            }
        )
    return unit


def officer_called(username: str, field: str = "officer", *, past_too: bool = False) -> Officer:
    officer = db.session.scalars(select(Officer).filter_by(username=username)).one_or_none()
    if officer is None or not (officer.active or past_too):
        raise BadInput(
            {
                field: Text(
                    f"没有用户名为“{username}”的工作人员。", f"There is no officer called “{username}”."
                )
            }
        )
    return officer


def _leading(number: str, by: Actor) -> Complaint:
    query = (
        select(Complaint)
        .filter_by(tracking_number=digits_of(number))
        .with_for_update(of=Complaint)  # it is changed too: from now on it leads others
        .execution_options(populate_existing=True)
    )
    if isinstance(by, Officer):
        query = query.filter(visible_to(by))
    leading = db.session.scalars(query).one_or_none()
    if leading is None:
        raise BadInput(
            {
                "leading": Text(
                    "没有找到这件主件，请核对编号。", "No such leading complaint; check its number."
                )
            }
        )
    return leading
