"""Administration: what needs attention, and the notes of what was changed."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, request

from complaints.commitments.calendar import current as current_calendar
from complaints.escalation import reviews
from complaints.models import audit
from complaints.notifications.calendar_warning import missing_years
from complaints.queries.backlog import Backlog, backlog
from complaints.rulebooks import store
from complaints.web.account.access import for_roles, me
from complaints.web.admin.audit import told_of, what_of
from complaints.web.page.dates import now
from complaints.web.page.request_values import whole
from complaints.web.page.translation import gettext
from workflows.calendar import SHANGHAI
from workflows.rulebook import Rulebook

pages = Blueprint("admin", __name__)

ON_A_PAGE = 40
SLOW = 300  # seconds the oldest due work may wait before an administrator should look


@dataclass(frozen=True)
class Matter:
    """One thing to look at. Tones: kept, soon, late."""

    tone: str
    label: str
    words: str
    address: str


@pages.get("/admin")
@for_roles("admin")
def home() -> str:
    tones = ("late", "soon", "kept")
    return render_template(
        "admin/home.html", matters=sorted(_matters(), key=lambda one: tones.index(one.tone))
    )


def _matters() -> list[Matter]:
    behind, book = backlog(now()), store.current()
    return [*_reviews(), _calendar(), _dead(behind), _aside(behind), *_jobs(behind), _limits(book)]


def _reviews() -> list[Matter]:
    """Rare: an escalation comes to an administrator when no supervisor is left."""
    if not (waiting := len(reviews.climbed((me(), now()), limit=100))):
        return []
    words = gettext("%(n)s 项升级没有其他上级可以处理，请记录处置。", n=waiting)
    return [Matter("late", gettext("没有其他上级的升级"), words, "/admin/reviews")]


def _calendar() -> Matter:
    day = now().astimezone(SHANGHAI).date()
    missing = missing_years(current_calendar.calendar(), day)
    label, address = gettext("日历"), "/admin/calendar"
    if not missing:
        return Matter("kept", label, gettext("今年的放假安排已载入。"), address)
    years = "、".join(str(year) for year in missing) if len(missing) > 1 else str(missing[0])
    words = gettext("%(years)s 年放假安排还没有载入，涉及的期限都是暂定的。", years=years)
    return Matter(
        "late" if day.year in missing else "soon", label, words, f"/admin/calendar/load?year={missing[0]}"
    )


def _dead(behind: Backlog) -> Matter:
    label, n = gettext("未送达的通知"), behind.dead_letters
    words = gettext("%(n)s 条通知多次发送失败，已停止发送。", n=n) if n else gettext("没有。")
    return Matter("late" if n else "kept", label, words, "/admin/notices")


def _aside(behind: Backlog) -> Matter:
    label, n = gettext("搁置的投诉"), behind.set_aside
    words = gettext("%(n)s 件自动处理反复失败，期限不再自动上报。", n=n) if n else gettext("没有。")
    return Matter("late" if n else "kept", label, words, "/admin/notices#aside")


def _jobs(behind: Backlog) -> list[Matter]:
    jobs = ((gettext("期限巡查"), behind.sweep_behind), (gettext("通知发送"), behind.delivery_behind))
    return [
        Matter("late", label, _waiting(int(wait.total_seconds() // 60)), "/admin/notices")
        if wait.total_seconds() > SLOW
        else Matter("kept", label, gettext("没有积压。"), "/admin/notices")
        for label, wait in jobs
    ]


def _waiting(minutes: int) -> str:
    if minutes < 120:
        return gettext("最早的一项已等了 %(n)s 分钟，请检查定时任务是否在运行。", n=minutes)
    return gettext("最早的一项已等了 %(n)s 小时，请检查定时任务是否在运行。", n=minutes // 60)


def _limits(book: Rulebook) -> Matter:
    promises = [one for category in book.categories.values() for one in category.promises.values()]
    open_ones = sum(not promise.basis.verified for promise in promises)
    label = gettext("时限依据")
    if not open_ones:
        return Matter("kept", label, gettext("全部时限的依据都已经法制审核。"), "/admin/limits")
    words = gettext("%(all)s 项时限中有 %(n)s 项的依据待法制审核。", all=len(promises), n=open_ones)
    return Matter("soon", label, words, "/admin/limits")


@pages.get("/admin/audit")
@for_roles("admin")
def notes() -> str:
    before = request.args.get("before", type=whole)
    found = audit.latest(ON_A_PAGE + 1, before)
    shown = found[:ON_A_PAGE]
    following = shown[-1].id if len(found) > ON_A_PAGE else None
    return render_template(
        "admin/audit.html", notes=shown, what=what_of, told=told_of, first=before is None, following=following
    )
