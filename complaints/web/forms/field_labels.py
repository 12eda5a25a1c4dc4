"""Labels, hints and sources of choices of the fields of a move."""

from __future__ import annotations

from complaints.web.forms.correction_labels import LEFT_EMPTY, OF_PARTIES
from complaints.web.forms.move_labels import OF_MOVE
from complaints.web.forms.word import Word
from schemas.calls import CALL_ANSWERS, NOT_SAID
from workflows.language import Text
from workflows.rulebook import Rulebook

_REASON = Word(Text("理由", "Reason"))
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
            "不指定时由该单位任一工作人员签收。", "If no one is named, any officer of the unit may take it."
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
    "second": Word(
        Text("另一名调查人员", "Second investigator"),
        Text("须两人调查的类别必填，如公证投诉。", "Needed where two must look into it, as for notaries."),
        "officers",
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
    "contacted": Word(
        Text("承办人联系过您吗", "Did the officer who handled it contact you?"),
        Text(
            "照这四个问题问：联系、解决、满意、意见。",
            "Ask these four: contact, solved, satisfied, anything else.",
        ),
    ),
    "solved": Word(Text("事情解决了吗", "Is the matter solved?")),
    "satisfied": Word(Text("对办理满意吗", "Are you satisfied with how it was handled?")),
    "days": Word(Text("延长多少", "How much longer")),
    "basis": Word(Text("依据", "Basis")),
    "received_on": Word(Text("收到日期", "Day it came in")),
    "days_until_logged": Word(Text("收到几天后录入", "Days until it was typed")),
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
    "question": Word(Text("要问的问题", "The question")),
    "task": Word(Text("协办任务", "The task"), rows=5),
    "opinion": Word(Text("答复意见", "Opinion")),
    "for_citizen": Word(Text("给投诉人的文件", "For the citizen")),
    "grant": Word(Text("决定", "Decision")),
    "same": Word(Text("是不是此人", "Is it this officer?")),
    "proper": Word(
        Text("这次退回适当吗", "Was the return proper?"),
        Text(
            "看退回理由和承办单位的职责；不当的计入该单位的指标。",
            "By its reason and the remit of the unit; an improper one counts for the unit.",
        ),
    ),
    "refused_by": Word(Text("退回单位", "Returned by")),
    "competent_unit": Word(Text("派单目录里的承办单位", "Competent unit by the catalogue")),
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
    **OF_PARTIES,
    "urgency": Word(
        Text("紧急程度", "Urgency"),
        Text(
            "调高后，正在计算的时限凡能更早的都从现在起重新承诺；调低不改变已经承诺的时限。",
            "Raised, whatever runs is promised again from now where that is sooner; lowered, what was promised stays.",
        ),
        "urgencies",
    ),
}
YES_NO: dict[str, tuple[Text, ...]] = {  # yes, no, and where it may stay open what is said then
    "reached": (Text("联系上了", "Yes"), Text("没有联系上", "No answer")),
    **{name: (*labels, NOT_SAID) for name, labels in CALL_ANSWERS.items()},
    "proper": (Text("适当", "Proper"), Text("不当", "Improper")),
    "same": (Text("是被投诉人", "Yes, complained of"), Text("不是此人", "No, not this officer")),
    "changes_agent_authority": (Text("已看过", "Seen"), Text("没有看过", "Not seen")),
    "changes_confidential": (Text("要求保密", "Confidential"), Text("不要求保密", "Not confidential")),
    "respondent_wrong": (Text("误列，请求撤销", "Named by mistake"), Text("漏列，请求补列", "Not named yet")),
    "for_citizen": (Text("随答复给投诉人", "Yes, with the answer"), Text("不给", "No")),
    "grant": (Text("同意回避", "Grant: step aside"), Text("不同意", "Refuse")),
}
GRAVE = {"decline", "return", "merge", "recuse", "send_back", "refuse_extension", "refuse_suspension"}
ICONS = {
    "accept": "check2-circle",
    "assign": "send",
    "answer_on_the_spot": "lightning-charge",
    "ask_supplement": "list-check",
    "supplement": "file-earmark-plus",
    "ask_citizen": "question-circle",
    "answer_question": "chat-left-text",
    "decline": "signpost-split",
    "sign_for": "pen",
    "return": "reply",
    "judge_return": "clipboard-check",
    "raise_level": "arrow-up-circle",
    "recall": "arrow-counterclockwise",
    "unmerge": "scissors",
    "name_respondent": "person-exclamation",
    "clear_respondent": "person-dash",
    "correct": "pencil-square",
    "reissue_code": "key",
    "refuse_reassignment": "reply",
    "contact": "telephone",
    "call_back": "telephone",
    "tell_citizen": "telephone-outbound",
    "tell_answer": "telephone-outbound",
    "report_progress": "chat-left-text",
    "answer": "clipboard-check",
    "give_feedback": "megaphone",
    "urge": "bell",
    "send_back": "arrow-counterclockwise",
    "request_extension": "calendar-plus",
    "extend_acceptance": "calendar-plus",
    "suspend": "pause-circle",
    "resume": "play-circle",
    "close": "archive",
    "consult": "chat-quote",
    "answer_consultation": "chat-left-text",
    "add_assist": "people",
    "end_assist": "person-dash",
    "decline_consultation": "x-circle",
    "merge": "union",
}
UNTIL_OPEN = {
    "judge_return",
    "raise_level",
    "take_over",
    "acknowledge",
    "settle_respondent",
    "tell_citizen",
    "tell_answer",
    "answer_question",
    "withdraw_consultation",
    "end_assist",
}  # not listed with a reason while there is nothing to do
# The most frequent moves come first; the rest are under "more".
FIRST = (
    "acknowledge",
    "take_over",
    "settle_respondent",
    "sign_for",
    "take_first_responder",
    "answer_consultation",
    "accept",
    "assign",
    "answer_on_the_spot",
    "answer",
    "give_feedback",
    "call_back",
    "tell_citizen",
    "tell_answer",
    "grant_extension",
    "confirm_suspension",
    "close",
    "report_progress",
    "contact",
    "resume",
    "supplement",
    "ask_supplement",
    "ask_citizen",
    "judge_return",
    "raise_level",
    "return",
    "refuse_reassignment",
    "send_back",
    "urge",
)


def code_label(book: Rulebook, move: str, name: str, value: object) -> Text | None:
    """The label of a code of the rulebook; None for free words."""
    codes = book.codes.get(word_for(move, name).choices or "", {})
    return codes.get(str(value))


def word_for(move: str, name: str) -> Word:
    return OF_MOVE.get((move, name)) or WORDS.get(name) or Word(Text(name, name))
