"""The form that asks citizens for number and code, and carries along what they wrote before their visit was over."""

from __future__ import annotations

from flask import flash, render_template, request

from complaints.infrastructure.encryption import blind_index
from complaints.infrastructure.tracking_numbers import as_written
from complaints.web.account import resume_form
from complaints.web.page.translation import gettext
from complaints.web.page.urls import local
from complaints.web.security.guessing import asks_second_fact


def mark_of(complaint_id: int) -> str:
    """Marks every form about a complaint, so that no other citizen gets what was written in it."""
    return blind_index("forms about a complaint", str(complaint_id))


def page(wrong: str = "") -> str:
    return _page(wrong, request.form.get("kept", ""), _address())


def again() -> str:
    """In the place of an act: the visit was over by the time it was sent, and what it brought is carried along."""
    ended = gettext("停留太久，已自动离开。请再输入一次编号和查询码。")
    about = request.form.get("about", "")
    if not about or not resume_form.words_of(resume_form.typed()):
        return _page(ended, "", "")
    return _page(ended, resume_form.packed(about), request.path)


def written_before(complaint_id: int) -> str | None:
    """The page to send what was written before, for a citizen who opened the same complaint."""
    if not _address():
        return None
    kept = resume_form.carried(mark_of(complaint_id))
    if kept is None:
        flash(resume_form.opened_by_another(), "warning")
        return None
    return resume_form.resend(kept, _address())


def _address() -> str:
    """Where it was to go: an act of a citizen, and nothing else."""
    address = local(request.form.get("kept_for"), "")
    return address if address.startswith("/status/") else ""


def _page(wrong: str, kept: str, kept_for: str) -> str:
    return render_template(
        "citizen/look_up.html",
        errors={"tracking_number": wrong} if wrong else {},
        number=as_written(request.form.get("tracking_number", "")),
        kept=kept if kept_for else "",
        kept_for=kept_for,
        asks_fact=asks_second_fact(),
    )
