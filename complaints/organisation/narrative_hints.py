"""Officers whom a narrative seems to speak of. A hint alone: another becomes first responder while there is one, and no
officer is kept out for it. So an everyday word that looks like a name must not count: 上周工作人员, 由于领导, 班主任老师."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

from complaints.infrastructure.pinyin import sounds
from complaints.organisation.english_names import is_addressed, surname_forms, words_of
from complaints.organisation.name_matching import COURTESY, LEADING, POSTS_AT_THE_WINDOW, surname_of
from complaints.organisation.unit_names import plain

# Surnames that are everyday words before a post; of them only the full name or 姓X counts.
WORDS = frozenset(
    "向对和关何于时应管全曾代包连由从以那能要就别都又年方高安成过同经常原新公单双万金钱文古水花白黄"
)
BEFORE = "天午晚日的是和与跟给找问请让叫见位名个那该被由对向到在有了说因把按问骂，。、；：！？“”（）()"
WEAK = "某 某某 主管 科 师 队 秘书 助理 经理 法官 警官 领导 负责人 一把手"
FAMILIAR = "姐 哥 叔 姨"
KIN = frozenset("大小表堂师学空的姑姨叔二三四五老帅美")


def is_hinted_in(text: str, officer: Any) -> bool:
    """By the full name, a surname with a post (林调解员, 陈中心主任, Ms Lin), or a familiar form (老林, 溪姐)."""
    name = plain(officer.name_zh)
    if len(name) > 1 and name in plain(text):
        return True
    surname = surname_of(name)
    if not name or not re.fullmatch(r"[\u4e00-\u9fff]+", surname):
        return False
    read = unicodedata.normalize("NFKC", text)
    if is_addressed_in_letters(read, surname, officer.name_en):
        return True
    return bool(_pattern(surname, name[len(surname) :]).search(read))


def is_addressed_in_letters(text: str, surname: str, name_en: str) -> bool:
    forms = {form for form in surname_forms(surname, name_en) if len(form) > 1}
    return bool(sounds(surname)) and is_addressed(
        words_of(" ".join(re.findall("[A-Za-zǖüǚǜ.]+", text))), forms
    )


@lru_cache(maxsize=4096)
def _pattern(surname: str, given: str) -> re.Pattern[str]:
    weak = set(WEAK.split())
    posts = [one for one in f"{LEADING} {COURTESY} {POSTS_AT_THE_WINDOW}".split() if one not in weak]
    title = "|".join(sorted(posts, key=len, reverse=True))
    start = rf"(?:^|(?<=[{re.escape(BEFORE)}\s]))"
    said = [rf"姓{surname}的|{surname}姓"]
    if surname not in WORDS:
        said.append(rf"{start}{surname}[副代]?(?:中心|窗口|大厅|科|所)?(?:{title})")
        said.append(rf"{start}[老小]{surname}(?=[的那这他她说让叫，。]|{title})")
    if given and given[-1] not in KIN:
        said.append(rf"{start}[老小阿]?{given[-1]}(?:{'|'.join(FAMILIAR.split())})(?!妹|弟|哥|姐|们)")
    return re.compile("|".join(said))
