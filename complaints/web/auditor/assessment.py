"""The impact assessment of personal data (Personal Information Protection Law §55, §56), from what the program really holds."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, abort, render_template
from flask_security import current_user

from complaints.access import sign_ins
from complaints.casework import personal_columns
from complaints.infrastructure.encryption import known_ids
from complaints.intake import drafts, log_once
from complaints.web.account.access import for_roles
from complaints.web.page.dates import now
from complaints.web.page.translation import gettext, lazy_gettext
from complaints.web.supervision.retention import usable_rules

pages = Blueprint("assessment", __name__)

PERIODS = {"sign_ins": sign_ins.KEPT, "answers": log_once.KEPT, "drafts": drafts.KEPT}
SEALED = {
    "text": lazy_gettext("AES-256-GCM 加密"),
    "alike": lazy_gettext("AES-256-GCM 加密，相同的文字密文相同"),
    "words": lazy_gettext("AES-256-GCM 加密；数字和是否不加密"),
    "bytes": lazy_gettext("Fernet 加密（AES-128-CBC 加 HMAC）"),
    "hash": lazy_gettext("只存带密钥或加盐的散列值"),
    "": lazy_gettext("不加密"),
}


@pages.get("/assessment")
@for_roles("admin", "auditor")
def show() -> str:
    if current_user.awaits_confirmation:
        abort(403)
    return render_template(
        "auditor/assessment.html",
        rows=personal_columns.list_held(),
        sealed=SEALED,
        kept=kept_for,
        rules=usable_rules(),
        keys=known_ids(),
        today=now(),
    )


def kept_for(name: str) -> str:
    if name in PERIODS:
        return _period(PERIODS[name])
    if name == "complaint":
        return gettext("随投诉，按保存期限清除")
    return gettext("随账号") if name == "account" else gettext("长期，作为办理的证据")


def _period(length: timedelta) -> str:
    if length >= timedelta(days=2):
        return gettext("%(n)s 天", n=length.days)
    return gettext("%(n)s 小时", n=length // timedelta(hours=1))
