"""How phone numbers and their extensions are written, as patterns over text of one width."""

from __future__ import annotations

import re

_GAP = r"(?: ?- ?|[ .])?"
_FAR = r"[ .·,、|/\-]{1,3}"
_COUNTRY = rf"(?:[(]?(?:\+|00)?86[)]?{_GAP}(?:[(]0[)] ?)?)?"
_DIGITS = r"(?P<%s>\d(?: \d){1,5}|\d{1,6})(?!\d)"
_FORWARD = (
    r"(?:请?(?:(?:[转轉]|分[机機]|[内內][线線]|[加按]?[拨撥])[接到至]?(?:[号號][码碼]?)?[是为為]? ?)+"
    r"|(?<![a-z])ext(?:ension|n)?\.?(?: no\.?)?|(?<![a-z])x(?=[ .:]*\d))[ .:=#\-]*"
)
_BEHIND_LOCAL = (  # a space or a point alone, where no other number and nothing counted begins
    r"(?<=\d)(?: {1,3}|\.)(?!1[3-9]\d\D)(?=\d{3,5}(?!\d| ?[年月日点时号元:]|[ .\-]{1,3}\d{3,8}(?!\d)))"
)
_NO_COUNT = "(?! ?(?:[楼室层栋幢座单房点时月日年]|号[窗楼院门柜厅])|[人位])"  # digits that count a place, a time or persons
_OPEN, _CLOSE = r"[(\[【「『《〈<{〔〖\"“'‘]", r"[)\]】」』》〉>}〕〗\"”'’]"
_ENDS_HERE = rf"(?=$|[ ,;、。]|{_CLOSE})"
_SAID_AGAIN = rf"(?: ?(?:号?分[机機](?:号码?)?|号){_ENDS_HERE})?"  # 转801分机, 转801号
_BEHIND_SEMICOLON = (  # tel:…;801, never of a mobile number, and never what counts something
    r"(?(mobile)(?!)|(?<=;) ?(?=\d{3,4}(?!\d| ?[年月日点时号元:人个岁块万]|[ .\-]{1,3}\d{3,8}(?!\d))))"
)
_EXTENSION = (
    rf"(?:[ ,;、:。.]*(?:{_OPEN} ?{_FORWARD}{_DIGITS % 'aside'}{_NO_COUNT}{_SAID_AGAIN}(?: ?{_CLOSE})?"
    rf"|{_OPEN}? ?{_DIGITS % 'counted'} ?号?分[机機](?:号码?)?(?: ?{_CLOSE}|{_ENDS_HERE})|(?:{_FORWARD}"
    rf"|(?:(?<=,),|(?<![a-z])p|[#*按接])[ .:]*|{_BEHIND_SEMICOLON}|- ?(?=\d{{1,6}}(?!\d|-| ?号))|(?(local){_BEHIND_LOCAL}|(?!)))"
    rf"{_DIGITS % 'extension'}{_NO_COUNT}{_SAID_AGAIN})#?)?"
)
# 分机801，0711-3352345: an extension before its number, which is never a mobile one.
_LEADING = (
    rf"(?:{_OPEN}? ?(?:分[机機](?:号码?)?|[内內][线線]|(?<![a-z])ext(?:ension|n)?\.?)[ .:=#]*{_DIGITS % 'leading'}"
    rf"(?: ?{_CLOSE}[ ,;、:]*|[ ,;、:]+)(?!(?:[(]?(?:\+|00)?86[)]?[ \-]?)?0?1[3-9]\d))?"
)
# The office's own number with an extension, never the area code of another city: 3352345-8012, 335 2345-8012.
_LOCAL_WITH_MORE = r"[(]?[2-8]\d{2}(?:\d{4}(?: ?- ?|[ .])|[ .]\d{4} ?- ?|-\d{4}[ .])\d{3,5}(?!\d)"
TWO_WAYS = re.compile(r"[(]?([2-8]\d\d)(?: ?- ?|[ .])(\d{4})(?: ?- ?|[ .])\d{4}")
_PAIRS = r"[2-8]\d\d(?:[ .]\d\d){2}(?![ .]\d\d(?!\d))|[2-8]\d(?:[ .]\d\d){3}|[2-8]\d{3}[ .]\d{3}"  # behind an area code alone
_AWAY = r"(?:[ \-.]+(?!\d{1,4} ?[楼室层栋幢座单房点时月日年号人位]|\d{1,2} ?:\d\d(?!\d)))?"  # between digits abroad, never before a note's own
_CITY = r"(?:10|2\d|[3-9]\d{2})"
SHAPES = {
    "mobile": rf"{_COUNTRY}0?(?:1[3-9]\d(?:(?:{_GAP}\d){{8}}|{_FAR}\d{{4}}{_FAR}\d{{4}})|1 [3-9](?: \d){{9}}"
    rf"|[(]1[3-9]\d[)] ?\d{{4}}{_GAP}\d{{4}})",
    "abroad": rf"(?![(]?(?:\+|00)86)[(]?(?:\+|00)[1-9]\d{{0,2}}[)]?(?:{_AWAY}[(]\d{{1,4}}[)](?=[ \-.]*\d))?(?:{_AWAY}\d){{4,14}}",
    "service": rf"[48]00{_GAP}\d(?:{_GAP}\d){{6}}",
    "fixed": rf"(?!{_LOCAL_WITH_MORE}){_COUNTRY}(?:[(]?0?{_CITY}[)]?{_GAP} ?|0{_CITY} ?/ ?)"
    rf"(?:[2-8]\d{{2,3}}{_GAP}\d{{4}}|{_PAIRS})",
    "local": rf"[2-8]\d{{2,3}}{_GAP}\d{{4}}",
}
LONG_EXTENSION = re.compile(rf"[ ,;、:]*{_OPEN}? ?{_FORWARD}{SHAPES['local']}(?!\d)", re.IGNORECASE)
_ANY = "|".join(f"(?P<{kind}>{shape})" for kind, shape in SHAPES.items())
NUMBER = re.compile(rf"{_LEADING}(?<!\d)(?:{_ANY})(?!\d)(?:\.0+(?!\d))?{_EXTENSION}", re.IGNORECASE)
EXTENSION_ALONE = re.compile(  # the note of a number that is given by itself
    rf"[ ,;、:]*(?:{_OPEN}? ?{_FORWARD}{_DIGITS % 'aside'}{_NO_COUNT}{_SAID_AGAIN}|{_OPEN}? ?{_DIGITS % 'counted'} ?号?分[机機](?:号码?)?)"
    rf"(?: ?{_CLOSE})?(?:[ ,;、:。.]+|$)",
    re.IGNORECASE,
)
AREA_CODE_APART = re.compile(r"(?P<abroad>\+\d+)|(?<!\d)(?P<code>0(?:10|2\d|[3-9]\d{2}))(?!\d)(?=\D*$)")
# As spreadsheets show a number: 1.38001E+10, 1,3912345678, 1.38*10^10. Digits may be lost, and the rest is another number.
SHOWN = re.compile(
    r"(?<![a-z\d])\d[\d.,']{0,30}(?: ?e ?[+\-] ?\d+| ?[x*×] ?10 ?\^ ?\d+|(?<=\d[.,']\d)\d*e\d+)"
    r"|(?<![\d+])1(?:[.,'·] ?|[ \-])[3-9]\d{9}(?!\d)|(?<!\d)\d{1,2}(?:[,'·]\d{3}){3}(?:\.\d+)?(?![\d,'·])",
    re.IGNORECASE,
)
DASHES_AND_DOTS = dict.fromkeys(
    map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc\ufe63~_"), "-"
) | dict.fromkeys(map(ord, "•‧∙⋅・･"), "·")
OTHER_DIGITS = re.compile(  # what is said to be something else, identity numbers, and days
    r"(?:(?:qq|微信|wechat|wx|身份证|证件|卡|邮编|邮政编码|工|房间?|门牌|编|案|车牌|学|警)号?码?[是为:. ]*"
    r"[a-z]*(?!1[3-9]\d{9}(?!\d))\d[\d\-]*\d"
    r"|[\w.+\-]*@[a-z\d]"
    r"|(?<!\d)[1-9]\d{5}(?:19|20)\d{2}[01]\d[0-3]\d{4}[\dx](?!\d)"
    r"|(?<!\d)(?:19|20)\d{2}(?:[-/.年] ?\d{1,2}[-/.月] ?\d{1,2}(?!\d)|[01]\d[0-3]\d(?!\d)(?= ?[之以前后起至到日])))",
    re.IGNORECASE,
)
# What digits in brackets are, where they are no phone number.
NO_NUMBER_BEFORE = re.compile(
    r"号(?!码)|[转轉]|分[机機]|[内內][线線]|[编案卡证票险尾]|单[号据]|[订工]单|金额|损失|赔|欠|合同|病历|会员|qq|微信|wx|(?<![a-z])(?:id|no)(?![a-z])|#",
    re.IGNORECASE,
)
NO_NUMBER_BEHIND = re.compile(r" ?[元块万号年月日时点人位件个%]")
POSTCODE_BEHIND = re.compile(r"[省市区县镇乡村路街道巷弄号室栋楼层座院][ ,;、。]*$")  # an address
POSTCODE = re.compile(r"[0-8]\d{5}")
RUN = re.compile(r"\+?\d(?:[ \-]?\d){4,}")
