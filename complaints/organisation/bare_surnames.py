"""Surnames that stand by themselves in the field of a name: 公证员何, Mr 何, 何林两位, 窗口的林、何两人, LIN He.

What people write around a surname is taken away: posts, courtesies, places, counts, how a person looks. A surname that is
left by itself is meant; several in a row are where the text says how many persons it speaks of.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection

from complaints.infrastructure.pinyin import sounds
from complaints.organisation.english_names import FILLING, HONORIFICS, words_of

AROUND = (  # beside posts and courtesies
    "工作人员 服务人员 接待人员 经办人员 经办人 办理人 负责的 姓氏 姓名 名字 工号 编号 "
    "窗口 柜台 前台 大厅 中心 科室 这里 那里 那边 这边 "
    "接待我的 接待的 给我办的 给我办事的 办事的 办理的 值班的 服务的 负责 叫做 名叫 "
    "戴眼镜 穿制服 穿裙子 高个子 高个 矮个子 矮个 胖胖 瘦瘦 年轻 年纪大 中年 男性 女性 男的 女的 长头发 短头发 卷发 "
    "帅哥 美女 靓女 靓仔 小哥 小姐姐 小哥哥 小伙子 伙子 小伙 姑娘 老头子 老头 老太太 老太 大叔 大婶 阿婆 阿公 哥们 妹子 nv士 nü士 "
    "那个 这个 那位 这位 有个 一个 一位 某个 那些 这些 他们 她们 我们 什么 啥 的 叫 姓 氏 我 男 女 号 是 在 里 等"
)
COUNTED = re.compile(r"(?:[两二三四五六几仨俩2-6](?:个|位|名|人|同志|女士|先生)+|[俩仨])")
# Surnames that are everyday words: read only beside a post or a courtesy.
WHOLE_WORDS = frozenset("向对和关于时应管全曾代包连由从以那能要就别都又年成过同经常原新公单双水")
AROUND_A_NAME = "|".join(
    [*sorted(AROUND.split(), key=len, reverse=True), "[老小大阿](?=[\u4e00-\u9fff])", "[0-9]+"]
)
MOST_IN_LETTERS = 3  # persons in one field
GIVEN = re.compile(r"名字?(?:里|中|里面|当中)?(?:有|带|含)(?:一?个)?([\u4e00-\u9fff])字?")
_HAN = re.compile("[\u4e00-\u9fff]+")


def find_surnames(text: str, surnames: Collection[str], titles: str) -> set[str]:
    """Of `surnames`, those that stand by themselves in the text. `titles`: a pattern of posts and courtesies."""
    read = unicodedata.normalize("NFKC", text).casefold()
    uncounted = COUNTED.sub(" ", read)
    is_counted = uncounted != read
    untitled = re.sub(f"{AROUND_A_NAME}|[副代]?(?P<title>{titles})", " ", uncounted)
    is_addressed = is_counted or bool(re.search(titles, uncounted))
    found = {
        one
        for piece in _HAN.findall(untitled)
        for one in _split(piece, surnames, several=is_counted)
        if is_addressed or one not in WHOLE_WORDS
    }
    return found


def find_surnames_in_letters(text: str, surnames: Collection[str]) -> set[str]:
    """LIN He, where nothing but surnames is written beside courtesies."""
    words = [word for word in words_of(text) if word.isalpha() and word not in FILLING | HONORIFICS]
    if not words or len(words) > MOST_IN_LETTERS:
        return set()
    by_sound: dict[str, set[str]] = defaultdict(set)
    for one in surnames:
        by_sound["".join(sounds(one))].add(one)
    return set().union(*(by_sound[word] for word in words)) if by_sound.keys() >= set(words) else set()


def find_given_sign(text: str) -> str:
    """名字里有个溪: 溪; else empty."""
    found = GIVEN.search(unicodedata.normalize("NFKC", text))
    return found[1] if found else ""


def _split(piece: str, surnames: Collection[str], *, several: bool) -> list[str]:
    """A piece that is a surname, or nothing but surnames where several persons are counted; else empty."""
    found, rest = [], piece
    while rest:
        one = next((rest[:length] for length in (2, 1) if rest[:length] in surnames), "")
        if not one:
            return []
        found.append(one)
        rest = rest[len(one) :]
    return found if several or len(found) == 1 else []
