"""The names of persons, at every door: a phone number is no part of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schemas.fields import Line, both
from schemas.person_lines import has_phone, names_several, without_no_phone

LONGEST = 80


class PersonName(Line):
    default_error_messages = {
        "phone": both(
            "姓名里有电话号码；请把号码写在“电话”里，这里只写姓名。",
            "A phone number stands in the name; write it under the phone, and the name alone here.",
        )
    }

    def __init__(self, **rest: Any) -> None:
        super().__init__(LONGEST, **rest)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **rest: Any) -> str:
        name = super()._deserialize(value, attr, data, **rest)
        if has_phone(name):
            raise self.make_error("phone")
        return name


class RepresentativeName(PersonName):
    """One person; that there is no phone (李雷：无) is no part of the name."""

    default_error_messages = {
        "phone": both(
            "这里不止一个人，或姓名里有电话；每个人分开写，一行一人，先姓名后电话，说明写在括号里。",
            "This is more than one person, or a phone number stands in the name; write each person apart, one a line: "
            "the name, then the phone, a note in brackets.",
        )
    }

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **rest: Any) -> str:
        name = without_no_phone(super()._deserialize(value, attr, data, **rest))
        if names_several(name):
            raise self.make_error("phone")
        return name
