"""The parts of a rulebook file: one schema each, and the immutable object each becomes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from schemas.fields import both
from workflows.errors import RulebookError
from workflows.language import (
    Basis,
    Category,
    Commitment,
    Cue,
    Move,
    Party,
    Promise,
    Rung,
    State,
    Target,
    Text,
)
from workflows.limits import BadLimit, Limit, Offset


class TextField(fields.Field[dict[str, str]]):
    """A text in both languages: {zh: …, en: …}, neither empty."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dict[str, str]:
        if not isinstance(value, dict) or not all(str(value.get(key) or "").strip() for key in ("zh", "en")):
            raise ValidationError(
                both("须写成 {zh: …, en: …}，两种文字都要有。", "both languages are needed: {zh: …, en: …}.")
            )
        return {key: str(value[key]).strip() for key in ("zh", "en")}


class CueField(fields.Field[dict[str, str]]):
    """A move by name, or {move: NAME, when: CONDITION}."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dict[str, str]:
        cue = {"move": value} if isinstance(value, str) else value
        if not isinstance(cue, dict) or "move" not in cue or set(cue) - {"move", "when"}:
            raise ValidationError(
                both("须是动作名，或 {move: …, when: …}。", "a move, or {move: …, when: …}.")
            )
        return cue


class LimitField(fields.Field[Limit]):
    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Limit:
        try:
            return Limit.parse(value)
        except BadLimit as error:
            raise ValidationError(both(error.zh, error.en)) from error


class OffsetField(fields.Field[Offset]):
    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Offset:
        try:
            return Offset.parse(value)
        except BadLimit as error:
            raise ValidationError(both(error.zh, error.en)) from error


class PromiseSchema(Schema):
    limit = LimitField(required=True)
    basis = fields.String(required=True)


class StateSchema(Schema):
    label = TextField(required=True)
    sentence = TextField(required=True)
    answerable = fields.Enum(Party, by_value=True, load_default=None)


class MoveSchema(Schema):
    label = TextField(required=True)
    sentence = TextField(required=True)
    sources = fields.List(fields.String(), required=True, data_key="from")
    to = fields.Raw(load_default="same")
    parties = fields.List(fields.Enum(Party, by_value=True), required=True, validate=validate.Length(min=1))
    guards = fields.List(fields.String(), load_default=list)
    effects = fields.List(fields.String(), load_default=list)
    clock = fields.String(load_default=None, validate=validate.OneOf(["stop", "run"]))
    tell = fields.List(fields.String(), required=True)
    public = fields.Boolean(required=True)


class CommitmentSchema(Schema):
    label = TextField(required=True)
    starts = fields.List(CueField(), required=True)
    met_by = fields.List(CueField(), required=True)
    revived_by = fields.List(CueField(), load_default=list)
    runs = fields.String(required=True, validate=validate.OneOf(["once", "again", "anew"]))
    pausable = fields.Boolean(required=True)
    public = fields.Boolean(load_default=False)
    owed_by = fields.String(required=True)
    ladder = fields.String(required=True)


class RungSchema(Schema):
    at = OffsetField(required=True)
    act = fields.String(required=True)
    label = TextField(required=True)
    tell = fields.List(fields.String(), required=True)
    review = fields.String(load_default=None)
    perform = fields.String(load_default=None)


class BasisSchema(Schema):
    text = TextField(required=True)
    verified = fields.Boolean(required=True)
    source = fields.String(load_default="")


class CategorySchema(Schema):
    label = TextField(required=True)
    help = TextField(required=True)
    limits = fields.Dict(fields.String(), fields.Nested(PromiseSchema), required=True)
    extensions = fields.Integer(required=True, validate=validate.Range(0, 5))
    unit_kind = fields.String(required=True)
    sanction = TextField(required=True)
    restricted = fields.Boolean(required=True)
    effective_from = fields.Date(required=True)
    verified_by = fields.String(load_default=None, allow_none=True)
    supplement = fields.List(TextField(), load_default=list)


class ReasonSchema(Schema):
    label = TextField(required=True)
    route = TextField(required=True)


def text_of(words: Mapping[str, str]) -> Text:
    return Text(words["zh"], words["en"])


def build_state(name: str, row: Mapping[str, Any]) -> State:
    return State(name, text_of(row["label"]), text_of(row["sentence"]), row["answerable"])


def build_move(name: str, row: Mapping[str, Any]) -> Move:
    targets = row["to"] if isinstance(row["to"], list) else [row["to"]]
    return Move(
        name=name,
        label=text_of(row["label"]),
        sources=tuple(row["sources"]),
        targets=tuple(_target(name, target) for target in targets),
        parties=tuple(row["parties"]),
        guards=tuple(row["guards"]),
        effects=tuple(row["effects"]),
        clock=row["clock"],
        tell=tuple(row["tell"]),
        sentence=text_of(row["sentence"]),
        public=row["public"],
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
        k: Promise(v["limit"], _basis(v["basis"], bases, f"{where}.{k}")) for k, v in row["limits"].items()
    }
    return Category(
        code=code,
        label=text_of(row["label"]),
        help=text_of(row["help"]),
        promises=promises,
        extensions=row["extensions"],
        unit_kind=row["unit_kind"],
        sanction=text_of(row["sanction"]),
        restricted=row["restricted"],
        effective_from=row["effective_from"].isoformat(),
        verified_by=row["verified_by"],
        supplement=tuple(text_of(item) for item in row["supplement"]),
    )
