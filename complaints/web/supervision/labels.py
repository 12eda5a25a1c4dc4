"""Words, icons and small dates of the supervisors' pages."""

from __future__ import annotations

from datetime import date, datetime, time

from flask import Flask

from complaints.escalation.supervisor_acts import ACCEPT
from complaints.web.forms.form_field import FormField
from complaints.web.forms.word import Word
from complaints.web.page.current_rules import current_rules
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext
from workflows.calendar import SHANGHAI
from workflows.language import Text

ICONS = {
    "urge": "bell",
    "designate": "pin-map",
    "reassign": "person-gear",
    "change_first_responder": "arrow-left-right",
    "supervise": "flag",
    "change_urgency": "speedometer2",
    "grant_extension": "calendar-plus",
    "refuse_extension": "calendar-x",
    "confirm_suspension": "pause-circle",
    "refuse_suspension": "play-circle",
    "decide_recusal": "person-slash",
    "reopen": "arrow-counterclockwise",
    "uphold": "shield-check",
    ACCEPT: "check2-square",
}
ACCEPTING = Text("理由成立", "Accept the reason")
REASON = FormField(
    "note",
    "area",
    Word(
        Text("承办人说明了什么理由、为什么成立", "The reason given, and why it is accepted"),
        Text(
            "记入升级的处置记录；期限不变，责任不变。",
            "Recorded as the review of the escalation; no time limit moves, and no responsibility does.",
        ),
    ),
    True,
)


def add_words(app: Flask) -> None:
    app.jinja_env.globals.update(act_icons=ICONS, act_label=act_label, noon=noon, clock_time=clock_time)


def act_label(act: str) -> str:
    return said(ACCEPTING if act == ACCEPT else current_rules().moves[act].label)


def not_in_its_rules(act: str) -> str:
    """A complaint keeps the rules it was logged under; they may not know what the rules in force know."""
    return gettext("本件按登记时的规则办理，那一版规则没有“%(act)s”这一操作。", act=act_label(act))


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), SHANGHAI)


def clock_time(at: datetime) -> str:
    return at.astimezone(SHANGHAI).strftime("%H:%M")
