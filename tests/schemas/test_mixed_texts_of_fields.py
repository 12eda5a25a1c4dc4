"""Mixed texts in every text field of every schema: kept as shown, or refused with the sign named or a sentence.

Fields of one kind, length and need are one door; SHOUWEN_TEST_TEXTS says how many texts go through each.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from marshmallow import ValidationError, fields

from schemas.fields import Code, Line, Words
from tests.laws.test_text_fields import every_schema, strings
from tests.support.mixed_texts import as_kept, code_of, refused_sign, texts

COUNT = int(os.environ.get("SHOUWEN_TEST_TEXTS", "240"))


def doors() -> Iterator[tuple[str, Line]]:
    found: dict[str, Line] = {}
    for schema in every_schema():
        for field in schema._declared_fields.values():
            for text in strings(field):
                if isinstance(text, Line):
                    need = "optional" if text.may_be_empty else "needed"
                    need += " of a list" if text.validate else ""
                    found.setdefault(f"{type(text).__name__} {text.most} {need}", text)
    yield from found.items()


DOORS = dict(doors())


@pytest.mark.parametrize("name", DOORS)
def test_each_text_is_kept_or_refused_with_a_sentence(name: str) -> None:
    field = DOORS[name]
    for text in texts(max(COUNT // 4, 60) if COUNT < 1000 else COUNT, seed=len(name)):
        sign, kept = refused_sign(text), as_kept(text, one_line=not isinstance(field, Words))
        try:
            value = fields.Field.deserialize(field, text, "text", {"text": text})
        except ValidationError as wrong:
            told = str(wrong.messages)
            assert not sign or code_of(sign) in told, (ascii(text), told)
            assert sign or _may_be_refused(field, kept), (ascii(text), told)
            assert any("\u4e00" <= letter <= "\u9fff" for letter in told), told
            continue
        assert not sign, ascii(text)
        if type(field) in (Line, Words, Code):
            assert value == kept, ascii(text)


def _may_be_refused(field: Line, kept: str) -> bool:
    """Where it is too long, where nothing is to be seen, and where it should be a number, an address or one of a list."""
    return (
        type(field) not in (Line, Words, Code)
        or field.validate is not None
        or len(kept) > field.most
        or (not kept and not field.may_be_empty)
    )


def test_there_are_doors() -> None:
    assert len(DOORS) > 20 and {"Phone 200 optional", "Email 200 optional"} <= set(DOORS)
