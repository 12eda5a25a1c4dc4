"""Reading a YAML file strictly, and saying in two languages where its shape is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from schemas.fields import spoken
from schemas.text import spaces_for_odd_breaks, unify_breaks, unusable
from schemas.wide_signs import WIDE_SPACE, has_wide_space_around, may_be_wrong, wrong_before, wrong_in_value
from workflows.errors import RulebookError
from workflows.language import Text

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = (
    30  # lists and mappings inside each other; the loader goes as deep as the text, until the program breaks
)


_TEXT, _NULL = "tag:yaml.org,2002:str", "tag:yaml.org,2002:null"
_LANGUAGES = ("zh", "en")


class _OnceOnly(LOADER):  # type: ignore[misc]
    """A key written twice would silently lose its first value; here it is refused. The value of `zh` and `en` is text as
    it is written: `yes` and `010` are no other values."""

    lines: Sequence[str] = ()  # of the file; none where full-width signs are not looked for

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in _LANGUAGES and isinstance(value, yaml.ScalarNode) and value.tag != _NULL:
                value.tag = _TEXT
            if not isinstance(key, yaml.ScalarNode):
                raise _at_line(key, "这里须是名称，不能是列表或对照。", "a name is needed here, not a list.")
            if key.value in seen:
                raise _at_line(key, f"“{key.value}”写了两次。", f"“{key.value}” is written twice.")
            seen.add(key.value)
            self._refuse_wide_signs(key, value)
        return dict(super().construct_mapping(node, deep))

    def construct_sequence(self, node: Any, deep: bool = False) -> list[Any]:
        for one in node.value:
            self._refuse_wide_value(one, is_text=False)
        return list(super().construct_sequence(node, deep))

    def _refuse_wide_signs(self, key: Any, value: Any) -> None:
        if self.lines and not key.style and has_wide_space_around(key.value):
            raise _at_line(key, WIDE_SPACE.zh, WIDE_SPACE.en)
        self._refuse_wide_value(value, is_text=key.value in _LANGUAGES)

    def _refuse_wide_value(self, node: Any, *, is_text: bool) -> None:
        """Raises RulebookError where a value without quotation marks has swallowed a key."""
        if not self.lines or not isinstance(node, yaml.ScalarNode) or node.style:
            return
        first = node.start_mark
        lines = list(self.lines[first.line : node.end_mark.line + 1])
        lines[:1] = [line[first.column :] for line in lines[:1]]
        for at, wrong in wrong_in_value(lines, is_text=is_text):
            raise _on_line(first.line + at, wrong)

    def construct_scalar(self, node: Any) -> Any:
        return unify_breaks(super().construct_scalar(node))

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        """A value that is not what it says, such as 2026-02-30, breaks YAML's own readers in many ways."""
        try:
            return super().construct_object(node, deep)
        except RulebookError:
            raise
        except (ValueError, TypeError, LookupError, AttributeError, OverflowError) as error:
            raise _at_line(node, "这个值看不懂。", "this value cannot be read.") from error


def _at_line(place: Any, zh: str, en: str) -> RulebookError:
    return _on_line(place.start_mark.line, Text(zh, en))


def _on_line(line: int, wrong: Text) -> RulebookError:
    """`line` is counted from 0."""
    return RulebookError([Text(f"第 {line + 1} 行：{wrong.zh}", f"Line {line + 1}: {wrong.en}")])


def content_of(text: str, published: bool = False) -> Any:
    """What a YAML file holds. A sign that no text holds is refused, save in a text that was `published` with it.
    Raises RulebookError."""
    plain = spaces_for_odd_breaks(text)
    wrong = unusable(plain)
    if wrong and not published:
        raise RulebookError([Text(wrong.zh, wrong.en)])
    try:
        _look_through(plain, published)
        return _load(plain, plain.split("\n") if not published and may_be_wrong(plain) else [])
    except yaml.YAMLError as error:
        raise _not_yaml(error, plain) from error


def _load(text: str, lines: Sequence[str]) -> Any:
    loader = _OnceOnly(text)
    loader.lines = lines
    try:
        content = loader.get_single_data()
    finally:
        loader.dispose()
    if isinstance(content, str):  # every name of the file was swallowed
        for at, wrong in wrong_in_value(lines, is_text=False):
            raise _on_line(at, wrong)
    return content


def _look_through(text: str, published: bool) -> None:
    """Refuse faults before anything is built from the text."""
    depth, looks_for_signs = 0, published or "\\" in text  # others were found in the text as a whole
    for event in yaml.parse(text, Loader=LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise _at_line(event, "层次太深。", "nested too deeply.")
        if looks_for_signs and isinstance(event, yaml.ScalarEvent):
            _refuse_unusable(event, published)


def _refuse_unusable(event: Any, published: bool) -> None:
    """A sign may be written as an escape, such as "\\u0007"."""
    wrong = unusable(unify_breaks(event.value))
    if wrong and (wrong.sign == "\0" or not published):
        raise _at_line(
            event, f"写出的 {wrong.code} 文字里不会有，请删去。", f"{wrong.code} is in no text; remove it."
        )


def read_yaml(text: str, published: bool = False) -> dict[str, Any]:
    """The content of a file that holds a mapping. Raises RulebookError."""
    content = content_of(text, published)
    if not isinstance(content, dict):
        raise RulebookError([Text("文件里没有规则。", "The file holds no rulebook.")])
    return content


def _not_yaml(error: yaml.YAMLError, text: str) -> RulebookError:
    mark = getattr(error, "problem_mark", None)
    found = wrong_before(text.split("\n"), mark.line) if mark else None
    return _on_line(*found) if found else RulebookError([_place_of(error, mark, text)])


def _place_of(error: yaml.YAMLError, mark: Any, text: str) -> Text:
    if mark is None:
        return Text("第 1 行不是正确的 YAML。", "Line 1 is not valid YAML.")
    line = mark.line + 1
    if "escape code" in str(getattr(error, "problem", "")):
        code = f"U+{text.split(chr(10))[mark.line][mark.column :][:4].upper()}"
        return Text(
            f"第 {line} 行写出的 {code} 是半个字符，文字里不会有，请删去。",
            f"Line {line}: {code} is half of a character, which no text holds; remove it.",
        )
    return Text(f"第 {line} 行不是正确的 YAML。", f"Line {line} is not valid YAML.")


def sentences(messages: Any, where: str = "") -> Iterator[Text]:
    """Marshmallow's messages, each with its place in the file, in both languages."""
    if isinstance(messages, dict):
        for key, inner in messages.items():
            place = where if key in ("value", "key") else f"{where}.{key}".strip(".")
            yield from sentences(inner, place)
        return
    for message in messages if isinstance(messages, list) else [messages]:
        zh, en = spoken(message, "zh"), spoken(message, "en")
        if zh == en:
            zh = _IN_CHINESE.get(en, f"这里的内容不能用（{en}）")
        yield Text(f"{where}：{zh}", f"{where}: {en}")


_IN_CHINESE = {
    "Unknown field.": "没有这一项，请检查名称。",
    "Missing data for required field.": "缺少这一项。",
    "Field may not be null.": "这一项不能为空。",
    "Not a valid boolean.": "须写 true 或 false。",
    "Not a valid string.": "须是文字。",
    "Not a valid list.": "须是列表。",
    "Not a valid mapping type.": "须写成“名称: 内容”的形式。",
    "Not a valid integer.": "须是整数。",
    "Not a valid date.": "须是日期，如 2026-01-01。",
}
