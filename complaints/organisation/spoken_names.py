"""Names as people say or type them: 耳东陈 for a surname spelt by the parts of its sign, lin溪 half in letters, Ou Yang in two words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from complaints.infrastructure.pinyin import sounds

SPOKEN = (  # the parts of a sign, then the surname
    "耳东陈 弓长张 立早章 木子李 十八子李 双木林 口天吴 草头黄 三横王 三划王 言午许 古月胡 双口吕 双人徐 走肖赵 美女姜 羊女姜 人可何 "
    "单人何 人禾余 人未余 干勾于 木土杜 木易杨 走之连 车走连 言身寸谢 卯金刀刘 文刀刘 四维罗 四夕罗 子小孙 小子孙 立里童 二马冯 两点马冯 "
    "关耳郑 奠耳郑 草将蒋 草头蒋 三点水江 水工江 三点水汤 三点水沈 三点水潘 三点水汪 三点水温 禾口王程 雨田雷 三门闫 门三闫 西早谭 言西早谭 "
    "草头范 草头苏 草办苏 草头薛 草头萧 草头叶 口十叶 宝盖宋 宝木宋 金戋钱 金戈钱 山今岑 三人禾秦 春头秦 田心思 日月明 双火炎 火火炎 "
    "文武斌 马户驴 邑工邝 衣谷裕 米番潘 水番潘 木白柏 木公松 木兑税 竹付符 竹官管 革斤靳 革夭靴 广龙庞 门东阑 鱼日鲁 舌辛辞 十口叶 "
    "人工仝 大头秃 女又奴 女良娘 单耳陆 双耳邓 又耳邓 耳击陆 右耳刀邓 东耳陈 左耳陈 立风飒 虎头虞 虎头卢 上卜卢 户下方房 户方房 尸古居 "
    "日立音 立日音 上小下土尘 人寸付 人寸傅 单人傅 车专转 言炎谈 言舌话 言永咏 言公讼 吉页颉 是页题 原页愿 页桑颡 木南楠 木东栋"
)
OLD_SIGNS = str.maketrans(
    "雙東長張陳關馬馮鄭羅劉許呂趙楊連謝蔣盧陸鄧門頭維點", "双东长张陈关马冯郑罗刘许吕赵杨连谢蒋卢陆邓门头维点"
)
PARTS = {word[:-1]: word[-1] for word in SPOKEN.split()}
_PARTS = "|".join(sorted(PARTS, key=len, reverse=True))
_SPOKEN = re.compile(
    f"姓?({_PARTS})的?({'|'.join(sorted(set(PARTS.values())))})|(?:姓|^)({_PARTS})(?=$|[的这那]|先生|女士)"
)
_LETTERS_OR_SIGN = re.compile("[a-z]+|[\u4e00-\u9fff]")


def with_surnames_said(text: str) -> str:
    """耳东陈 reads as 姓陈; so does 姓耳东."""
    return _SPOKEN.sub(_surname, unicodedata.normalize("NFKC", text).translate(OLD_SIGNS))


def _surname(found: re.Match[str]) -> str:
    parts, said, alone = found.groups()
    if said and PARTS[parts] != said:
        return found[0]
    return f"姓{said or PARTS[alone]}"


def is_half_in_letters(text: str, name: str) -> bool:
    """Some signs of the name, by sound, and the others in letters: lin溪, 林xi, 任jingzhi, L溪."""
    parts = _LETTERS_OR_SIGN.findall(text)
    if len(name) < 2 or not any(one.isascii() for one in parts) or all(one.isascii() for one in parts):
        return False
    return any(_reads(tuple(parts[start:]), name, name) for start in range(len(parts)))


def _reads(parts: tuple[str, ...], rest: str, name: str) -> bool:
    """Whether the parts begin with the rest of a name, in at least two of them."""
    if not rest:
        return True
    if not parts:
        return False
    first, others = parts[0], parts[1:]
    if not first.isascii():
        return sounds(first) == sounds(rest[0]) and _reads(others, rest[1:], name)
    if len(first) == 1:
        return first == _begins(rest[0]) and _is_written_out(others, rest[1:])
    lengths = range(1, len(rest) + (rest != name))  # never the whole name in letters
    return any(first in _in_letters(rest[:many]) and _reads(others, rest[many:], name) for many in lengths)


def _begins(sign: str) -> str:
    """The letter a sign begins with by sound; a digit or letter in a name is its own."""
    return ("".join(sounds(sign)) or sign.lower())[:1]


def _is_written_out(parts: tuple[str, ...], rest: str) -> bool:
    """Beside an initial the other signs are those of the name."""
    return bool(rest) and "".join(parts[: len(rest)]) == rest


@lru_cache(maxsize=4096)
def _in_letters(signs: str) -> frozenset[str]:
    """With ü as v, u, yu or ue."""
    whole = "".join(sounds(signs))
    return frozenset(whole.replace("v", other) for other in ("v", "u", "yu", "ue"))


def join_surname(words: tuple[str, ...], surname: str) -> tuple[str, ...]:
    """Ou Yang is one word."""
    parts = sounds(surname)
    if len(parts) < 2:
        return words
    for start in range(len(words) - len(parts) + 1):
        if words[start : start + len(parts)] == parts:
            return (*words[:start], "".join(parts), *words[start + len(parts) :])
    return words
