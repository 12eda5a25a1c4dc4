"""Fields that a rulebook declares for a move: how they are written in its file, and the marshmallow fields made from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from schemas.fields import Account, Code, Day, Line, Moment, Several, Whole, Words, YesNo, both
from schemas.rulebook_texts import TextField
from workflows.language import Text
from workflows.move_fields import LONGEST, FieldKind, MoveField

NEEDED = both("此项必须填写。", "This is needed.")
_ITEM = 500  # signs


class MoveFieldSchema(Schema):
    """One field in the file of a rulebook."""

    name = fields.String(required=True, validate=validate.Regexp(r"^[a-z][a-z0-9_]{0,39}\Z"))
    kind = fields.Enum(FieldKind, by_value=True, required=True)
    label = TextField(required=True)
    help = TextField(load_default=None)
    required = fields.Boolean(load_default=False)
    most = fields.Integer(load_default=None, validate=validate.Range(1, 20_000))
    choices = fields.Dict(fields.String(validate=validate.Length(1, 40)), TextField(), load_default=dict)
    required_when = fields.Dict(
        fields.String(), fields.String(), load_default=None, validate=validate.Length(equal=1)
    )


def build_fields(rows: list[Mapping[str, Any]] | None) -> tuple[MoveField, ...] | None:
    return None if rows is None else tuple(_built(row) for row in rows)


def _built(row: Mapping[str, Any]) -> MoveField:
    when = row["required_when"]
    return MoveField(
        name=row["name"],
        kind=row["kind"],
        label=Text(**row["label"]),
        help=Text(**row["help"]) if row["help"] else None,
        required=row["required"],
        most=row["most"] or LONGEST.get(row["kind"], 0),
        choices=tuple((code, Text(**label)) for code, label in row["choices"].items()),
        required_when=next(iter(when.items())) if when else None,
    )


@cache
def with_declared(words: type[Schema], declared: tuple[MoveField, ...]) -> type[Schema]:
    """The schema of a move with the fields that its rulebook adds."""
    if not declared:
        return words

    def require_answers(
        self: Schema, given: Mapping[str, Any], typed: Mapping[str, Any], **rest: Any
    ) -> None:
        missing = [one.name for one in declared if one.is_needed(given) and one.name not in typed]
        if missing:
            raise ValidationError({name: [NEEDED] for name in missing})

    added = {one.name: _field(one) for one in declared}
    return type(
        f"Own{words.__name__}",
        (words,),
        {
            **added,
            "require_answers": validates_schema(skip_on_field_errors=False, pass_original=True)(
                require_answers
            ),
        },
    )


def _field(one: MoveField) -> fields.Field[Any]:
    more: dict[str, Any] = {"required": one.required, "metadata": {"title": one.label.en}}
    return _MADE[one.kind](one, more) if one.kind in _MADE else Code(**more)  # a unit


def _choice(one: MoveField, more: dict[str, Any]) -> fields.Field[Any]:
    codes = [code for code, _ in one.choices]
    known = both(f"可以是：{'、'.join(codes)}。", f"It can be: {', '.join(codes)}.")
    return Code(validate=validate.OneOf(codes, error=known), **more)


_MADE: dict[FieldKind, Callable[[MoveField, dict[str, Any]], fields.Field[Any]]] = {
    FieldKind.OFFICER: lambda one, more: Account(**more),
    FieldKind.LINE: lambda one, more: Line(one.most, **more),
    FieldKind.TEXT: lambda one, more: Words(one.most, **more),
    FieldKind.CHOICE: _choice,
    FieldKind.DAYS: lambda one, more: Whole(1, one.most, **more),
    FieldKind.DAY: lambda one, more: Day(**more),
    FieldKind.MOMENT: lambda one, more: Moment(**more),
    FieldKind.YES_NO: lambda one, more: YesNo(**more),
    FieldKind.ITEMS: lambda one, more: Several(Words(_ITEM), one.most, **more),
}
