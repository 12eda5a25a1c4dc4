"""A person on a line of a list: a name, and phone numbers as `schemas.phones` reads them."""

from __future__ import annotations

import re
from itertools import pairwise

from schemas.list_marks import without_list_mark
from schemas.phone_notes import LABEL, bracket_groups
from schemas.phones import NoPhone, places_of

_BETWEEN = " \t\xa0\u3000、，,；;：:。|/—–-"
_MISTYPED = re.compile(
    r"(?:^|[\s,，、:：;；]+)(?=[+(（\d])|(?=\d{5})"
)  # the signs before what should be a phone
_LABEL_BEHIND = re.compile(rf"(?:(?<=^)|(?<=[\s，,、；;：:(（])){LABEL.pattern}$", re.IGNORECASE)
_LETTER_BEHIND = re.compile(r"(?<=[\s，,、；;:：(（])[A-Z]\s*[:：]\s*$", re.IGNORECASE)  # M: H: T:
_OPENS, _CLOSES = "(（[【〔", ")）]】〕"
_OF_THE_SAME = re.compile(  # said of a further number of one person
    r"(?:[\W_]|(?<![a-z])[a-z](?=[:：])|或者?|和|以及|及|与|另外?|还有|家[里中庭]?|单位|办公室?|宅|女儿|儿子|老伴|老公|老婆|丈夫|妻子|爱人|父亲|母亲"
    r"|白天|晚上|早上|下午|上班|下班|备用|微信|短信|传真|常用|新|旧|or|and|home|work|office|fax|daughter|son|wife|husband"
    rf"|{LABEL.pattern})*",
    re.IGNORECASE,
)
_SEVERAL_NAMES = re.compile(r"[、；;]|(?<=[\u4e00-\u9fff])\s*[,，]\s*(?=[\u4e00-\u9fff])")
_NO_PHONE = re.compile(  # 李雷：无, 李雷 电话不详
    rf"(?:(?:[\s，,：:（(]+(?:{LABEL.pattern})?|(?:{LABEL.pattern}))(?:无|没有|暂无|不详|不明|未知|未留|none|unknown|n/?a)|[\s：:（(]+{LABEL.pattern})[)）。.\s]*$",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"(?:(?:序号|编号|姓名|名字|代表|代表人|代表姓名|性别|联系人|电话|电话号码|手机|手机号码?|联系电话|联系方式|号码|住址|地址|备注"
    r"|no\.?|name|phone|tel|mobile)(?:[\s,，、:：;；|/]+|$))+",
    re.IGNORECASE,
)


def is_heading(line: str) -> bool:
    """The first line of a table, which names its columns."""
    return _HEADING.fullmatch(line.strip()) is not None


def names_several(name: str) -> bool:
    """Whether more than one person stands in it."""
    return _SEVERAL_NAMES.search(name) is not None


def has_phone(name: str) -> bool:
    """Whether a phone number stands in it."""
    try:
        return bool(places_of(name))
    except NoPhone:
        return True


def without_no_phone(name: str) -> str:
    """Without words that say that there is no number: 李雷：无."""
    return _NO_PHONE.sub("", name).strip() or name


def person_on(line: str) -> dict[str, str]:
    """The name is before the numbers, or behind them where nothing is before. What is no number is left to be refused; so is a
    line with several persons, which is all given as a name."""
    text = without_list_mark(line)
    try:
        places = places_of(text)
    except NoPhone:
        places = []
    if not places:
        name, *phone = _MISTYPED.split(_NO_PHONE.sub("", text), maxsplit=1)
        return {"name": name.strip(), "phone": "".join(phone).strip()}
    if not all(_is_said_of_one(text[end:start]) for (_, end), (start, _) in pairwise(places)):
        return {"name": text.strip(), "phone": ""}
    start, end = places[0][0], places[-1][1]
    before, behind = text[:start], text[end:]
    if name := _name(before):
        return {"name": name, "phone": _within(before, text[start:])}
    name = behind.strip(_BETWEEN)
    name = name[1:-1] if bracket_groups(name) == [(0, len(name))] else name
    return {"name": name.strip(_BETWEEN), "phone": text[start:end].strip()}


def _is_said_of_one(between: str) -> bool:
    """Whether the words between two numbers name no other person; words in brackets never do."""
    for start, end in reversed(bracket_groups(between)):
        between = f"{between[:start]} {between[end:]}"
    return _OF_THE_SAME.fullmatch(between) is not None


def _name(before: str) -> str:
    name = _LETTER_BEHIND.sub("", before).rstrip(_BETWEEN + _OPENS)
    return _LABEL_BEHIND.sub("", name).strip(_BETWEEN + _OPENS)


def _within(before: str, phone: str) -> str:
    """Without the end of a bracket that begins before the number."""
    opened = before.rstrip()[-1:] in tuple(_OPENS)
    return phone.strip().rstrip(_CLOSES).strip() if opened else phone.strip()
