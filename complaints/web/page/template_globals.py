"""What every template may use: language, theme, large print, icons, times, the places of the person who is asking."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import urlencode

import phonenumbers
from babel.dates import get_month_names
from flask import Flask, g, request, session, url_for
from flask_security import current_user
from markupsafe import Markup, escape

from complaints.infrastructure.public_ids import public_id
from complaints.infrastructure.tracking_numbers import grouped
from complaints.web.account.access import mark_of
from complaints.web.page import badges, dates, styles, urls
from complaints.web.page.translation import bounded, gettext, language
from complaints.web.security.inline_script import FIRST_KEY
from schemas.text import beginning, isolated, turns, unify_breaks
from workflows.calendar import SHANGHAI
from workflows.effects import ALONE
from workflows.language import Text

STATIC = Path(__file__).parents[1] / "static"
_RUN_OF_SPACES = re.compile(r"[ \t]{2}|\t|\n ")
_PHRASE = re.compile("[^，；：。？！]+[，；：。？！]*|[，；：。？！]+")


@dataclass(frozen=True)
class Place:
    label: str
    address: str
    here: bool


def set_up(app: Flask) -> None:
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 365 * 24 * 3600  # the address of a file holds its version
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update({asked.__name__: asked for asked in ASKED})
    app.jinja_env.filters.update({told.__name__: told for told in TOLD})
    app.jinja_env.filters.update(address=urls.for_complaint, icon=badges.draw_icon, public_id=public_id)


def page_language() -> str:
    return "en" if language() == "en" else "zh-Hans"


def other_language() -> str:
    return "中文" if page_language() == "en" else "English"


def said(text: Text) -> str:
    """A sentence of the rulebook, or the name of a unit or person, in the language of the page; it turns nothing around it."""
    return isolated(text.en if language() == "en" else text.zh)


def phrases(text: str) -> Markup:
    """A title in the pieces its Chinese commas make, each kept on one line where there is room."""
    found = _PHRASE.findall(text)
    if len(found) < 2:
        return escape(text)
    return Markup("").join(Markup('<span class="phrase">{}</span>').format(one) for one in found)


def day_of_year(month: int, day: int) -> str:
    """A day of every year."""
    return dates.short_day(datetime(2000, month, day, 12, tzinfo=SHANGHAI))


def month_name(month: int) -> str:
    return str(get_month_names("abbreviated", locale=dates.LOCALES[language()])[month])


def lines(text: str) -> Markup:
    """A typed text with its line breaks and runs of spaces and no other markup, in its own direction."""
    if isinstance(text, Markup):
        return text
    broken = Markup("<br>").join(unify_breaks(str(text)).split("\n"))
    if _RUN_OF_SPACES.search(str(text)):
        broken = Markup('<span class="spaced">{}</span>').format(broken)
    return Markup("<bdi>{}</bdi>").format(broken) if turns(str(text)) else broken


def read_out(phone: str) -> str:
    """A stored number as people say it: 138 0013 8000, 0711 335 2345 转 801; one from abroad keeps its country. What is kept
    as it was typed is shown so."""
    if not phone.startswith("+"):
        return phone
    try:
        number = phonenumbers.parse(phone, "CN")
    except phonenumbers.NumberParseException:
        return phone
    here = number.country_code == phonenumbers.country_code_for_region("CN")
    form = phonenumbers.PhoneNumberFormat
    extension, number.extension = number.extension, None
    written = str(phonenumbers.format_number(number, form.NATIONAL if here else form.INTERNATIONAL))
    return (
        gettext("%(number)s 转 %(extension)s", number=written, extension=extension) if extension else written
    )


def theme() -> str:
    """ "light" or "dark" when the person chose; empty follows the device."""
    return str(session.get("theme", ""))


def large_print() -> bool:
    return session.get("print") == "large"


def this_page() -> str:
    """Where to come back to after a change of language or size: with what the address asks for, a list, a year, a unit;
    never with what was typed into a form."""
    asked = urlencode([*request.args.items(multi=True)]) if request.method == "GET" else ""
    return f"{request.path}?{asked}" if asked else request.path


@cache
def _version(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]


def asset(name: str) -> str:
    """The address of one of our own files; it changes with the file, so it may be kept for long."""
    return _asset(request.script_root, name)


@lru_cache(maxsize=100)
def _asset(root: str, name: str) -> str:
    """Built once; `root` is the path the site is mounted under."""
    return url_for("static", filename=name, v=_version(name))


def first_key() -> Markup:
    """The script that keeps the first keys; it must stand before every style sheet, for which scripts wait."""
    return FIRST_KEY


def style_sheet(name: str) -> str:
    """The address of one of `styles.SHEETS`, as `asset`."""
    return _style_sheet(request.script_root, name)


@lru_cache(maxsize=10)
def _style_sheet(root: str, name: str) -> str:
    return url_for("styles.sheet", name=name, v=styles.version(name))


def officer_name() -> str:
    return said(current_user.name) if _is_officer() else ""


def _is_officer() -> bool:
    """Never asked while an error is shown: who asks is read from the database."""
    return not g.get("without_person") and bool(current_user.is_authenticated)


def form_mark() -> str:
    """Whose form it is; empty for a citizen."""
    return mark_of(current_user) if _is_officer() else ""


def places() -> list[Place]:
    listed, path = _for_officer(set(current_user.roles)) if _is_officer() else _for_citizen(), request.path
    return [
        Place(label, address, path == address or (address != "/" and path.startswith(address)))
        for label, address in listed
    ]


def _for_citizen() -> list[tuple[str, str]]:
    return [
        (gettext("首页"), "/"),
        (gettext("我要投诉"), "/complain"),
        (gettext("查询进度"), "/status"),
        (gettext("服务承诺"), "/commitments"),
    ]


def _for_officer(roles: set[str]) -> list[tuple[str, str]]:
    listed = []
    if roles - set(ALONE):
        listed.append((gettext("工作台"), "/desk"))
    if roles & {"supervisor", "unit_supervisor", "last_resort"}:
        listed.append((gettext("督办"), "/supervise"))
    if "discipline" in roles:
        listed.append((gettext("账号确认"), "/confirmations"))
    if "auditor" in roles:
        listed.append((gettext("审计"), "/audit"))
    if "evaluator" in roles:
        listed.append((gettext("第三方评估"), "/evaluate"))
    if "admin" in roles:
        listed.append((gettext("管理"), "/admin"))
    return [*listed, (gettext("服务承诺"), "/commitments")]


# What a template calls, `{{ theme() }}`, and what it puts a value through, `{{ row.promised|said }}`. A filter is called at
# once and a function looked at first, so whatever every row of a list needs is a filter.
ASKED = (
    asset,
    first_key,
    day_of_year,
    form_mark,
    large_print,
    dates.now,
    month_name,
    officer_name,
    other_language,
    page_language,
    places,
    style_sheet,
    theme,
    this_page,
)
TOLD = (
    beginning,
    bounded,
    grouped,
    lines,
    dates.at_time,
    dates.bar_of,
    dates.missed_at,
    dates.reason_of_closed_day,
    dates.exact,
    dates.iso,
    dates.limit_in_words,
    dates.on_day,
    dates.short_day,
    badges.badge,
    badges.distance,
    badges.state,
    badges.urgency,
    phrases,
    read_out,
    said,
)
