"""The form that asks citizens for number and code, and carries along what they wrote before their visit was over."""

from __future__ import annotations

from flask import flash, render_template, request

from complaints.numbers import as_written
from complaints.sealed import blind_index
from complaints.web.addresses import local
from complaints.web.pages import keeping
from complaints.web.spoken import gettext


def mark_of(complaint_id: int) -> str:
    """Stands in every form about a complaint, so that what was written there is never handed to another citizen."""
    return blind_index("forms about a complaint", str(complaint_id))


def page(wrong: str = "") -> str:
    return _page(wrong, request.form.get("kept", ""), _address())


def again() -> str:
    """In the place of an act: the visit was over by the time it was sent, and what it brought is carried along."""
    ended = gettext("停留太久，已自动离开。请再输入一次编号和查询码。")
    about = request.form.get("about", "")
    if not about or not keeping.words_of(keeping.typed()):
        return _page(ended, "", "")
    return _page(ended, keeping.packed(about), request.path)


def written_before(complaint_id: int) -> str | None:
    """The page to send what was written before, for whoever was let in to the same complaint."""
    if not _address():
        return None
    kept = keeping.carried(mark_of(complaint_id))
    if kept is None:
        flash(keeping.somebody_elses(), "warning")
        return None
    return keeping.resend(kept, _address())


def _address() -> str:
    """Where it was to go: an act of a citizen, and nothing else."""
    address = local(request.form.get("kept_for"), "")
    return address if address.startswith("/status/") else ""


def _page(wrong: str, kept: str, kept_for: str) -> str:
    return render_template(
        "look_up.html",
        errors={"tracking_number": wrong} if wrong else {},
        number=as_written(request.form.get("tracking_number", "")),
        kept=kept if kept_for else "",
        kept_for=kept_for,
    )
