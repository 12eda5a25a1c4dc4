"""Every text that a person or program sends is read by a field that keeps it as shown or names what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

from marshmallow import fields

import complaints
import schemas
from schemas.fields import Line, Secret, Typed


def inputs(parent: type[Typed] = Typed) -> Iterator[type[Typed]]:
    for child in parent.__subclasses__():
        yield child
        yield from inputs(child)


def strings(field: fields.Field) -> Iterator[fields.String]:
    if isinstance(field, fields.List):
        yield from strings(field.inner)
    elif isinstance(field, fields.Dict):
        for inner in (field.key_field, field.value_field):
            yield from strings(inner) if inner else ()
    elif isinstance(field, fields.String):
        yield field


def loose(schema: type[Typed]) -> list[str]:
    return [
        f"{schema.__module__}.{schema.__name__}.{name}"
        for name, field in schema._declared_fields.items()
        for string in strings(field)
        if not isinstance(string, (Line, Secret))
    ]


def every_schema() -> list[type[Typed]]:
    for package in (schemas, complaints):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    return [schema for schema in inputs() if not schema.__module__.startswith("tests.")]


def test_every_text_that_comes_in_is_a_line_or_words() -> None:
    assert [name for schema in every_schema() for name in loose(schema)] == []


def test_law_sees_a_plain_string() -> None:
    class Bare(Typed):
        note = fields.List(fields.String())

    assert loose(Bare) == [f"{__name__}.Bare.note"]
