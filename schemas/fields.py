"""Fields for what people type: each says in Chinese and English what is wrong and what would be right.

Marshmallow's messages are plain strings, so a sentence carries both languages, with a separator that is never typed;
`spoken(sentence, locale)` gives the one that was asked for.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from schemas.addresses import account_of
from schemas.dates import day_in, explain, moment_in
from schemas.text import has_visible, is_visible, line_of, lines_of, unusable
from workflows.calendar import SHANGHAI
from workflows.language import Text

_BETWEEN = " ／ "
# A text longer than these allow is refused before its signs are looked at: blanks around a text may go, so many may not.
BLANKS_AROUND, LEAST_READ = 4, 10_000
FIRST_YEAR, LAST_YEAR = 2000, 2099
LONGEST_DATE = 100  # signs


def both(zh: str, en: str) -> str:
    return f"{zh}{_BETWEEN}{en}"


def spoken(sentence: str, locale: str) -> str:
    """The sentence in one language; a sentence with one language only stays as it is."""
    zh, between, en = str(sentence).partition(_BETWEEN)
    return Text(zh, en).in_(locale) if between else zh


_ALWAYS = {
    "required": both("此项必须填写。", "This is needed."),
    "null": both(
        "此项不能是空值；没有就不要写这一项。",
        "This cannot be null; leave it out when there is nothing to say.",
    ),
    "control": both("{zh}", "{en}"),
    "validator_failed": both("填写的内容不能用。", "This cannot be used."),
}


class Typed(Schema):
    """What comes in. An unknown field is refused, so that a misspelt one is never lost silently."""

    class Meta:
        unknown = RAISE

    error_messages = {
        "unknown": both("没有这一项，请检查名称。", "There is no such field; check its name."),
        "type": both("须是一个 JSON 对象。", "This should be a JSON object."),
    }


def _refuse_unusable(field: fields.Field[Any], value: Any, most: int = LEAST_READ) -> None:
    """A sign that no text holds is named with its place, whatever else the value should be."""
    wrong = unusable(lines_of(value[:most])) if isinstance(value, str) else None
    if wrong:
        raise field.make_error("control", zh=wrong.zh, en=wrong.en)


def _seen_in(text: str) -> str:
    """A number, a date or a choice without signs that cannot be seen: they mean nothing there."""
    return "".join(sign for sign in text if is_visible(sign) or sign.isspace())


class Line(fields.String):
    """One line of text of at most `most` characters, without what cannot be seen around it."""

    shape: Callable[[str], str] = staticmethod(line_of)

    default_error_messages = {
        **_ALWAYS,
        "invalid": both("须是文字。", "This should be text."),
        "invalid_utf8": both("须是 UTF-8 编码的文字。", "This should be text in UTF-8."),
        "empty": both("此项不能为空。", "This cannot be empty."),
        "long": both("最多 {most} 个字，现有 {length} 个。", "At most {most} characters; this has {length}."),
    }

    def __init__(self, most: int, *, may_be_empty: bool = False, **rest: Any) -> None:
        super().__init__(**rest)
        self.most, self.may_be_empty = most, may_be_empty
        self.metadata = {"maxLength": most, **({} if may_be_empty else {"minLength": 1}), **self.metadata}

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **rest: Any) -> str:
        typed = super()._deserialize(value, attr, data, **rest)
        if len(typed) > self.most * BLANKS_AROUND + LEAST_READ:
            raise self.make_error("long", most=self.most, length=len(typed))
        _refuse_unusable(self, typed, most=len(typed))
        text = self.shape(typed)
        if not has_visible(text):
            text = ""
        if not text and not self.may_be_empty:
            raise self.make_error("empty")
        if len(text) > self.most:
            raise self.make_error("long", most=self.most, length=len(text))
        return text


class Words(Line):
    """Text of several lines."""

    shape = staticmethod(lines_of)


class Secret(fields.String):
    """A password, taken exactly as it was typed."""

    default_error_messages = {**_ALWAYS, "invalid": both("须是文字。", "This should be text.")}

    def __init__(self, most: int, **rest: Any) -> None:
        said = both(f"须有 1 到 {most} 个字。", f"This should have 1 to {most} characters.")
        super().__init__(validate=validate.Length(min=1, max=most, error=said), **rest)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **rest: Any) -> str:
        """A password has no signs that no keyboard types: NUL, and half of a sign."""
        text = super()._deserialize(value, attr, data, **rest)
        if any(sign == "\0" or unicodedata.category(sign) == "Cs" for sign in text):
            raise self.make_error("invalid")
        return str(text)


class Code(Line):
    """A code of the rulebook or of the organisation; which codes there are is not a matter of shape."""

    def __init__(self, most: int = 60, **rest: Any) -> None:
        super().__init__(most, **rest)


class Account(Code):
    """An officer by their username, as it is read at sign-in."""

    @staticmethod
    def shape(typed: str) -> str:
        return account_of(line_of(typed))


class Whole(fields.Field[int]):
    """A whole number from `least` to `most`, as a number or as the digits a form sends."""

    default_error_messages = {
        **_ALWAYS,
        "invalid": both(
            "须是 {least} 到 {most} 的整数，只写数字，不写单位。",
            "This should be a whole number from {least} to {most}, in digits alone and without a unit.",
        ),
    }

    def __init__(self, least: int, most: int, **rest: Any) -> None:
        super().__init__(**rest)
        self.least, self.most = least, most
        self.metadata = {"type": "integer", "minimum": least, "maximum": most, **self.metadata}

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **rest: Any) -> int:
        _refuse_unusable(self, value)
        number = _whole(value)
        if number is None or not self.least <= number <= self.most:
            raise self.make_error("invalid", least=self.least, most=self.most)
        return number


def _whole(value: Any) -> int | None:
    """Digits of any width; signs that cannot be seen are left out."""
    if isinstance(value, str) and len(value) <= LEAST_READ:
        seen = line_of(_seen_in(value))
        return int(seen) if re.fullmatch(r"\d{1,16}", seen) else None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


class YesNo(fields.Boolean):
    default_error_messages = {
        **_ALWAYS,
        "invalid": both("须是 true 或 false。", "This should be true or false."),
    }

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **rest: Any) -> bool:
        _refuse_unusable(self, value)
        typed = _seen_in(value).strip() if isinstance(value, str) else value
        return bool(super()._deserialize(typed, attr, data, **rest))


class Moment(fields.Field[date]):
    """A time, of Shanghai where it has no zone, or a date alone, which stays one: `complaints.commitments.calendar.current.closing_of`
    makes it the close of business of that day, as the office keeps it in that season."""

    default_error_messages = {
        **_ALWAYS,
        "invalid": both(
            "须是日期（如 2026-12-01）或时间（如 2026-12-01 14:30）{why_zh}。",
            "This should be a date such as 2026-12-01, or a time such as 2026-12-01 14:30{why_en}.",
        ),
    }

    def _serialize(self, value: Any, attr: str | None, obj: Any, **rest: Any) -> str | None:
        return None if value is None else value.astimezone(SHANGHAI).isoformat(timespec="seconds")

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **rest: Any) -> date:
        return _require_date(self, _moment, value)


class Day(fields.Field[date]):
    """A day, such as 2026-11-20."""

    default_error_messages = {
        **_ALWAYS,
        "invalid": both(
            "须是日期，如 2026-11-20{why_zh}。", "This should be a date such as 2026-11-20{why_en}."
        ),
    }

    def _serialize(self, value: Any, attr: str | None, obj: Any, **rest: Any) -> str | None:
        return None if value is None else str(value)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **rest: Any) -> date:
        return _require_date(self, day_in, value)


def _require_date(field: fields.Field[date], read: Callable[[str], date], value: Any) -> date:
    zh, en = "", ""
    _refuse_unusable(field, value)
    try:
        found = read(_seen_in(value[:LEAST_READ])[:LONGEST_DATE].strip()) if isinstance(value, str) else None
    except (ValueError, OverflowError) as error:
        found = None
        zh, en = explain(error) if isinstance(error, ValueError) else (zh, en)
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise field.make_error("invalid", why_zh=zh, why_en=en)
    return found


def _moment(text: str) -> date:
    try:
        return day_in(text)
    except ValueError:
        moment = moment_in(text)
    return moment.astimezone(SHANGHAI) if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


class FileBody(fields.Field[bytes]):
    """What is in a file, in base64."""

    default_error_messages = {
        **_ALWAYS,
        "invalid": both("须是 base64 编码的文件内容。", "This should be the content of a file in base64."),
    }

    def __init__(self, **rest: Any) -> None:
        super().__init__(metadata={"type": "string", "format": "byte"}, **rest)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **rest: Any
    ) -> bytes:
        try:
            return base64.b64decode(value, validate=True) if isinstance(value, str) else b""
        except ValueError:
            raise self.make_error("invalid") from None


class Several(fields.List[Any]):
    """A list of at least one and at most `most`."""

    default_error_messages = {**_ALWAYS, "invalid": both("须是一个列表。", "This should be a list.")}

    def __init__(self, inner: fields.Field[Any], most: int, **rest: Any) -> None:
        said = both(f"须有 1 到 {most} 项。", f"This should hold 1 to {most} items.")
        super().__init__(inner, validate=validate.Length(min=1, max=most, error=said), **rest)


class Inner(fields.Nested):
    """An object inside another."""

    default_error_messages = {**_ALWAYS, "type": Typed.error_messages["type"]}
