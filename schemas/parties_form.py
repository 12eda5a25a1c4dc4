"""The parties of a complaint as the flat fields of a form, and as `schemas.intake` takes them nested. Every form that logs
a complaint shares it: the first row of a list has no number (`respondent_unit`), the others have (`respondent_2_unit`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from schemas.intake import MOST_REPRESENTATIVES, MOST_RESPONDENTS
from schemas.text import has_visible, line_of

PERSON = ("name", "phone", "address", "email", "tell_by", "language")
AGENT = ("name", "relation", "phone")
REPRESENTATIVE = ("name", "phone")
RESPONDENT = ("unit", "officer", "name")
LISTS = {"representatives": "representative", "respondents": "respondent"}
Typed = Mapping[str, str]


def field_name(stem: str, row: int, name: str) -> str:
    return f"{stem}_{name}" if row == 1 else f"{stem}_{row}_{name}"


def complainant_of(typed: Typed) -> dict[str, Any]:
    person: dict[str, Any] = {name: typed.get(name, "") for name in PERSON}
    agent = _row(typed, "agent", 1, AGENT)
    if _is_typed(agent):
        person["agent"] = {**agent, "authority": bool(typed.get("agent_authority"))}
    if has_visible(typed.get("group_size", "")):
        person["group_size"] = typed["group_size"]
    if representatives := list(_rows(typed, "representative", REPRESENTATIVE, MOST_REPRESENTATIVES).values()):
        person["representatives"] = representatives
    return person


def respondents_of(typed: Typed) -> dict[str, Any]:
    """The first as the short form, the others in a list."""
    first = {"respondent": _row(typed, "respondent", 1, RESPONDENT)}
    others = [one for row, one in _respondents(typed).items() if row > 1]
    return {**first, "respondents": others} if others else first


def respondent_rows(typed: Typed) -> int:
    """How many rows a form needs to show all that was typed."""
    return max(_respondents(typed), default=1)


def respondent_numbers(typed: Typed) -> dict[int, int]:
    """Under which number each row of the form is kept: one that was typed twice is kept once."""
    rows = {row: tuple(line_of(word) for word in one.values()) for row, one in _respondents(typed).items()}
    kept = list(dict.fromkeys(rows.values()))
    return {row: kept.index(one) + 1 for row, one in rows.items()}


def name_on_the_form(path: str, typed: Typed) -> str:
    """The field of the form behind a place in the schema, such as `complainant.representatives.0.phone`."""
    parts = path.removeprefix("complainant.").split(".")
    if parts[0] in LISTS:
        return _in_list(parts, typed)
    return "_".join(parts) if parts[0] in ("agent", "respondent") else ".".join(parts)


def _in_list(parts: list[str], typed: Typed) -> str:
    stem, place = LISTS[parts[0]], int(parts[1]) if len(parts) > 1 else 0
    if stem == "respondent":
        rows = [row for row in _respondents(typed) if row > 1]
        name = parts[2] if len(parts) > 2 else RESPONDENT[0]
    else:
        rows = list(_rows(typed, stem, REPRESENTATIVE, MOST_REPRESENTATIVES))
        name = parts[2] if len(parts) > 2 else REPRESENTATIVE[0]
    return field_name(stem, rows[place] if place < len(rows) else 1, name)


def _respondents(typed: Typed) -> dict[int, dict[str, str]]:
    return _rows(typed, "respondent", RESPONDENT, MOST_RESPONDENTS)


def _rows(typed: Typed, stem: str, names: tuple[str, ...], most: int) -> dict[int, dict[str, str]]:
    return dict(_typed_rows(typed, stem, names, most))


def _typed_rows(
    typed: Typed, stem: str, names: tuple[str, ...], most: int
) -> Iterator[tuple[int, dict[str, str]]]:
    for row in range(1, most + 1):
        one = _row(typed, stem, row, names)
        if _is_typed(one):
            yield row, one


def _row(typed: Typed, stem: str, row: int, names: tuple[str, ...]) -> dict[str, str]:
    return {name: typed.get(field_name(stem, row, name), "") for name in names}


def _is_typed(words: Typed) -> bool:
    return any(has_visible(word) for word in words.values())
