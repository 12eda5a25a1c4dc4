"""Which unit a citizen means: by its name, by what people call it (12348热线, 法援中心), or by a post alone (中心主任, 局长).

Where several are called so, the nearest is meant: of the unit the complaint came in at or is about, then those above it,
then those below it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from functools import lru_cache

from schemas.names import normal_name

Near = Sequence[Collection[str]]  # names of units, group by group, the nearest first
PLACES = re.compile("街道|社区|[市区县镇乡村]")  # left out as people leave them out: 鄂城司法局
SIGNS = {"局长": "局", "所长": "所", "站长": "站", "科长": "科", "处长": "处", "院长": "院", "室长": "室"}
OTHER_POSTS = "主任 组长 队长 书记 会长 秘书长 负责人 领导 主管 部长 一把手"  # of a unit of any kind
POST = re.compile("|".join(sorted((*SIGNS, *OTHER_POSTS.split()), key=len, reverse=True)))
FILLING = re.compile(
    "窗口|大厅|柜台|前台|服务台|工作人员|接线员|话务员|坐席员?|人员|员工|同志|[这那][个位]|一[个名位]|[你我他]们|单位|[的人副正大]"
)
NUMBERED = re.compile(
    r"(工号|胸牌|编号|窗口|柜台|服务台)[^\u4e00-\u9fff]{0,3}[0-9]|[0-9一二三四五六七八九十]号?(窗口|柜台|服务台|坐席|接线员|工作人员)"
)
ENDS = re.compile("(管理委员会|委员会|管委会|办公室|机构|机关|中心|秘书处|[局处科室办委站所院会队])$")
CALLED_A_UNIT = re.compile("(中心|热线|12348|机构|机关|[局所站室科处委会院办队])$")


def is_a_heads(written: str) -> bool:
    """A post that leads a unit; a deputy post is one of its people."""
    return bool(POST.search(written)) and "副" not in written


def units_meant(written: str, units: Collection[str], near: Near) -> set[str]:
    """Those of `units` that a text in its normal form may mean."""
    short, posts = PLACES.sub("", written), POST.findall(written)
    named = {unit for unit in units if len(_short(unit)) > 1 and _short(unit) in short}
    if named:  # the longest name where one contains another
        return {one for one in named if not any(_is_inside(one, other) for other in named)}
    rest = FILLING.sub("", POST.sub("", written))
    sign = next((SIGNS[post] for post in posts if post in SIGNS), "")
    if not rest:
        return _of_the_post(sign, units, near) if posts else set()
    called = rest if rest.endswith(sign) else rest + sign
    if len(called) < 2 or not CALLED_A_UNIT.search(called):
        return set()
    found = {unit for unit in units if _is_short_for(called, _plain(unit))}
    return nearest(found or {unit for unit in units if _is_of_another_end(called, unit)}, near)


def _is_of_another_end(called: str, unit: str) -> bool:
    """行政复议局, 复议办 for 行政复议机构: what it does is named after its place, only its end is another."""
    core, name = ENDS.sub("", PLACES.sub("", called)), ENDS.sub("", _short(unit))
    return len(core) > 1 and name != core and name.endswith(core)


def has_a_number(text: str) -> bool:
    return bool(NUMBERED.search(unicodedata.normalize("NFKC", text)))


def _of_the_post(sign: str, units: Collection[str], near: Near) -> set[str]:
    """A post and nothing else: 局长 of the nearest bureau, 主任 of the unit itself."""
    if not sign:
        return set(near[0]) if near else set()
    return nearest({unit for unit in units if _plain(unit).endswith(sign)}, near)


def nearest(found: set[str], near: Near) -> set[str]:
    return next((here for group in near if (here := found.intersection(group))), found)


def _is_inside(unit: str, other: str) -> bool:
    return _short(unit) != _short(other) and _short(unit) in _short(other)


def _is_short_for(called: str, unit: str) -> bool:
    """The name contains its signs in their order: 法援中心 in 法律援助中心."""
    signs = iter(unit)
    return all(sign in signs for sign in called)


def plain(text: str) -> str:
    """The normal form of a name, letters and digits alone."""
    return "".join(sign for sign in normal_name(text) if sign.isalnum())


_plain = lru_cache(maxsize=4096)(plain)  # of units: there are few


@lru_cache(maxsize=4096)
def _short(unit: str) -> str:
    return PLACES.sub("", _plain(unit))
