"""A rulebook as a folder: a file for each section, joined to the one text that is checked, hashed and published."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from schemas.yaml_text import LOADER, content_of
from workflows.errors import RulebookError
from workflows.language import Text

OWN_FILES = ("states", "moves", "commitments", "ladders", "bases", "limits", "categories")
HEAD = ("rulebook", "version", "title", "initial", "last_resort", "roles")
_SECTION = re.compile(r"^([A-Za-z_]+):", re.MULTILINE)
_MARKS: Any = (yaml.DocumentStartEvent, yaml.DocumentEndEvent)
_COMMENTS = re.compile(r"(?:^(?:#.*)?\n)+\Z", re.MULTILINE)


def join_files(files: Sequence[tuple[str, str]]) -> str:
    """The text of a rulebook from its files (name, text), by name. Raises RulebookError naming file and line."""
    if not files:
        raise RulebookError([Text("文件夹里没有 .yaml 文件。", "The folder holds no .yaml file.")])
    places: dict[str, str] = {}
    for name, text in files:
        for section, line in _sections_of(name, text):
            place = f"{name}:{line}"
            if section in places:
                raise _fault(
                    place,
                    f"“{section}”在 {places[section]} 已经写过。",
                    f"“{section}” is written in {places[section]} already.",
                )
            places[section] = place
    return "".join(text if text.endswith("\n") else f"{text}\n" for _, text in files if text)


def _fault(place: str, zh: str, en: str) -> RulebookError:
    return RulebookError([Text(f"{place} {zh}", f"{place} {en}")])


def _sections_of(name: str, text: str) -> Iterator[tuple[str, int]]:
    """The sections a file holds, each with its line; none where it is empty or all comments."""
    try:
        content_of(text)
    except RulebookError as error:
        raise RulebookError([Text(f"{name} {one.zh}", f"{name} {one.en}") for one in error.faults]) from error
    _refuse_marks(name, text)
    root: Any = yaml.compose(text, LOADER)
    if root is None:
        return
    first = f"{name}:{root.start_mark.line + 1}"
    if not isinstance(root, yaml.MappingNode):
        raise _fault(first, "这里须是一节规则，如 states:。", "a section is needed here, such as states:.")
    if root.flow_style or root.start_mark.column:
        raise _fault(
            first, "每一节的名称须从行首写起。", "begin the name of each section where the line begins."
        )
    for key, _ in root.value:
        yield key.value, key.start_mark.line + 1


def _refuse_marks(name: str, text: str) -> None:
    """Marks of a document, such as `---`, would cut the joined text in two."""
    for event in yaml.parse(text, LOADER):
        if isinstance(event, _MARKS) and event.explicit:
            raise _fault(
                f"{name}:{event.start_mark.line + 1}",
                "请删去 ---、... 或 % 开头的行。",
                "remove the line that begins with ---, ... or %.",
            )


def split_text(text: str) -> Mapping[str, str]:
    """A file's text in parts by the name of the file each belongs in; a comment goes with the section below it."""
    found = list(_SECTION.finditer(text))
    starts = [0, *(_start(text, one.start()) for one in found[1:])]
    ends = [*starts[1:], len(text)]
    parts: dict[str, str] = {}
    for one, start, end in zip(found, starts, ends, strict=True):
        file = _file_of(one[1])
        parts[file] = parts.get(file, "") + text[start:end]
    return parts


def _start(text: str, at: int) -> int:
    """Where the comment above a section begins, or the section itself."""
    above = _COMMENTS.search(text, 0, at)
    return above.start() if above else at


def _file_of(section: str) -> str:
    if section in OWN_FILES:
        return f"{section}.yaml"
    return "rulebook.yaml" if section in HEAD else "codes.yaml"
