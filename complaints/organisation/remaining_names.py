"""What a text that names several persons still says, once one of them is known: each is settled by itself."""

from __future__ import annotations

from collections.abc import Collection

from complaints.organisation.enumeration import parts_of
from complaints.organisation.interest import Organisation
from complaints.organisation.name_matching import Named, is_named_in, likely_matches
from complaints.organisation.unit_names import Near, plain

BETWEEN = "、"


def split_off(text: str, officer_id: int, house: Organisation, places: Collection[int]) -> tuple[str, str]:
    """The words that mean this officer, and those that mean others; the second empty where no officer but this one may be
    meant by the rest."""
    near, people = house.near(places), house.named
    mine = [one for one in people if one.id == officer_id]
    parts = _each_name(text, people)
    own = _own_part(parts, mine, near)
    rest = [part for place, part in enumerate(parts) if place != own]
    rest = [part for part in rest if likely_matches(part, people, near) - {officer_id}]
    if own is None and (not rest or officer_id in likely_matches(text, people, near)):
        return text, ""
    return (text if not rest else parts[own] if own is not None else ""), BETWEEN.join(rest)


def is_rest_of(rest: str, text: str) -> bool:
    """Whether a text in words is what was left of a longer one."""
    written = plain(text)
    return rest != text and all(plain(part) in written for part in rest.split(BETWEEN))


def _each_name(text: str, people: list[Named]) -> list[str]:
    """Parts of an enumeration, without those that only say where a person works; full names side by side are parts as well."""
    found: list[str] = []
    names = {plain(one.name_zh) for one in people}
    for part, beside in parts_of(text, names, {one.unit for one in people}):
        if beside and not likely_matches(part, [_without_unit(one) for one in people]):
            continue
        full = [name for name in sorted(names, key=plain(part).find) if is_named_in(part, name)]
        full = [name for name in full if not any(name != other and name in other for other in full)]
        found += full if len(full) > 1 else [part]
    return found


def _without_unit(one: Named) -> Named:
    return Named(one.id, one.name_zh, one.name_en, "", False, one.username)


def _own_part(parts: list[str], mine: list[Named], near: Near) -> int | None:
    """Where the officer is named in full, else the first that may mean them."""
    full = [place for place, part in enumerate(parts) for one in mine if is_named_in(part, one.name_zh)]
    likely = [place for place, part in enumerate(parts) if likely_matches(part, mine, near)]
    return next(iter(full + likely), None)
