"""Officers a name written by a citizen may mean: likely matches among past and present ones, never a proof.

Read alike: full-width and spaced signs, traditional forms and slips of the same or a near sound (by pinyin), a surname with
a post or a courtesy (林主任, 周副局长, 林姐, 林姓工作人员), the head of a unit that is named with a post, the people of a unit
that is named alone. Which unit a post is of: `complaints.organisation.unit_names`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from complaints.infrastructure.pinyin import near_sounds, sounds
from complaints.organisation.bare_surnames import find_given_sign, find_surnames, find_surnames_in_letters
from complaints.organisation.english_names import (
    is_a_heads_in_letters,
    is_called_in_letters,
    units_in_letters,
)
from complaints.organisation.enumeration import is_one_in_letters, parts_of
from complaints.organisation.spoken_names import is_half_in_letters, with_surnames_said
from complaints.organisation.unit_names import Near, has_a_number, is_a_heads, nearest, plain, units_meant

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
LEADING = "主任 所长 科长 局长 处长 站长 组长 队长 书记 院长 会长 秘书长 负责人 领导 主管 部长 室长 一把手"
SHORT = "局 所 处 科 队 院 总 工"  # as people say them: 周局, 吴工
COURTESY = "老师 同志 师傅 女士 先生 小姐 大姐 大哥 工作人员 科员 律师 法官 警官 经理 秘书 干事 助理 某某 某"
COURTESY += " 姐 哥 叔 姨 阿姨 叔叔 妹 弟 妹妹 师 队 姑娘 伙子 股长 科 主管 接线员 话务员 坐席员"
POSTS_AT_THE_WINDOW = (
    "调解员 调解 公证员 鉴定人 仲裁员 服务员 咨询员 窗口人员 办事员 值班员 值班律师 引导员 志愿者 协理员 接待员 受理员 登记员 "
    "审核员 文员 所律师"
)
EVERYDAY = (
    "大妈 大爷 大婶 会计 大夫 医生 头儿 老板 什么"  # in the field of a name alone, never in a narrative
)
TITLES = "|".join(
    sorted(f"{LEADING} {COURTESY} {SHORT} {POSTS_AT_THE_WINDOW} {EVERYDAY}".split(), key=len, reverse=True)
)
OF_A_UNIT = "中心|窗口|大厅|热线|工作站|办公室|科室|局|所|站|科|处|院|队|部"  # 陈中心主任
FAMILIAR = "姐|哥|妹|弟|叔|姨|姐姐|哥哥|老师"  # beside a given name: 溪姐
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
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
MASK = re.compile(  # what is written in place of a sign of a name: 罗〇〇, 罗OO, 罗*禾
    r"(?<=[\u4e00-\u9fff])(?:[*○◯〇●×✕╳□■△▲]+|[oOxX]{1,3}(?![A-Za-z]))"
)
Sounds = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Named:
    """An officer as a name may mean them, in a post they hold or held; `unit` is the name of its unit. A stranger may know
    an account by its name."""

    id: int
    name_zh: str
    name_en: str
    unit: str
    leads: bool
    username: str = ""
    unit_en: str = ""
    unit_code: str = ""


def likely_matches(text: str, people: Iterable[Named], near: Near = ()) -> set[int]:
    """Ids of the officers that a text in the field of the respondent may mean. `near`: the names of units about the place
    that the complaint came in at, or is about, the nearest first."""
    text, everybody = with_surnames_said(text), list(people)
    found = _meant_by(text, everybody, near) or _at_a_number(text, everybody, near)
    names = {plain(one.name_zh) for one in everybody}
    found |= _by_bare_surname(text, everybody, in_letters=not found)
    parts = list(parts_of(text, names, {one.unit for one in everybody}))
    if len(parts) < 2 or (found and is_one_in_letters(parts)):
        return found
    for part, beside in parts:
        found |= _meant_by(part, everybody, near, by_unit=not beside)
    return found


def _meant_by(text: str, everybody: list[Named], near: Near, *, by_unit: bool = True) -> set[int]:
    written = plain(text)
    if not written:
        return set()
    masked = plain(MASK.sub("某", unicodedata.normalize("NFKC", text)))
    by_name = {one.id for one in everybody if _is_named(written, text, one)}
    if by_name and masked == written:
        return by_name
    found = by_name | set(_by_surname(masked, _letters_alone(text), everybody))
    if by_name:
        return found
    found = found or {one.id for one in everybody if _is_familiar(written, given_of(plain(one.name_zh)))}
    if by_unit or is_a_heads(written) or is_a_heads_in_letters(text):
        found |= set(_by_post(written, unicodedata.normalize("NFKC", text), everybody, near))
    return found | {one.id for one in everybody if _sounds_like(written, plain(one.name_zh), near_sounds)}


def _by_bare_surname(text: str, everybody: list[Named], *, in_letters: bool) -> set[int]:
    by_surname: dict[str, set[int]] = defaultdict(set)
    for one in everybody:
        by_surname[surname_of(plain(one.name_zh))].add(one.id)
    written = find_surnames(text, by_surname.keys(), TITLES)
    written |= find_surnames_in_letters(text, by_surname.keys()) if in_letters else set()
    sign = find_given_sign(text)
    named = {one.id for one in everybody if sign and sign in given_of(plain(one.name_zh))}
    return named.union(*(by_surname[one] for one in written))


def _at_a_number(text: str, people: list[Named], near: Near) -> set[int]:
    """The number of a window or of its officer: one of the nearest unit, until it is settled who."""
    units = set(near[0]) if near and has_a_number(text) else set()
    return {one.id for one in people if one.unit in units}


def is_named_in(text: str, name_zh: str) -> bool:
    """Whether a longer text contains the full name, whatever is around it."""
    name = plain(name_zh)
    return len(name) > 1 and name in plain(text)


def _is_named(written: str, text: str, one: Named) -> bool:
    name = plain(one.name_zh)
    if one.username and written == "".join(filter(str.isalnum, one.username)):
        return True
    if len(name) > 1 and (name in written or _sounds_like(written, name, sounds)):
        return True
    if is_half_in_letters(_without_marks(text), name):
        return True
    letters = "".join(re.findall("[a-z]+", _without_marks(text)))
    return bool(letters) and any(len(form) > 3 and form in letters for form in _in_letters(one))


def _sounds_like(written: str, name: str, sounds_of: Sounds) -> bool:
    """Some stretch of the text has the same signs by sound: 陳望 for 陈望, 林希 for 林溪."""
    sound = sounds_of(name)
    return len(name) > 1 and any(
        sounds_of(run[start : start + len(name)]) == sound
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


def given_of(name_zh: str) -> str:
    return name_zh[len(surname_of(name_zh)) :]


def _by_surname(written: str, written_in_letters: str, people: list[Named]) -> Iterator[int]:
    letters = [
        word for word in re.findall("[a-z]+", _without_marks(written_in_letters)) if word not in IN_ENGLISH
    ]
    called: dict[str, bool] = {}  # by surname: most have many
    for one in people:
        name = plain(one.name_zh)
        surname = surname_of(name)
        if surname not in called:
            called[surname] = bool(CHINESE.fullmatch(surname)) and (
                letters == ["".join(sounds(surname))] or _is_called(written, surname)
            )
        given = name[len(surname) :]
        masked = len(name) > 2 and f"{name[:2]}某" in written
        if called[surname] or masked or _is_in_letters(written_in_letters, surname, given, one.name_en):
            yield one.id


def _is_in_letters(text: str, surname: str, given: str, name_en: str) -> bool:
    """With a surname of Chinese signs: of others, the account's name is all there is."""
    return (
        bool(text)
        and bool(CHINESE.fullmatch(surname))
        and is_called_in_letters(text, surname, given, name_en)
    )


