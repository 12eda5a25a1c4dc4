"""What a citizen may choose from, and what they chose, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from complaints.models import Unit
from complaints.organisation import directory
from complaints.rulebooks import store
from complaints.web.desk.choices import ways_to_tell
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext
from schemas.intake import MOST_REPRESENTATIVES
from schemas.parties_form import REPRESENTATIVE, field_name
from schemas.web_complaint import RESPONDENTS

Choices = list[tuple[str, str, str]]


def categories() -> list[tuple[str, Any]]:
    """Refused aid is answered by reconsideration, not by a complaint, but who chooses it is led there (domain §7)."""
    return list(store.current().categories.items())


def category_choices() -> Choices:
    return [(code, said(one.label), said(one.help)) for code, one in categories()]


def units() -> list[tuple[str, str]]:
    """A dissolved unit can be complained of; it comes last, and its label says so."""
    return [(unit.code, _unit(unit)) for unit in directory.units_below_root()]


def _unit(unit: Unit) -> str:
    name = said(unit.name)
    return name if unit.active else gettext("%(name)s（已撤销或停用）", name=name)


def ways() -> list[tuple[str, str]]:
    """The ways a citizen can be notified."""
    return [(one.value, one.label) for one in ways_to_tell(store.current())]


def answers(words: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(step, question, answer) for the page where all is checked once more."""
    category = store.current().categories[words["category"]]
    return [
        ("category", gettext("投诉什么"), said(category.label)),
        ("what", gettext("事情经过"), words["narrative"]),
        ("who", gettext("投诉谁"), _respondents(words)),
        ("reach", gettext("怎样联系您"), "\n".join(_person(words))),
        (
            "secret",
            gettext("是否保密"),
            gettext("请为我保密") if words["confidential"] == "yes" else gettext("不需要特别保密"),
        ),
    ]


def _respondents(words: dict[str, Any]) -> str:
    names = dict(units())
    rows = [(words["unit"], words["respondent_name"])]
    rows += [
        tuple(words.get(field_name("respondent", row, one), "") for one in ("unit", "name"))
        for row in range(2, RESPONDENTS + 1)
    ]
    told = ["；".join(filter(None, (names.get(unit, ""), name))) for unit, name in rows]
    return "\n".join(filter(None, told)) or gettext("没有指明")


def _person(words: dict[str, Any]) -> Iterator[str]:
    size = words.get("group_size", "").strip()
    if words["named"] == "yes":
        reached = (words[name] for name in ("name", "phone", "address", "email") if words.get(name))
        yield "，".join(reached)
        if way := dict(ways()).get(words.get("tell_by", "")):
            yield gettext("希望告知方式：%(way)s", way=way)
        yield from _others(words)
    else:
        yield gettext("匿名")
    if size:
        yield gettext("一起投诉的共 %(n)s 人", n=size)


def _others(words: dict[str, Any]) -> Iterator[str]:
    if words.get("principal_name"):
        yield gettext("替 %(name)s 投诉", name=words["principal_name"])
        if words.get("agent_relation"):
            yield gettext("您是其%(relation)s", relation=words["agent_relation"])
    for row in range(1, MOST_REPRESENTATIVES + 1):
        one = [words.get(field_name("representative", row, name), "") for name in REPRESENTATIVE]
        if any(one):
            yield gettext("代表：%(who)s", who="，".join(filter(None, one)))


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
