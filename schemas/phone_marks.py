"""Words beside a phone number that say whether text messages should go there: one list, for every door."""

from __future__ import annotations

import re

_NUMBER = r"(?:的)?(?:号码?|號碼?|手机号?码?|手機|电话号?码?|電話|卡)"
# A condition says that of another number: 打不通时打这个, 停机的话打这个.
_NOT_IF = r"(?!时|時|的话|的話|的時候|就|再|请|則|则|后|後|以后|之后|[，,]?[请可]?打[这此])"
_DEAD = (
    r"(?<![没未不])(?<!没有)(?:(?:停[用机機了]|空[号號]|[作报]废|作廢|注销|註銷|[销銷]号|弃用|失效|欠费|打不通|打唔通"
    r"|不[在再]?用了|(?:停止|不再|不)使用"
    rf"|(?:手机|手機|电话|電話|卡|号码?)(?:已经?|都|早|被|给)*(?:丢失|丢|掉|遗失|遺失|偷|盗|坏|摔坏|没|不见)(?:了|掉|$|(?=[，,；;。、 ]))"
    rf"|遗失|被[盗偷]|(?<![新刚])换[了过]?号了?){_NOT_IF}|无效)"
    r"|disconnected|out of (?:service|use)|not in (?:service|use)|(?:no longer|not) (?:used|works?|working|valid)"
    r"|dead number|invalid|(?:phone|mobile|sim)(?: was| is)? (?:lost|stolen)|^(?:lost|stolen)$"
)
_OLD = (
    rf"(?<![新陈古])旧(?:{_NUMBER}|的)|舊(?:號|的)|老(?:号码?|手机号|电话号)|原(?:来|先|有)?(?:{_NUMBER}|的(?=$|[，,；;。、 ]))"
    rf"|(?<![\d点點时時日月号天周])(?:以前|之前|从前|過去|过去)(?:用)?(?:的(?=$|[，,；;。、 ])|{_NUMBER})"
    r"|(?<![a-z])(?:old|former|previous)(?: (?:number|no\.?|phone|mobile|one))(?![a-z])"
)
_WRONG = (
    r"(?<![没未不别勿])(?:[打写填记报抄弄搞留拨]错|[错錯]号|错的(?=$|[，,；;。、 ])|(?:号码?|电话)(?:是)?(?:不对|错|有误|错误))"
    r"|wrong (?:number|no\.?|phone|person)|(?:mistaken|incorrect) number"
)
_OF_ANOTHER = (
    r"(?:不是|非|并非)(?:本人|我本人|我|投诉人|当事人|他本人|她本人)(?:的|了)?(?:号码?|手机号?码?|电话)?(?=$|[，,；;。、 ！!]|了)"
    r"|(?<![a-z])not (?:my|mine|his|her|their|our)(?: own)?(?: (?:number|phone|mobile))?(?=$|[,;. ])|not the (?:complainant|person)"
    r"|(?:someone|somebody) else[’']?s"
)
_NO_CONTACT = (
    r"(?:请勿|請勿|不要|不得|不能|不可|不准|切勿|千万别|别|別|勿|莫)(?:再|给我|往|向)?(?:这个?号?码?)?"
    r"(?:拨打?|撥打?|打(?!电话|電話|不|错|给)|联系|聯繫|联络|聯絡|来电|致电|打扰)"
    r"|(?:do not|don[’']?t|never) (?:contact|disturb|dial)"
)
_NO_TEXTS = (
    r"(?:不要|别|勿|请勿|不用|不必|不想|拒|不|收不到|没法收|无法收|不会看|看不了|看不到|看不懂)(?:再|给我|接|能)?[发發收看]?(?:送)?(?:短信|信息|消息|短訊|簡訊)"
    r"|(?:no|not? (?:receive )?|don[’']?t (?:send )?(?:any )?|never )(?:sms|texts?|messages?)(?![a-z])|不识字|不認字|不认字"
    r"|[只仅僅](?:能|可以?|限|会|用|用来)?(?:接听?|打|拨打?|聽|听)?(?:电话|電話|语音|通话)(?!号|机|亭)"
    r"|(?<![a-z])(?:voice|calls?|phone)(?: calls?)? only|only (?:voice|(?:phone )?calls?)(?![a-z])"
    r"|传真|傳真|(?<![a-z])fax(?![a-z])"
)
_REFUSES = re.compile("|".join((_DEAD, _OLD, _WRONG, _OF_ANOTHER, _NO_CONTACT, _NO_TEXTS)), re.IGNORECASE)
_ASKS_FOR_NO_CALL = re.compile(_NO_CONTACT, re.IGNORECASE)
_REFUSES_OTHERWISE = re.compile("|".join((_DEAD, _OLD, _WRONG, _OF_ANOTHER, _NO_TEXTS)), re.IGNORECASE)
# Whole words alone: 原 says that of a number, 原单位 does not.
_REFUSES_ALONE = re.compile(
    r"旧|舊|原|原来|以前|之前|old|former|previous|错|錯|废|停|作废|(?:已|现已|已经)?(?:换|改)了?|换号"
    r"|(?:现在?|现已|已经?|后来?|要|都|号码?)*(?:换|改|变|更改|更换|变更|换)(?:成|为|用|到|了)?",
    re.IGNORECASE,
)
_WANTS_TEXTS = re.compile(
    r"(?<![不别勿拒没])(?<!不要)(?<!请勿)(?<!不会)(?<!不到)(?<!无法)(?<!没法)(?<!不用)(?<!不必)(?<!不想)"
    r"(?:请|可以?|只|能|仅|要|都|改|就)?[发發收看](?:送)?(?:短信|信息|消息|短訊|簡訊)"
    r"|(?:texts?|sms|messages?) only|only (?:texts?|sms)|(?:please|pls) (?:text|sms)",
    re.IGNORECASE,
)
_AT_TIMES = re.compile(
    r"(?:白天|晚上|夜[里间]|中午|上午|下午|上班|工作时间|周末|节假日|有时|经常|偶尔|可能|\d[点時时]\w{0,2})[^，,；;。]{0,4}"
    r"(?:停机|打不通|(?:请勿|不要|别|勿)(?:拨打?|打|联系|来电|打扰))"
)
_SEPARATES = re.compile(r"[\s，,；;。、:：/()（）【】\[\]]+")
_LEADS_TO_NEW = re.compile(
    r"(?:换成|换为|换到|改为|改成|改用|换用|变为|变成|更改为|更换为|变更为|換成|改為|作废改|已换|已改|换了|changed to|replaced by)[了是为]?[:： ]*$",
    re.IGNORECASE,
)
_NEW = re.compile(
    r"新(?:的|号码?|手机号?|电话)?|现(?:在)?(?:的|用的?|在用的?|号码?|手机号?)?|(?:正在|目前)?(?:在用|用)的?|现在用的?(?:号码?)?"
    r"|(?:现|目前)(?:使用|用)(?:的)?|new(?: number| one)?|current(?: number)?|now",
    re.IGNORECASE,
)


def refuses_texts(note: str) -> bool:
    """Whether it says that the number is old, wrong, dead or another's, or wants no texts."""
    word = _AT_TIMES.sub("", note)
    if _ASKS_FOR_NO_CALL.search(word) and _WANTS_TEXTS.search(word) and not _REFUSES_OTHERWISE.search(word):
        return False
    return _REFUSES.search(word) is not None or any(map(_REFUSES_ALONE.fullmatch, _SEPARATES.split(word)))


def leads_to_new(words: str) -> bool:
    """Whether words between two numbers say that the one behind took the place of the one before."""
    return _LEADS_TO_NEW.search(words) is not None


def is_in_use(note: str) -> bool:
    """Whether it says that this number is the one in use now."""
    return any(map(_NEW.fullmatch, filter(None, _SEPARATES.split(note))))
