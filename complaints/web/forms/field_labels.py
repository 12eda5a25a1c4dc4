"""What the fields of a move are called on its form, what helps to fill them, and where their choices come from."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.language import Text
from workflows.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Word:
    """`choices` names a list of the rulebook, or "units", "officers", "own_officers"; `rows` makes a text area."""

    label: Text
    hint: Text | None = None
    choices: str | None = None
    rows: int = 3


LEFT_EMPTY = Text("不改就留空。", "Leave it empty to keep what stands there.")
_REASON = Word(Text("理由", "Reason"))
_WHY_SUSPENDED = Word(Text("中止事由", "Reason"), None, "suspension_reasons")
WORDS: dict[str, Word] = {
    "note": Word(Text("备注", "Note"), Text("可以不填。", "Optional."), rows=2),
    "reason": _REASON,
    "unit": Word(
        Text("承办单位", "Unit"),
        Text("可用中文、拼音或首字母找。", "Can be found by English, Chinese, pinyin or initials."),
        "units",
    ),
    "officer": Word(
        Text("承办人", "Officer"),
        Text(
            "不指定时由该单位任一工作人员签收。", "If nobody is named, any officer of the unit may take it."
        ),
        "officers",
    ),
    "reason_code": Word(Text("不予受理的理由", "Ground for not accepting"), None, "decline_reasons"),
    "competent_body": Word(Text("应找的单位", "Competent body")),
    "contact": Word(Text("该单位的联系方式", "How to reach it")),
    "items": Word(
        Text("还缺的材料", "What is missing"),
        Text(
            "一行一项，一次写全；以后再要须由督办人员提出。",
            "One item a line, all at once: asking a second time needs a supervisor.",
        ),
        rows=6,
    ),
    "outcome": Word(Text("办理结论", "Outcome"), None, "outcomes"),
    "findings": Word(Text("查明的事实", "Findings"), Text("内部留存。", "For the record."), rows=5),
    "reply": Word(
        Text("给投诉人的答复", "Reply to the citizen"),
        Text("投诉人会看到这段话。", "The citizen reads these words."),
        rows=5,
    ),
    "how": Word(Text("联系方式", "How"), None, "feedback_methods"),
    "reached": Word(Text("联系上了吗", "Reached?")),
    "days": Word(Text("延长多少", "How much longer")),
    "basis": Word(Text("依据", "Basis")),
    "evidence": Word(Text("证明材料", "Evidence")),
    "method": Word(Text("怎样告知", "How the citizen was told"), None, "feedback_methods"),
    "when": Word(
        Text("告知时间", "When they were told"), Text("不填就是现在。", "Leave it empty if it was now.")
    ),
    "remedies": Word(
        Text("救济途径", "Remedies"),
        Text(
            "告知投诉人还可以怎样做，例如申请复查。",
            "What the citizen may still do, such as ask for a review.",
        ),
    ),
    "leading": Word(Text("主件编号", "Number of the leading complaint")),
    "due_at": Word(
        Text("限定日期", "Binding date"), Text("到当日下班时。", "Until close of business that day.")
    ),
    "instruction": Word(Text("督办要求", "Instruction")),
    "grant": Word(Text("决定", "Decision")),
    "same": Word(Text("是不是此人", "Is it this officer?")),
    "refused_by": Word(Text("退回单位", "Returned by")),
    "recalled_from": Word(Text("从哪个单位收回", "Recalled from")),
    "appeal_by": Word(Text("可申请复查到", "A review may be asked for until")),
    "grade": Word(Text("评价", "Rating"), None, "grades"),
    "comment": Word(Text("评语", "Comment")),
    "heard_how": Word(
        Text("投诉人怎样表示的（代录）", "How the citizen said so (recorded for them)"),
        Text("会告知投诉人：由工作人员代录。", "The citizen is told that an officer recorded it."),
        "heard_ways",
    ),
    "heard_note": Word(
        Text("代录说明", "About the recording"),
        Text("例如哪个电话、谁在场。可以不填。", "For example from which phone, who was there. Optional."),
        rows=2,
    ),
    "checked": Word(
        Text("核对了什么", "What was checked"),
        Text(
            "例如身份证、投诉时留的电话。",
            "For example the identity card, or the phone the complaint was made with.",
        ),
    ),
    "changes_phone": Word(Text("正确的电话", "The right phone"), LEFT_EMPTY),
    "changes_name": Word(Text("正确的姓名", "The right name"), LEFT_EMPTY),
    "changes_address": Word(Text("正确的地址", "The right address"), LEFT_EMPTY),
    "changes_category": Word(
        Text("正确的类别", "The right category"),
        Text(
            "不改就留空。时限随新类别走，但不晚于已经承诺的；改为检举控告的，立即转入专门渠道。",
            "Leave it empty to keep it. The limits follow the new category, never later than promised; a report of misconduct "
            "goes into the restricted channel at once.",
        ),
        "categories",
    ),
    "changes_subject": Word(Text("正确的标题", "The right subject"), LEFT_EMPTY),
    "changes_confidential": Word(Text("要求保密", "Confidential"), LEFT_EMPTY),
    "urgency": Word(
        Text("紧急程度", "Urgency"),
        Text(
            "调高后，正在计算的时限凡能更早的都从现在起重新承诺；调低不改变已经承诺的时限。",
            "Raised, whatever runs is promised anew from now where that is sooner; lowered, what was promised stays.",
        ),
        "urgencies",
    ),
}
OF_MOVE: dict[tuple[str, str], Word] = {
    ("suspend", "reason"): _WHY_SUSPENDED,
    ("confirm_suspension", "reason"): _WHY_SUSPENDED,
    ("change_first_responder", "reason"): Word(Text("理由", "Reason"), None, "change_reasons"),
    ("return", "reason"): Word(
        Text("退回理由", "Why it is returned"),
        Text(
            "写明为什么不属于本单位、应由谁办；退回的单位会列在本件上。",
            "Say why it is not yours and whose it is; units that return it are listed on the complaint.",
        ),
    ),
    ("recall", "reason"): Word(
        Text("收回的理由", "Why it is recalled"),
        Text(
            "例如派错单位；不计入退回次数，承办单位会收到通知。",
            "For example, the wrong unit. No return is counted; the unit is told.",
        ),
    ),
    ("unmerge", "reason"): Word(
        Text("分开的理由", "Why it is separated"),
        Text(
            "例如查明不是同一件事。分开后单独办理，原来答应的期限照常计算。",
            "For example, it is another matter after all. It is handled on its own; what was promised runs on.",
        ),
    ),
    ("correct", "reason"): Word(
        Text("更正的理由", "Why it is corrected"),
        Text(
            "例如抄错、投诉人来电更正。更正前后都有记录。",
            "For example a slip, or the citizen called. What stood before is kept on the record.",
        ),
        rows=2,
    ),
    ("name_respondent", "unit"): Word(
        Text("被投诉单位", "Unit complained of"),
        Text(
            "单位、人员、其他写法填一项即可；已撤销的单位也在列表里。",
            "One of unit, person or other words is enough; former units are in the list too.",
        ),
        "all_units",
    ),
    ("name_respondent", "officer"): Word(
        Text("被投诉人", "Person complained of"),
        Text(
            "列上后此人立即不能经办，看不到本件。",
            "From then on they have no part in the complaint and do not see it.",
        ),
        "all_officers",
    ),
    ("name_respondent", "name"): Word(
        Text("被投诉人（其他写法）", "Person complained of, in other words"),
        Text(
            "系统里没有的单位和人，照投诉人说的写；像哪位工作人员，系统会提示核实。",
            "Units and people who are not in the lists, as the citizen calls them; likely matches are then offered.",
        ),
    ),
    ("clear_respondent", "unit"): Word(Text("误列的单位", "Unit named by mistake"), None, "all_units"),
    ("clear_respondent", "officer"): Word(
        Text("误列的人员", "Person named by mistake"), None, "all_officers"
    ),
    ("clear_respondent", "name"): Word(Text("误列的姓名", "Name written down by mistake")),
    ("refuse_reassignment", "reason"): Word(
        Text("不接的理由", "Why you do not take it"),
        Text(
            "原承办人和单位负责人会看到；本件仍由原承办人负责。",
            "The present handler, who stays answerable, and the head of the unit will read it.",
        ),
    ),
    ("reassign", "officer"): Word(Text("改派给", "To whom"), None, "own_officers"),
    ("change_first_responder", "officer"): Word(
        Text("接任人", "Successor"),
        Text("接任人确认前，首问责任不变。", "Until the successor takes it, the duty stays where it is."),
        "officers",
    ),
    ("settle_respondent", "officer"): Word(
        Text("可能被投诉的人员", "Likely match"),
        Text("所写姓名可能指的人。", "The officer whom the name given may mean."),
        "officers",
    ),
    ("settle_respondent", "reason"): Word(
        Text("怎样核实的", "How it was settled"), Text("可以不填。", "Optional."), rows=2
    ),
    ("report_progress", "note"): Word(
        Text("办理进展", "Progress"),
        Text(
            "投诉人会看到有进展，首问责任人会看到内容。",
            "The citizen sees that there is progress; the first responder reads it.",
        ),
        rows=4,
    ),
    ("contact", "note"): Word(
        Text("谈了什么", "What was said"), Text("没联系上也要写。", "Write it down even if nobody answered.")
    ),
    ("call_back", "note"): Word(
        Text("投诉人怎么说", "What the citizen said"),
        Text(
            "问结果是否属实、是否满意；没联系上也要写。",
            "Ask whether it is true and whether they are content; write it down too if nobody answered.",
        ),
    ),
    ("supplement", "note"): Word(Text("补来了什么", "What was supplied")),
    ("add", "note"): Word(Text("补充的情况", "What is added"), rows=5),
    ("decide_recusal", "reason"): _REASON,
}
YES_NO: dict[str, tuple[Text, Text]] = {
    "reached": (Text("联系上了", "Yes"), Text("没有联系上", "No answer")),
    "same": (Text("是被投诉人", "Yes, complained of"), Text("不是此人", "No, not this officer")),
    "changes_confidential": (Text("要求保密", "Confidential"), Text("不要求保密", "Not confidential")),
    "grant": (Text("同意回避", "Grant: step aside"), Text("不同意", "Refuse")),
}
GRAVE = {"decline", "return", "merge", "recuse", "send_back", "refuse_extension", "refuse_suspension"}
ICONS = {
    "accept": "check2-circle",
    "assign": "send",
    "answer_on_the_spot": "lightning-charge",
    "ask_supplement": "list-check",
    "supplement": "file-earmark-plus",
    "decline": "signpost-split",
    "sign_for": "pen",
    "return": "reply",
    "recall": "arrow-counterclockwise",
    "unmerge": "scissors",
    "name_respondent": "person-exclamation",
    "clear_respondent": "person-dash",
    "correct": "pencil-square",
    "reissue_code": "key",
    "refuse_reassignment": "reply",
    "contact": "telephone",
    "call_back": "telephone",
    "report_progress": "chat-left-text",
    "answer": "clipboard-check",
    "give_feedback": "megaphone",
    "urge": "bell",
    "send_back": "arrow-counterclockwise",
    "request_extension": "calendar-plus",
    "suspend": "pause-circle",
    "resume": "play-circle",
    "close": "archive",
    "merge": "union",
}
UNTIL_OPEN = {"take_over", "settle_respondent"}  # not listed with a reason while there is nothing to do
# What is done most often comes first; the rest stands under "more".
FIRST = (
    "take_over",
    "settle_respondent",
    "sign_for",
    "take_first_responder",
    "accept",
    "assign",
    "answer_on_the_spot",
    "answer",
    "give_feedback",
    "call_back",
    "grant_extension",
    "confirm_suspension",
    "close",
    "report_progress",
    "contact",
    "resume",
    "supplement",
    "ask_supplement",
    "return",
    "refuse_reassignment",
    "send_back",
    "urge",
)


def code_label(book: Rulebook, move: str, name: str, value: object) -> Text | None:
    """What a code of the rulebook is called; None for words somebody wrote."""
    codes = book.codes.get(word_for(move, name).choices or "", {})
    return codes.get(str(value))


def word_for(move: str, name: str) -> Word:
    return OF_MOVE.get((move, name)) or WORDS.get(name) or Word(Text(name, name))
