"""Labels of fields on the form of one move, where they differ from `field_labels.WORDS`."""

from __future__ import annotations

from complaints.web.forms.word import Word
from workflows.language import Text

_TOLD = Word(
    Text("告知了什么", "What they were told"),
    Text(
        "不予受理、延期等须说明理由；书面的写明交给了谁。",
        "With the reason; of a letter, to whom it was handed.",
    ),
)
_REASON = Word(Text("理由", "Reason"))
_WHY_SUSPENDED = Word(Text("中止事由", "Reason"), None, "suspension_reasons")
_RULING = {
    "keywords": Word(
        Text("关键词（写入派单目录）", "Keywords (for the dispatch catalogue)"),
        Text(
            "以后标题或经过里有其中一个词的，建议派给这个单位；用逗号隔开。不写，就对整个类别有效。",
            "Complaints whose words hold one of them will be proposed for this unit; commas between. Without any it holds for the "
            "whole category.",
        ),
    ),
    "basis": Word(
        Text("裁定文号或条款", "Number of the ruling, or article"),
        Text("不写人名和个案情形。", "No names, nothing of the case."),
        rows=2,
    ),
    "not_a_rule": Word(
        Text("只对本件有效，不写入派单目录", "For this complaint alone: no entry in the catalogue")
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
    **{(move, name): word for move in ("designate", "judge_return") for name, word in _RULING.items()},
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
    ("correct", "evidence"): Word(
        Text("收到日期的凭据", "What shows the day it came in"),
        Text("如邮戳、收文章；没有的可不填。", "A postmark or a stamp, for example; may be empty."),
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
    ("request_correction", "respondent_unit"): Word(
        Text("被投诉的单位", "Unit complained of"), None, "all_units"
    ),
    ("request_correction", "respondent_officer"): Word(
        Text("被投诉的人员", "Person complained of"), None, "all_officers"
    ),
    ("request_correction", "respondent_name"): Word(
        Text("被投诉人（其他写法）", "Complained of, in other words")
    ),
    ("request_correction", "respondent_wrong"): Word(
        Text("请求补列还是撤销", "To be named or to be cleared"),
        Text("只在请求更正被投诉人时选。", "Only for a request about who is complained of."),
    ),
    ("clear_respondent", "instead_unit"): Word(
        Text("应是哪个单位", "The right unit"),
        Text("不知道是谁的不填，只撤销误列的。", "Leave it empty if only the wrong one is to be cleared."),
        "all_units",
    ),
    ("clear_respondent", "instead_officer"): Word(
        Text("应是哪位人员", "The right person"), None, "all_officers"
    ),
    ("clear_respondent", "instead_name"): Word(Text("应是谁（其他写法）", "The right one, in other words")),
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
        Text("谈了什么", "What was said"), Text("没联系上也要写。", "Write it down even if no one answered.")
    ),
    ("call_back", "note"): Word(
        Text("投诉人的意见", "What else the citizen said"),
        Text(
            "照原话写；没联系上也要写。",
            "In their own words; write down a call that was not answered, too.",
        ),
    ),
    ("tell_citizen", "note"): _TOLD,
    ("tell_answer", "note"): _TOLD,
    ("supplement", "note"): Word(Text("补来了什么", "What was supplied")),
    ("ask_citizen", "question"): Word(
        Text("问投诉人什么", "What you ask the citizen"),
        Text(
            "一次问一件事。投诉人在查询页上看到并回答，短信里不写问题；时限照常计算。",
            "One thing at a time. The citizen reads and answers it on their page, no text message says it; the limits run on.",
        ),
        rows=4,
    ),
    ("answer_question", "note"): Word(Text("投诉人的回答", "What the citizen answered"), rows=5),
    ("add", "note"): Word(Text("补充的情况", "What is added"), rows=5),
    ("decide_recusal", "reason"): _REASON,
    ("consult", "unit"): Word(
        Text("向哪个单位征求意见", "Which unit is asked"),
        Text("只填人员时可以不填。", "Optional where you name an officer."),
        "units",
    ),
    ("consult", "officer"): Word(
        Text("向哪位人员征求意见", "Which officer is asked"),
        Text(
            "不指定时，或者此人不在岗时，该单位任一工作人员都可答复。",
            "If no one is named, or the officer is away, any officer of the unit may answer.",
        ),
        "officers",
    ),
    ("consult", "question"): Word(
        Text("要问的问题", "The question"),
        Text(
            "对方只看得到编号、类别和这段话，看不到投诉内容和投诉人；需要知道的请写在这里。办理期限照常计算，不等答复也可以办结。",
            "They see the number, the category and these words alone, neither the complaint nor the citizen: write here what they "
            "need to know. Your promised time runs on, and you may answer the complaint without waiting.",
        ),
        rows=5,
    ),
    ("answer_consultation", "of"): Word(Text("答复哪一项", "Which question")),
    ("answer_consultation", "opinion"): Word(Text("答复意见", "Your opinion"), rows=5),
    ("decline_consultation", "of"): Word(Text("哪一项不作答复", "Which question")),
    ("decline_consultation", "reason"): Word(
        Text("不作答复的理由", "Why there is no opinion"),
        Text("提出的一方会看到，以便另问他人。", "Those who asked read it, so that they can ask elsewhere."),
        rows=2,
    ),
    ("add_assist", "unit"): Word(Text("请哪个单位协办", "Which unit assists"), choices="units"),
    ("add_assist", "task"): Word(
        Text("协办任务", "The task"),
        Text(
            "对方只看得到编号、类别和这段话，看不到投诉内容和投诉人；需要知道的请写在这里。主办责任和期限仍在您这里。",
            "They see the number, the category and these words alone, neither the complaint nor the citizen: write here what they "
            "need to know. You stay answerable, and your promised time runs on.",
        ),
        rows=5,
    ),
    ("end_assist", "of"): Word(Text("终止哪一项", "Which assist")),
    ("end_assist", "reason"): Word(Text("终止理由", "Why it ends"), rows=2),
    ("answer", "without_assists"): Word(
        Text("不等协办答复的理由", "Why it goes without the open assists"),
        Text(
            "还有协办没有答复。不等的，写明理由；未答复的协办随之终结。",
            "An assist is still open. To answer without it, say why; it ends with the answer.",
        ),
        rows=2,
    ),
    ("withdraw_consultation", "of"): Word(Text("撤回哪一项", "Which question")),
    ("withdraw_consultation", "reason"): Word(
        Text("撤回理由", "Why it is withdrawn"), Text("可以不填。", "Optional."), rows=2
    ),
    ("rate", "grade"): Word(
        Text("投诉人的评价", "The citizen's rating"),
        Text(
            "照投诉人说的选。最低两档会由没有经手的人核实。",
            "As the citizen said it. The two lowest are looked into by a person who had no part in it.",
        ),
        "grades",
    ),
    ("rate", "comment"): Word(Text("投诉人的话", "What the citizen said"), Text("可以不填。", "Optional.")),
    ("withdraw", "reason"): Word(
        Text("投诉人说的理由", "The citizen's reason"),
        Text(
            "可以不填。撤回后不再办理，也不能恢复；请先向投诉人说明。",
            "Optional. It is not handled any further and cannot be taken up again; tell the citizen first.",
        ),
    ),
    ("appeal", "reason"): Word(
        Text("投诉人说的理由", "The citizen's reason"),
        Text(
            "可以不填。复查由上级单位进行，每件可以申请一次。",
            "Optional. The superior unit reviews it, once for each complaint.",
        ),
    ),
    ("request_recusal", "of"): Word(
        Text("要谁回避", "Who should step aside"),
        Text("不写的，就是现在的责任人。", "Left empty, the officer who is answerable now."),
        "parts",
    ),
    ("request_recusal", "reason"): Word(
        Text("投诉人说的理由", "The citizen's reason"),
        Text(
            "写明要谁回避、有什么利害关系。决定前办理不停。",
            "Who should step aside, and why. The work goes on until it is decided.",
        ),
    ),
}
