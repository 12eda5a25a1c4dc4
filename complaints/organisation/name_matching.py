"""Whom a name written by a citizen may mean: likely matches among officers past and present, never a proof.

Read alike: full-width and spaced signs, traditional forms and slips of the same sound (by pinyin), a surname with a post or
a courtesy (林主任, 小林, 姓林的), the head of a unit that is named with a post, the people of a unit that is named alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from complaints.infrastructure.pinyin import sounds
from schemas.names import normal_name

TWO_SIGNS = [
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "司徒",
    "夏侯",
    "端木",
    "南宫",
    "独孤",
]
LEADING = "主任 所长 科长 局长 处长 站长 组长 队长 书记 院长 会长 秘书长 负责人 领导 主管 部长 室长"
SHORT = "局 所 处 科 队 院 总 工"  # as people say them: 周局, 吴工
COURTESY = "老师 同志 师傅 女士 先生 小姐 大姐 大哥 工作人员 科员 律师 法官 警官 经理 秘书 干事 助理 某某 某"
TITLES = "|".join(sorted(f"{LEADING} {COURTESY} {SHORT}".split(), key=len, reverse=True))
IN_ENGLISH = {
    "mr",
    "mrs",
    "ms",
    "miss",
    "sir",
    "madam",
    "officer",
    "director",
    "chief",
    "lawyer",
    "notary",
    "the",
}
PLACES = re.compile("街道|社区|[市区县镇乡村]")  # left out as people leave them out: 鄂城司法局
OF_A_HEAD = re.compile("|".join(LEADING.split()))
CHINESE = re.compile(r"[\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Named:
    """An officer as a name may mean them; `unit` is the name of their unit. A stranger may know an account by its name."""

    id: int
    name_zh: str
    name_en: str
    unit: str
    leads: bool
    username: str = ""


def likely_matches(text: str, people: Iterable[Named]) -> set[int]:
    """Ids of the officers that a text in the field of the respondent may mean."""
    written, everybody = plain(text), list(people)
    if not written:
        return set()
    by_name = {one.id for one in everybody if _is_named(written, text, one)}
    return by_name or set(_by_surname(written, "" if CHINESE.search(text) else text, everybody)) | set(
        _by_post(written, everybody)
    )


def is_named_in(text: str, name_zh: str) -> bool:
    """Whether the full name stands in a longer text, whatever stands around it."""
    name = plain(name_zh)
    return len(name) > 1 and name in plain(text)


def plain(text: str) -> str:
    """The normal form of a name, letters and digits alone."""
    return "".join(sign for sign in normal_name(text) if sign.isalnum())


def _is_named(written: str, text: str, one: Named) -> bool:
    name = plain(one.name_zh)
    if one.username and text.strip().casefold() == one.username:
        return True
    if len(name) > 1 and (name in written or _sounds_like(written, name)):
        return True
    letters = "".join(re.findall("[a-z]+", _without_marks(text)))
    return bool(letters) and any(len(form) > 3 and form in letters for form in _in_letters(one))


def _sounds_like(written: str, name: str) -> bool:
    """Some stretch of the text has the same signs by sound: 陳望 for 陈望, 林希 for 林溪."""
    sound = sounds(name)
    return any(
        sounds(run[start : start + len(name)]) == sound
        for run in CHINESE.findall(written)
        for start in range(len(run) - len(name) + 1)
    )


def _in_letters(one: Named) -> Iterator[str]:
    """Surname first or last, by pinyin and as the account spells it."""
    surname = surname_of(one.name_zh)
    first, last = ("".join(sounds(part)) for part in (surname, one.name_zh[len(surname) :]))
    yield from (first + last, last + first)
    words = re.findall("[a-z]+", _without_marks(one.name_en))
    yield from ("".join(words), "".join(reversed(words)))


def _without_marks(text: str) -> str:
    """Lǚ and Lü read as lu: marks are left out, as people leave them out."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def surname_of(name_zh: str) -> str:
    return name_zh[:2] if name_zh[:2] in TWO_SIGNS else name_zh[:1]


def _by_surname(written: str, written_in_letters: str, people: list[Named]) -> Iterator[int]:
    letters = [
        word for word in re.findall("[a-z]+", _without_marks(written_in_letters)) if word not in IN_ENGLISH
    ]
    for one in people:
        surname = surname_of(one.name_zh)
        if letters == ["".join(sounds(surname))]:
            yield one.id
        called = rf"姓{surname}|{surname}({TITLES}|[xX*]+)|[老小阿]{surname}(?![\u4e00-\u9fff])"
        if written == surname or re.search(called, written):
            yield one.id


def _by_post(written: str, people: list[Named]) -> Iterator[int]:
    """A unit that is named, the longest name where one stands in another: its heads with a post, else its people."""
    written = PLACES.sub("", written)
    named = {_without_places(one.unit) for one in people}
    units = {unit for unit in named if unit in written}
    units = {unit for unit in units if not any(unit != other and unit in other for other in units)}
    heads_only = bool(OF_A_HEAD.search(written))
    yield from (
        one.id for one in people if _without_places(one.unit) in units and (one.leads or not heads_only)
    )


def _without_places(unit: str) -> str:
    return PLACES.sub("", plain(unit))
