"""What a citizen may choose from, and what they chose, in words."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.models import Unit
from complaints.rulebooks import store
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext

Choices = list[tuple[str, str, str]]


def categories() -> list[tuple[str, Any]]:
    """Refused aid is answered by reconsideration, not by a complaint, but who chooses it is led there (domain §7)."""
    return list(store.current().categories.items())


def category_choices() -> Choices:
    return [(code, said(one.label), said(one.help)) for code, one in categories()]


def units() -> list[tuple[str, str]]:
    query = select(Unit).filter_by(active=True).filter(Unit.parent_id.is_not(None)).order_by(Unit.path)
    return [(unit.code, said(unit.name)) for unit in db.session.scalars(query)]


def answers(words: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(step, question, answer) for the page where all is checked once more."""
    category = store.current().categories[words["category"]]
    named = words["named"] == "yes"
    return [
        ("category", gettext("投诉什么"), said(category.label)),
        ("what", gettext("事情经过"), words["narrative"]),
        ("who", gettext("投诉谁"), _respondent(words)),
        ("reach", gettext("怎样联系您"), f"{words['name']}，{words['phone']}" if named else gettext("匿名")),
        (
            "secret",
            gettext("是否保密"),
            gettext("请为我保密") if words["confidential"] == "yes" else gettext("不需要特别保密"),
        ),
    ]


def _respondent(words: dict[str, Any]) -> str:
    unit = dict(units()).get(words["unit"], "")
    parts = [part for part in (unit, words["respondent_name"]) if part]
    return "；".join(parts) or gettext("没有指明")


def still_missing() -> dict[str, str]:
    """What to say beside a field that was left empty."""
    return {
        "category": gettext("请选一类。"),
        "narrative": gettext("请写下发生了什么。"),
        "named": gettext("请选一项。"),
        "grade": gettext("请选一项。"),
        "note": gettext("请写下补充的内容。"),
        "reason": gettext("请写下理由。"),
    }
