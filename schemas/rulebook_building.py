"""From the checked words of a rulebook file to the immutable objects of `workflows.language`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from yaml import safe_load

from schemas.declared_fields import build_fields
from workflows.errors import RulebookError
from workflows.language import (
    Basis,
    Category,
    Commitment,
    Cue,
    Ending,
    Milestone,
    Move,
    OwnParty,
    Party,
    Promise,
    Rung,
    State,
    Target,
    Text,
)
from workflows.limits import BadLimit, Limit

FIRST = Path(__file__).parents[1] / "workflows" / "rulebooks"
FIRST_STATES, FIRST_CATEGORIES = FIRST / "first-states.yaml", FIRST / "first-categories.yaml"


def text_of(words: Mapping[str, str]) -> Text:
    return Text(words["zh"], words["en"])


@cache
def _first_states() -> Mapping[str, Mapping[str, str]]:
    """The first states of rulebooks published before they could name them."""
    read: dict[str, Mapping[str, str]] = safe_load(FIRST_STATES.read_text("utf8"))
    return read


@cache
def _first_judged_above() -> frozenset[str]:
    """Categories of rulebooks published before a category could say so itself."""
    return frozenset(safe_load(FIRST_CATEGORIES.read_text("utf8"))["judged_above"])


def _likeliest(answerable: Party | None) -> str:
    """For a state that no complaint ever reached: rulebooks with other states could be published, and never used."""
    return next(
        name for name, row in _first_states().items() if (row["milestone"] == "ended") != bool(answerable)
    )


def build_state(name: str, row: Mapping[str, Any], published: bool) -> State:
    milestone, ends_as = row["milestone"], row["ends_as"]
    if milestone is None and published:
        known = _first_states()[name if name in _first_states() else _likeliest(row["answerable"])]
        milestone = Milestone(known["milestone"])
        ends_as = Ending(known["ends_as"]) if "ends_as" in known else None
    return State(name, text_of(row["label"]), text_of(row["sentence"]), row["answerable"], milestone, ends_as)


def build_party(name: str, row: Mapping[str, Any]) -> OwnParty:
    return OwnParty(name, text_of(row["label"]), tuple(row["roles"]), row["of"], tuple(row["apart_from"]))


def build_move(name: str, row: Mapping[str, Any], own: Mapping[str, OwnParty]) -> Move:
    targets = row["to"] if isinstance(row["to"], list) else [row["to"]]
    return Move(
        name=name,
        label=text_of(row["label"]),
        sources=tuple(row["sources"]),
        targets=tuple(_target(name, target) for target in targets),
        parties=tuple(_party(one, own, name) for one in row["parties"]),
        guards=tuple(row["guards"]),
        effects=tuple(row["effects"]),
        clock=row["clock"],
        tell=tuple(row["tell"]),
        sentence=text_of(row["sentence"]),
        public=row["public"],
        fields=build_fields(row["fields_"]),
        called=row["called"],
    )


def _party(name: str, own: Mapping[str, OwnParty], move: str) -> Party | OwnParty:
    if name in own:
        return own[name]
    if name in set(Party):
        return Party(name)
    known = ", ".join([*Party, *own])
    raise RulebookError(
        [
            Text(
                f"moves.{move}.parties：没有名为“{name}”的身份；可以是：{known}。",
                f"moves.{move}.parties: there is no party called “{name}”; it can be: {known}.",
            )
        ]
    )


def _target(move: str, written: Any) -> Target:
    if isinstance(written, str):
        return Target(None if written == "same" else written)
    if isinstance(written, dict) and set(written) == {"state", "when"}:
        return Target(str(written["state"]), str(written["when"]))
    raise RulebookError(
        [
            Text(
                f"moves.{move}.to：看不懂“{written}”。",
                f"moves.{move}.to: “{written}” is not a state or a choice of states.",
            )
        ]
    )


def build_commitment(name: str, row: Mapping[str, Any]) -> Commitment:
    return Commitment(
        name=name,
        label=text_of(row["label"]),
        starts=_cues(row["starts"]),
        met_by=_cues(row["met_by"]),
        revived_by=_cues(row["revived_by"]),
        runs=row["runs"],
        pausable=row["pausable"],
        public=row["public"],
        owed_by=row["owed_by"],
        ladder=row["ladder"],
        outlives=tuple(row["outlives"]),
        called=row["called"],
    )


def _cues(rows: list[Mapping[str, str]]) -> tuple[Cue, ...]:
    return tuple(Cue(row["move"], row.get("when")) for row in rows)


def build_rung(row: Mapping[str, Any]) -> Rung:
    return Rung(
        row["at"], row["act"], text_of(row["label"]), tuple(row["tell"]), row["review"], row["perform"]
    )


def build_stage(name: str, row: Mapping[str, str], bases: Mapping[str, Basis]) -> dict[str, Promise]:
    """The limits of one stage by urgency; each rests on the stage's basis."""
    basis = _basis(row.get("basis", ""), bases, f"limits.{name}")
    urgencies = {key: value for key, value in row.items() if key != "basis"}
    return {
        urgency: Promise(_limit(value, f"limits.{name}.{urgency}"), basis)
        for urgency, value in urgencies.items()
    }


def _limit(written: str, where: str) -> Limit:
    try:
        return Limit.parse(written)
    except BadLimit as error:
        raise RulebookError([Text(f"{where}：{error.zh}", f"{where}: {error.en}")]) from error


def _basis(name: str, bases: Mapping[str, Basis], where: str) -> Basis:
    if not name:
        raise RulebookError([Text(f"{where}：没有写明依据。", f"{where}: the limit has no basis text.")])
    if name not in bases:
        raise RulebookError(
            [Text(f"{where}：没有名为“{name}”的依据。", f"{where}: there is no basis called “{name}”.")]
        )
    return bases[name]


def build_category(code: str, row: Mapping[str, Any], bases: Mapping[str, Basis]) -> Category:
    where = f"categories.{code}"
    promises = {
        k: Promise(v["limit"], _basis(v["basis"], bases, f"{where}.{k}"), v["published"])
        for k, v in row["limits"].items()
    }
    return Category(
        code=code,
        label=text_of(row["label"]),
        help=text_of(row["help"]),
        promises=promises,
        extensions=row["extensions"],
        reviews=row["reviews"],
        investigators=row["investigators"],
        unit_kind=row["unit_kind"],
        sanction=text_of(row["sanction"]),
        restricted=row["restricted"],
        counted_from=row["counted_from"],
        judged_above=code in _first_judged_above() if row["judged_above"] is None else row["judged_above"],
        call_back_share=row["call_back_share"],
        effective_from=row["effective_from"].isoformat(),
        verified_by=row["verified_by"],
        supplement=tuple(text_of(item) for item in row["supplement"]),
    )