def _is_familiar(written: str, given: str) -> bool:
    """溪姐, 小溪, 静之老师, 静之; with nothing else, for the last sign of a name is a word as well."""
    if len(given) > 1 and written == given:
        return True
    ends = {given, given[-1:]} - {""}
    return any(re.fullmatch(f"[老小大阿]?{end}({FAMILIAR})|[小阿]{end}|{end}{end}", written) for end in ends)


def _letters_alone(text: str) -> str:
    """A surname in letters with nothing Chinese but a courtesy beside it: Ms Luo, LUO女士."""
    rest = re.sub(f"{TITLES}|[姓老小大阿的]", "", text)
    return "" if CHINESE.search(rest) else rest


def _is_called(written: str, surname: str) -> bool:
    """陈副主任, 林姐, 姓林的, 林姓工作人员, 小林, 林×."""
    said = rf"姓{surname}|{surname}姓|{surname}[副代]?({OF_A_UNIT})?({TITLES}|[xX*○]+)"
    familiar = rf"[老小大阿]{surname}(?![\u4e00-\u9fff])|[老小大阿]{surname}(?=({TITLES})|[的那这他她])"
    return written == surname or bool(re.search(f"{said}|{familiar}", written))


def _by_post(written: str, text: str, people: list[Named], near: Near) -> Iterator[int]:
    """The heads of the unit that is meant where a post is written, else its people."""
    units = units_meant(written, {one.unit for one in people}, near)
    heads_only = is_a_heads(written)
    if not units and text.isascii():
        known = {(one.unit, one.unit_en, one.unit_code) for one in people}
        units = nearest(units_in_letters(text, known), near)
        heads_only = is_a_heads_in_letters(text)
    yield from (one.id for one in people if one.unit in units and (one.leads or not heads_only))
