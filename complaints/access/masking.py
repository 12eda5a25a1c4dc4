"""How a person is shown until an officer says why they need to reach them: names stay, the ways to reach them are masked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from complaints.models import Complainant

STARS = "****"
HEAD, TAIL = 3, 4
_HAN = "[\u4e00-\u9fff]"
_PROVINCE = rf"(?:{_HAN}{{2,3}}省|{_HAN}{{2,5}}自治区)"
_CITY = rf"{_HAN}{{2,4}}?(?<!{_HAN}{{2}}城)(?<![超菜夜])市(?!场)(?=.)"
# Estates and quarters end in 区 as districts do: 小区, 社区, 园区, 生活区, 一区, 花园东区.
_NO_DISTRICT = "小社园校厂库景片住宅活墅属舍院新发济业商军矿林一二三四五六七八九十甲乙丙丁"
_DISTRICT = rf"(?:{_HAN}{{2}}|{_HAN}{{2}}(?![东西南北]){_HAN})(?<![{_NO_DISTRICT}])区(?=.)"
_COUNTY = rf"{_HAN}{{1,3}}?县(?![委政府医中])(?=.)"
_AREA = rf"(?:{_DISTRICT}|{_COUNTY})"
_PLACE = re.compile(rf"{_PROVINCE}?{_CITY}{_AREA}?|{_PROVINCE}{_AREA}")
MASKED_FIELDS = ("phone", "address", "email", "agent_phone", "representatives", "identity_number")


@dataclass(frozen=True, slots=True)
class MaskedContact:
    """The fields of `schemas.phones.Contact`, without what tells the number."""

    given: str
    gets_texts: bool
    extension: str = ""
    note: str = ""
    says_more: bool = False

    @property
    def number(self) -> str:
        return self.given

    dialled = number


def mask_phone(phone: str) -> str:
    """138****5678; of a number abroad the end, of a short number nothing."""
    digits = re.sub(r"\D", "", phone.partition(" ext")[0].removeprefix("+86"))
    if phone.startswith("+") and not phone.startswith("+86"):
        return f"+{STARS}{digits[-TAIL:]}" if len(digits) > HEAD + TAIL else STARS
    if phone.startswith("+86") and not digits.startswith("1"):
        digits = f"0{digits}"
    return f"{digits[:HEAD]}{STARS}{digits[-TAIL:]}" if len(digits) >= 11 else STARS


def mask_address(address: str) -> str:
    """The city and the district or county at its beginning; never the estate."""
    place = _PLACE.match(address)
    return f"{place[0] if place else ''}{STARS}"


def mask_email(email: str) -> str:
    name, at, host = email.rpartition("@")
    return f"{name[:1]}{STARS}@{host}" if at else STARS


class MaskedPerson:
    """A complainant as pages and JSON ask for it; everything that is not masked is as it is."""

    def __init__(self, person: Complainant) -> None:
        self._person = person

    def __getattr__(self, name: str) -> Any:
        return getattr(self._person, name)

    @property
    def phone(self) -> str | None:
        return mask_phone(self._person.phone) if self._person.phone else None

    @property
    def address(self) -> str | None:
        return mask_address(self._person.address) if self._person.address else None

    @property
    def email(self) -> str | None:
        return mask_email(self._person.email) if self._person.email else None

    @property
    def numbers(self) -> list[MaskedContact]:
        return [MaskedContact(mask_phone(one.number), one.gets_texts) for one in self._person.numbers]

    @property
    def agent(self) -> dict[str, Any] | None:
        return _without_phone(self._person.agent) if self._person.agent else None

    @property
    def representatives(self) -> list[dict[str, Any]] | None:
        return [_without_phone(one) for one in self._person.representatives or ()] or None


def hides_anything(person: Complainant) -> bool:
    phones = [one.get("phone") for one in (person.agent or {}, *(person.representatives or ()))]
    return any((person.phone, person.contacts, person.address, person.email, *phones))


def mask_fact(name: str, value: str | None) -> str | None:
    """A value of one fact that was corrected, or is asked to be."""
    if not value or name not in MASKED_FIELDS:
        return value
    mask = {"phone": mask_phone, "agent_phone": mask_phone, "address": mask_address, "email": mask_email}
    return mask[name](value) if name in mask else STARS


def _without_phone(one: dict[str, Any]) -> dict[str, Any]:
    return {**one, "phone": mask_phone(one["phone"])} if one.get("phone") else one
