"""Verifying the ledger from a page: a part with each press of the button, until the end or the first break."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from complaints.casework import ledger_verification
from complaints.casework.checksum_verification import BODY, CHAIN, SENT, SUMS, models
from complaints.casework.ledger import changed_rows
from complaints.casework.ledger_verification import Verified
from complaints.models import audit
from complaints.web.account.access import for_roles
from complaints.web.admin.changes import act
from complaints.web.page.dates import now
from complaints.web.page.request_values import whole
from workflows.language import Text

pages = Blueprint("admin_ledger", __name__)

_TABLES = tuple(model.__tablename__ for model in models())


def _of_rows(table: str) -> Text:
    return Text(f"数据表 {table} 的内容被绕过程序改动过", f"Rows of {table} were changed past the program")


BREAKS = {
    "an event is missing": Text("缺少一条记录", "An event is missing"),
    "the event was changed": Text("记录被改动过", "The event was changed"),
    "events are missing at the end": Text("末尾缺少记录", "Events are missing at the end"),
    "the answer is not the one that was given": Text(
        "答复被改动过", "The answer is not the one that was given"
    ),
    "the state is not the one it came to": Text(
        "本件的状态与最后一条记录不符", "The complaint is in another state than its last event says"
    ),
    "it is in other hands than its last step left it in": Text(
        "本件的责任人与最后一条记录不符", "The complaint is in other hands than its last event says"
    ),
    "a promise is not the one that was made": Text(
        "有一项承诺的期限被改动过", "A promise is not the one that was made"
    ),
    "a hand-over is not the one that was made": Text(
        "有一次交接被改动过", "A hand-over is not the one that was made"
    ),
    "an escalation that an event speaks of is not there": Text(
        "有一次升级或提醒有记录，但内容已被删除", "An escalation that an event speaks of is not there"
    ),
    **{changed_rows(name): _of_rows(name) for name in (*_TABLES, BODY, SENT, SUMS, CHAIN)},
}


@pages.get("/admin/ledger")
@for_roles("admin")
def start() -> str:
    return _page(None, 0, 0)


@pages.post("/admin/ledger")
@for_roles("admin")
def go_on() -> str:
    part = ledger_verification.verify(_whole("after"))
    complaints, events = _whole("complaints") + part.complaints, _whole("events") + part.events
    if part.after is None or part.first is not None:
        words = {
            "complaints": complaints,
            "events": events,
            "break": part.first.tracking_number if part.first else "-",
        }
        act(lambda: audit.note("ledger verified", now(), words))
    return _page(part, complaints, events)


def _page(part: Verified | None, complaints: int, events: int) -> str:
    return render_template(
        "admin/ledger.html",
        part=part,
        complaints=complaints,
        events=events,
        all=ledger_verification.how_many(),
        breaks=BREAKS,
        at_once=ledger_verification.AT_ONCE,
    )


def _whole(name: str) -> int:
    """What the last part left in the form; anything else starts again."""
    return whole(request.form.get(name)) or 0
