"""The notes of what was changed, in words: what it was, and each detail under a label."""

from __future__ import annotations

import re
from typing import Any

from complaints.models import AuditNote
from complaints.notifications import undelivered
from complaints.web.account.confirmations import LABELS as REQUESTS
from complaints.web.admin.machines import SCOPES
from complaints.web.admin.officers import ROLES
from complaints.web.admin.rosters import WEEKDAYS
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext, lazy_gettext
from workflows.language import Text

WHAT = {
    "unit added": lazy_gettext("新增单位"),
    "unit renamed": lazy_gettext("单位改名"),
    "short name added": lazy_gettext("单位新增俗称"),
    "short name ended": lazy_gettext("单位停用俗称"),
    "unit handles": lazy_gettext("单位开始承办投诉"),
    "unit handles no more": lazy_gettext("单位不再承办投诉"),
    "unit deactivated": lazy_gettext("停用单位"),
    "unit activated": lazy_gettext("启用单位"),
    "officer added": lazy_gettext("新增人员"),
    "officer moved": lazy_gettext("人员调动"),
    "officer deactivated": lazy_gettext("停用人员"),
    "officer activated": lazy_gettext("启用人员"),
    "roles changed": lazy_gettext("角色变更"),
    "password reset": lazy_gettext("重置密码"),
    "request made": lazy_gettext("提出申请"),
    "request confirmed": lazy_gettext("申请已确认"),
    "request refused": lazy_gettext("申请被拒绝"),
    "second step set up": lazy_gettext("开启两步登录"),
    "second step removed": lazy_gettext("取消两步登录"),
    "password chosen": lazy_gettext("设置了自己的密码"),
    "recovery codes ended": lazy_gettext("备用码作废"),
    "index key changed": lazy_gettext("更换索引密钥"),
    "single sign-on linked": lazy_gettext("连接统一登录"),
    "machine token made": lazy_gettext("发接口令牌"),
    "machine token ended": lazy_gettext("结束接口令牌"),
    "mail address set": lazy_gettext("更改邮箱"),
    "mail address removed": lazy_gettext("去掉邮箱"),
    "roster changed": lazy_gettext("值班变更"),
    "catalogue entry added": lazy_gettext("派单目录新增"),
    "catalogue entry changed": lazy_gettext("派单目录更改"),
    "catalogue entry ended": lazy_gettext("派单目录终止"),
    "rulebook published": lazy_gettext("发布规则"),
    "rulebook used": lazy_gettext("改用规则"),
    "rulebook ended": lazy_gettext("停用规则"),
    "dead letters retried": lazy_gettext("重发全部未送达通知"),
    "dead letter retried": lazy_gettext("重发一条未送达通知"),
    "set aside complaint retried": lazy_gettext("重试搁置件"),
    "test message sent": lazy_gettext("发送测试通知"),
    "ledger exported": lazy_gettext("导出台账"),
    "ledger verified": lazy_gettext("核验台账"),
    "list exported": lazy_gettext("导出列表"),
    "case file written": lazy_gettext("制作卷宗"),
    "complaint erased": lazy_gettext("清除个人信息"),
    "bulletin drafted": lazy_gettext("起草通报"),
    "bulletin edited": lazy_gettext("修改通报"),
    "bulletin approved": lazy_gettext("审定通报"),
    "bulletin published": lazy_gettext("发布通报"),
    "evaluation sample drawn": lazy_gettext("抽取评估样本"),
    "evaluation published": lazy_gettext("发布评估结果"),
}
NAMES_A_DAY = (
    (re.compile(r"calendar of (\d+) loaded"), lazy_gettext("载入 %(when)s 年放假安排")),
    (re.compile(r"calendar: day (.+) working"), lazy_gettext("日历：%(when)s 上班")),
    (re.compile(r"calendar: day (.+) off"), lazy_gettext("日历：%(when)s 休息")),
    (re.compile(r"calendar: office hours from (\S+)"), lazy_gettext("办公时间：每年 %(when)s 起")),
)
LABELS = {
    "unit": Text("单位", "unit"),
    "parent": Text("上级单位", "unit above it"),
    "called": Text("俗称", "what people call it"),
    "officer": Text("人员", "officer"),
    "roles": Text("角色", "roles"),
    "name": Text("用于", "used for"),
    "scopes": Text("权限", "scopes"),
    "request": Text("申请", "request"),
    "before": Text("原来", "before"),
    "after": Text("现在", "now"),
    "weekday": Text("每周", "every"),
    "date": Text("日期", "date"),
    "label": Text("原因", "reason"),
    "spans": Text("时段", "hours"),
    "source": Text("依据", "source"),
    "days": Text("天数", "days"),
    "version": Text("版本", "version"),
    "sha256": Text("全文校验值", "checksum of the text"),
    "letters": Text("通知条数", "notices"),
    "letter": Text("通知", "notice"),
    "channel": Text("通道", "channel"),
    "trouble": Text("故障", "trouble"),
    "failure": Text("故障", "trouble"),
    "number": Text("受理编号", "tracking number"),
    "complaints": Text("投诉件数", "complaints"),
    "events": Text("记录条数", "records"),
    "entry": Text("条目", "entry"),
    "list": Text("列表", "list"),
    "kind": Text("格式", "format"),
    "period": Text("期间", "period"),
    "size": Text("件数", "complaints"),
    "seed": Text("抽样种子", "seed of the draw"),
    "complaint": Text("受理编号", "tracking number"),
    "until": Text("到第几步", "up to step"),
    "rule": Text("保存期限规则", "retention rule"),
    "years": Text("年限", "years"),
    "was": Text("原内容的摘要", "digest of what was"),
    "kept": Text("留存内容的摘要", "digest of what is kept"),
    "break": Text("对不上的件", "first that does not agree"),
}
SEVERAL = {"roles": ROLES, "scopes": SCOPES}
DIGESTS = ("was", "kept")  # the page on retention and the API have them whole
DIGEST = 12
NOTHING = {
    "officer": Text("不固定", "no one fixed"),
    "break": Text("没有", "none"),
}


def what_of(note: AuditNote) -> str:
    """What was done; a kind without a label is shown as written."""
    for shape, words in NAMES_A_DAY:
        if found := shape.fullmatch(note.what):
            return str(words) % {"when": found[1]}
    return str(WHAT.get(note.what, note.what))


def told_of(note: AuditNote) -> list[tuple[str, str]]:
    """Each detail with its label; of an error only its kind."""
    return [(_label(name), _short(_value(name, value))) for name, value in note.detail.items()]


def _label(name: str) -> str:
    return said(LABELS[name]) if name in LABELS else name


def _value(name: str, value: Any) -> str:
    if name in DIGESTS:
        return str(value)[:DIGEST]
    if name == "failure":
        return undelivered.kind_of(str(value))
    if value == "-" and name in NOTHING:
        return said(NOTHING[name])
    if name == "request":
        return str(REQUESTS.get(value, value))
    if name == "weekday" and value in range(1, len(WEEKDAYS) + 1):
        return str(WEEKDAYS[value - 1])
    if name in SEVERAL:
        known = SEVERAL[name]
        return gettext("、").join(
            str(known[one][0]) if one in known else one for one in str(value).split(", ")
        )
    if isinstance(value, list):
        return "；".join("–".join(map(str, span)) for span in value)
    return str(value)


def _short(words: str) -> str:
    return words if len(words) <= 120 else words[:119] + "…"
