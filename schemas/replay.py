"""The mapping file of a replay: what each activity of a foreign log means in moves of the rulebook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import ValidationError

from schemas.replay_parts import PLACEHOLDERS, STANDINGS, ReplaySchema
from schemas.rulebook_building import text_of
from schemas.yaml_text import content_of
from workflows.errors import RulebookError
from workflows.language import Text


class MappingError(ValueError):
    """A mapping file that cannot be used; `faults` holds one sentence for each fault."""

    def __init__(self, faults: list[Text]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(f"{fault.zh} / {fault.en}" for fault in faults))


@dataclass(frozen=True, slots=True)
class ActPlan:
    """A move of the rulebook, who makes it, and the words it is made with."""

    name: str
    move: str
    by: str
    words: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an activity means in one standing: acts in this order, or nothing for a reason."""

    acts: tuple[ActPlan, ...] = ()
    nothing: Text | None = None
    remark: Text | None = None


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is written down when a case begins; the log holds none of it."""

    category: str
    channel: str
    urgency: str
    subject: Text
    narrative: Text


@dataclass(frozen=True, slots=True)
class ReplayMapping:
    title: Text
    zone: ZoneInfo
    begin: Beginning
    activities: Mapping[str, Mapping[str, Meaning]]
    resume: ActPlan
    kept_by: frozenset[str]
    review: Mapping[str, Any]

    def meaning(self, activity: str, standing: str) -> Meaning | None:
        """None for an activity the mapping does not know."""
        rows = self.activities.get(activity)
        return None if rows is None else rows.get(standing, rows["otherwise"])

    def plans(self) -> Iterator[ActPlan]:
        yield self.resume
        for rows in self.activities.values():
            for meaning in rows.values():
                yield from meaning.acts


def load_mapping(text: str) -> ReplayMapping:
    """A mapping from the text of its YAML file. Raises MappingError with a sentence for every fault."""
    words = _read(text)
    acts = {name: ActPlan(name, **{"move": name, **row}) for name, row in words["acts"].items()}
    faults = [*_unknown_acts(words, acts), *_gaps(words), *_wrong_placeholders(acts), *_wrong_zone(words)]
    if faults:
        raise MappingError(faults)
    begin = words["begin"]
    return ReplayMapping(
        title=text_of(words["title"]),
        zone=ZoneInfo(words["zone"]),
        begin=Beginning(
            **begin | {"subject": text_of(begin["subject"]), "narrative": text_of(begin["narrative"])}
        ),
        activities={
            name: {standing: _meaning(row, acts) for standing, row in rows.items()}
            for name, rows in words["activities"].items()
        },
        resume=acts[words["waiting"]["resumed_by"]],
        kept_by=frozenset(words["waiting"]["kept_by"]),
        review=words["reviews"],
    )


def _read(text: str) -> dict[str, Any]:
    try:
        return dict(ReplaySchema().load(content_of(text)))
    except RulebookError as error:
        raise MappingError(list(error.faults)) from error
    except ValidationError as error:
        raise MappingError(
            [Text(f"{where}：{what}", f"{where}: {what}") for where, what in _leaves(error.messages)]
        ) from error


def _leaves(messages: Any, where: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(messages, dict):
        for key, inner in messages.items():
            yield from _leaves(inner, f"{where}.{key}".strip("."))
        return
    for message in messages if isinstance(messages, list) else [messages]:
        yield where, str(message)


def _unknown_acts(words: Mapping[str, Any], acts: Mapping[str, ActPlan]) -> Iterator[Text]:
    named = [("waiting.resumed_by", words["waiting"]["resumed_by"])]
    for activity, rows in words["activities"].items():
        named += [(f"activities.{activity}.{key}", act) for key, row in rows.items() for act in row["acts"]]
    for where, act in named:
        if act not in acts:
            yield Text(f"{where}：acts 里没有“{act}”。", f"{where}: “{act}” is not one of the acts.")


def _gaps(words: Mapping[str, Any]) -> Iterator[Text]:
    for activity, rows in words["activities"].items():
        missing = [name for name in STANDINGS if name not in rows]
        if missing and "otherwise" not in rows:
            yield Text(
                f"activities.{activity}：没有写明在 {'、'.join(missing)} 时的含义，也没有 otherwise。",
                f"activities.{activity}: does not say what it means while {', '.join(missing)}, and has no otherwise.",
            )


def _wrong_placeholders(acts: Mapping[str, ActPlan]) -> Iterator[Text]:
    for act in acts.values():
        for key, value in act.words.items():
            if str(value).startswith("<") and value not in PLACEHOLDERS:
                yield Text(
                    f"acts.{act.name}.{key}：只能用 {'、'.join(PLACEHOLDERS)}，不能用“{value}”。",
                    f"acts.{act.name}.{key}: only {' and '.join(PLACEHOLDERS)} can stand there, not “{value}”.",
                )


def _wrong_zone(words: Mapping[str, Any]) -> Iterator[Text]:
    try:
        ZoneInfo(words["zone"])
    except (KeyError, ValueError, OSError):  # what ZoneInfo raises for a name it does not know
        yield Text(f"zone：没有时区“{words['zone']}”。", f"zone: there is no time zone “{words['zone']}”.")


def _meaning(row: Mapping[str, Any], acts: Mapping[str, ActPlan]) -> Meaning:
    nothing, remark = (text_of(row[key]) if row[key] else None for key in ("nothing", "remark"))
    return Meaning(tuple(acts[name] for name in row["acts"]), nothing, remark)
