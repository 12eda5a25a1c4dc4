"""Labels and order of the correction fields about the parties and about how the complaint came."""

from __future__ import annotations

from complaints.web.forms.word import Word
from workflows.language import Text

LEFT_EMPTY = Text("不改就留空。", "Leave it empty to keep what stands there.")
OF_PARTIES: dict[str, Word] = {
    "changes_narrative": Word(
        Text("正确的事情经过", "The right account"),
        Text("不改就留空；改的，全文写一遍。", "Leave it empty to keep it; otherwise write the whole text."),
        rows=3,
    ),
    "changes_email": Word(Text("正确的电子邮箱", "The right e-mail"), LEFT_EMPTY),
    "changes_tell_by": Word(Text("希望怎样告知", "How they want to be told"), LEFT_EMPTY, "ways_to_tell"),
    "changes_language": Word(Text("通知用哪种语言", "Language of messages"), LEFT_EMPTY, "languages"),
    "changes_identity_number": Word(Text("正确的证件号码", "The right identity number"), LEFT_EMPTY),
    "changes_agent_name": Word(Text("代理人姓名", "Name of the agent"), LEFT_EMPTY),
    "changes_agent_relation": Word(Text("代理人与投诉人的关系", "The agent's relation"), LEFT_EMPTY),
    "changes_agent_phone": Word(Text("代理人电话", "Phone of the agent"), LEFT_EMPTY),
    "changes_agent_authority": Word(Text("委托书", "The agent's authority"), LEFT_EMPTY),
    "changes_group_size": Word(Text("一共多少人", "How many people"), LEFT_EMPTY),
    "changes_representatives": Word(
        Text("代表", "Representatives"),
        Text(
            "一行一人，姓名和电话；写上的代替原来全部代表。",
            "One a line, name and phone; those written here replace all that stand there.",
        ),
        rows=3,
    ),
    "changes_channel": Word(Text("正确的来源", "The right channel"), LEFT_EMPTY, "channels"),
    "changes_sender_number": Word(Text("正确的对方编号", "The right number of the sender"), LEFT_EMPTY),
    "changes_received_on": Word(
        Text("正确的收到日期", "The day it came in"),
        Text(
            "不改就留空。更早收到的，时限随之提前，但至少还有一个工作日。",
            "Leave it empty to keep it. What came earlier is due earlier, with one working day left at least.",
        ),
    ),
    "changes_remove": Word(
        Text("删去哪一项", "What is to be removed"),
        Text("多写了的，删去；仍留有记录。", "What should not stand there; it stays on the record."),
        "removable",
    ),
}
REMOVABLE = {
    "phone": Text("电话", "Phone"),
    "name": Text("姓名", "Name"),
    "address": Text("通信地址", "Postal address"),
    "email": Text("电子邮箱", "E-mail"),
    "tell_by": Text("希望怎样告知", "How they want to be told"),
    "identity_number": Text("证件号码", "Identity number"),
    "agent": Text("代理人", "Agent"),
    "group_size": Text("人数", "How many people"),
    "representatives": Text("代表", "Representatives"),
    "sender_number": Text("对方编号", "Number of the sender"),
    "received_on": Text("收到日期", "Day it came in"),
}
REACH = Text("地址、邮箱，和希望怎样告知", "Address, e-mail and how to be told")
AGENT = Text("代理人", "Agent")
GROUP = Text("多人一起投诉，和代表", "A group and its representatives")
ORIGIN = Text("经过、来源和收到日期", "Account, channel and the day it came in")
REMOVED = Text("删去多写的", "Remove what should not stand there")
COMPLAINED_OF = Text("被投诉人漏列或者误列", "Who is complained of")
PARTS = {  # under which heading a field is folded away
    **dict.fromkeys(("address", "email", "tell_by", "language", "identity_number"), REACH),
    **dict.fromkeys(("agent_name", "agent_relation", "agent_phone", "agent_authority"), AGENT),
    **dict.fromkeys(("group_size", "representatives"), GROUP),
    **dict.fromkeys(("narrative", "channel", "sender_number", "received_on"), ORIGIN),
    "remove": REMOVED,
    **dict.fromkeys(
        ("respondent_unit", "respondent_officer", "respondent_name", "respondent_wrong"), COMPLAINED_OF
    ),
}
