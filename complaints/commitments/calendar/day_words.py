"""What people write in a table of a year for a day that is worked, or off."""

from __future__ import annotations

import re
import unicodedata

from schemas.one_script import in_one_script

_WORK = (
    "班 上班 上班日 补班 补班日 补上班 班补 上班补 工作 工作日 补工作日 补工作 正常上班 照常上班 正常工作 "
    "work working worked workday workingday"
)
_OFF = (
    "休 休息 休息日 休假 放假 放假日 放假休息 假 假日 假期 补休 补假 公休 公休日 公休假 节日 节假日 法定节日 "
    "法定节假日 法定假日 法定假期 法定休息日 dayoff rest restday holiday publicholiday off"
)
# Closed: a word that turns another around (停班, 取消放假) is in neither, and its line is refused.
_WORDS = {**dict.fromkeys(_WORK.split(), True), **dict.fromkeys(_OFF.split(), False)}
_ANSWERS = {
    **dict.fromkeys(["yes", "y", "1", "true", "on", "是"], True),
    **dict.fromkeys(["no", "n", "0", "false", "否"], False),
}
_TICKS = {**dict.fromkeys("√✓✔☑🗸", True), **dict.fromkeys("×✗✘✕✖☒╳❌x", False)}
ASKS_BOTH = (
    *("休班", "休/班", "班休", "班/休", "安排", "放假安排", "上班安排", "工作安排", "状态", "类型", "情况"),
    *("性质", "作息"),
)
ASKS_IF_WORKED = ("上班", "是否上班", "班", "补班", "是否补班", "工作", "工作日", "是否工作日", "上班日")
ASKS_IF_OFF = (
    *("off", "holiday", "dayoff", "休", "休息", "是否休息", "休假", "是否休假", "放假", "是否放假", "假"),
    *("休息日", "是否休息日", "节假日", "是否节假日", "放假日"),
)
_OR = re.compile(r"[/|、,;~&+\-]|或者?|和|与|及|还是")
_TELLS_NOTHING = re.compile(
    r"调休|\(调\)|[()\[\]【】\-]"
)  # 调休 is said of days off and of days worked for them
_FEAST = re.compile(
    "^(?:元旦|春节|除夕|清明|劳动|五一|端午|中秋|国庆|十一|抗战胜利纪念日)(?:节|假期|期间)?(?=.)"  # said before what is done
)


def is_working(written: str, heading: str) -> bool | None:
    """Both plain. None for what does not say it: 是 or √ answers nothing where the heading asks two things.

    Under 班休 a 是 says that the day is worked, as in the files that were read before; a mark says nothing there.
    """
    word = _FEAST.sub("", _TELLS_NOTHING.sub("", written))
    if word in _WORDS:
        return _WORDS[word]
    said = answer(written)
    if said is None or not _asks_one(heading, written):
        return None
    return not said if heading in ASKS_IF_OFF else said


def answer(written: str) -> bool | None:
    """What yes, no or a mark says; None for other words."""
    return _ANSWERS.get(written, _TICKS.get(written))


def _asks_one(heading: str, written: str) -> bool:
    if heading in ("班休", "班/休"):
        return written in _ANSWERS
    return heading not in ASKS_BOTH


def heading_of(name: str) -> str:
    """Plain, without what is in brackets; a heading of work and one of rest in one, as 上班或休息, asks both."""
    heading = plain(re.sub(r"[(（].*?[)）]", "", name))
    parts = set(_OR.split(heading))
    of_work, of_rest = parts & set(ASKS_IF_WORKED), parts & set(ASKS_IF_OFF)
    both = len(parts) == 2 and of_work and of_rest and heading not in ASKS_BOTH
    return "休/班" if both else heading


def plain(word: str) -> str:
    """Letters, digits and signs in one width, case and script, without invisible signs, spaces, stars and quotation marks."""
    seen = "".join(
        sign
        for sign in in_one_script(unicodedata.normalize("NFKC", word).lower())
        if unicodedata.category(sign) != "Cf" and not "\ufe00" <= sign <= "\ufe0f"
    )
    return re.sub(r"[\s*.。:!\"'“”‘’「」『』《》〈〉]+", "", seen)
