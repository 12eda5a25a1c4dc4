"""Labels for the places of a rulebook where a page compares two rulebooks."""

from __future__ import annotations

from workflows.language import Text

NONE = Text("（无）", "(none)")
YES = Text("是", "yes")
NO = Text("否", "no")

PLACES = {
    "": Text("通用", "All categories"),
    "initial": Text("起始状态", "First state"),
    "last_resort": Text("兜底告知", "Told when nobody else may be"),
    "urgent_words": Text("紧急词", "Urgent words"),
    "title": Text("名称", "Title"),
    # tables of choices
    "routes": Text("另行渠道", "Where to turn"),
    "decline_reasons": Text("不予受理理由", "Reasons to decline"),
    "suspension_reasons": Text("中止理由", "Reasons to suspend"),
    "change_reasons": Text("更换首问责任人理由", "Reasons to change the first responder"),
    "return_reasons": Text("退回理由", "Reasons to return"),
    "outcomes": Text("办理结论", "Outcomes"),
    "feedback_methods": Text("反馈方式", "Ways of feedback"),
    "channels": Text("渠道", "Channels"),
    "grades": Text("评价等次", "Grades"),
    "urgencies": Text("紧急程度", "Urgency"),
    # what belongs to one state, move, commitment, category or basis
    "label": Text("名称", "Name"),
    "called": Text("规则中的代号", "What the rulebook calls it"),
    "sentence": Text("说明", "Sentence"),
    "answerable": Text("由谁负责", "Who is answerable"),
    "milestone": Text("属于哪个阶段", "Which milestone it is"),
    "ends_as": Text("是哪种结束", "What kind of end it is"),
    "from": Text("从哪些状态", "From which states"),
    "to": Text("到哪些状态", "To which states"),
    "parties": Text("谁可以做", "Who may do it"),
    "guards": Text("条件", "Guards"),
    "effects": Text("效果", "Effects"),
    "tell": Text("告知谁", "Who is told"),
    "clock": Text("计时", "Clock"),
    "fields": Text("要填的项", "What it asks for"),
    "public": Text("对投诉人公开", "Told to the citizen"),
    "starts": Text("何时起算", "What starts it"),
    "met_by": Text("怎样算兑现", "What meets it"),
    "revived_by": Text("何时恢复", "What revives it"),
    "outlives": Text("本件结束后仍有效的情形", "Ends it runs on after"),
    "runs": Text("起算次数", "How often it starts"),
    "owed_by": Text("由谁兑现", "Who owes it"),
    "ladder": Text("升级阶梯", "Ladder"),
    "pausable": Text("可停表", "Its clock may stop"),
    "help": Text("适用情形", "When to choose it"),
    "sanction": Text("由谁依法处理", "Who may sanction"),
    "supplement": Text("一次性告知的材料", "What is asked for at once"),
    "extensions": Text("可延期次数", "Extensions allowed"),
    "reviews": Text("可申请复查、复核次数", "Reviews a citizen may ask for"),
    "investigators": Text("调查人数（至少）", "Investigators at least"),
    "unit_kind": Text("办理单位类型", "Kind of unit that handles it"),
    "restricted": Text("限制知悉", "Restricted"),
    "counted_from": Text("办理期限起算", "Handling counts from"),
    "judged_above": Text("由上一级评判", "Judged above the unit"),
    "call_back_share": Text("回访比例", "Share that is called back"),
    "effective_from": Text("生效日期", "In force from"),
    "verified_by": Text("核定人", "Verified by"),
    "text": Text("条文", "Text"),
    "verified": Text("已核", "Verified"),
    "source": Text("出处", "Source"),
}
