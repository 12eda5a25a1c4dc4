"""Dead letters and set-aside complaints, a page at a time; and a message sent to see whether a channel works."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import load_only

from complaints.infrastructure.database import db
from complaints.infrastructure.errors import BadInput
from complaints.models import Complaint, Notice, audit
from complaints.notifications import channels
from workflows.language import Text

ON_A_PAGE = 25
# Their host is a machine's name; with all others it may be a secret token.
_WITH_HOST = re.compile(r"^(mailtos?|jsons?|xmls?|forms?)://(?:[^@/?]*@)?([^/?:@{}]+)", re.IGNORECASE)
_PLACES = re.compile(r"\{(email|username|phone|key)\}")


@dataclass(frozen=True, slots=True)
class Aside:
    """A complaint the sweep set aside: its number, since when, and the kind of error. Nothing else of it."""

    number: str
    since: datetime
    failure: str


def masked(template: str) -> str:
    """An address template without its secrets: the scheme, the host where it is one, and what is filled in."""
    scheme = template.partition("://")[0] or "?"
    with_host = _WITH_HOST.match(template)
    places = " ".join(f"{{{name}}}" for name in dict.fromkeys(_PLACES.findall(template)))
    return f"{scheme}://{f'•••@{with_host[2]}' if with_host else '•••'} {places}".strip()


def dead(before: int | None = None) -> list[Notice]:
    """One more than a page, the newest first; without the complaint they are about."""
    query = sa.select(Notice).filter(Notice.dead_at.is_not(None)).order_by(Notice.id.desc())
    if before:
        query = query.filter(Notice.id < before)
    return list(db.session.scalars(query.limit(ON_A_PAGE + 1)))


def how_many_dead() -> int:
    query = sa.select(sa.func.count(Notice.id)).filter(Notice.dead_at.is_not(None))
    return int(db.session.execute(query).scalar_one())


def retry_all(at: datetime) -> int:
    """Owe every dead letter again. Inside a transaction."""
    found = db.session.scalars(sa.select(Notice).filter(Notice.dead_at.is_not(None)).with_for_update()).all()
    for notice in found:
        notice.dead_at, notice.attempts, notice.next_try_at = None, 0, at
    many = len(found)
    audit.note("dead letters retried", at, {"letters": many})
    return many


def aside(before: int | None = None) -> list[tuple[int, Aside]]:
    """One more than a page, with ids to go on from."""
    columns = load_only(Complaint.tracking_number, Complaint.set_aside_at, Complaint.failure)
    query = sa.select(Complaint).filter(Complaint.set_aside_at.is_not(None)).options(columns)
    if before:
        query = query.filter(Complaint.id < before)
    rows = db.session.scalars(query.order_by(Complaint.id.desc()).limit(ON_A_PAGE + 1))
    return [(row.id, _aside(row)) for row in rows]


def _aside(row: Complaint) -> Aside:
    assert row.set_aside_at is not None
    return Aside(row.tracking_number, row.set_aside_at, kind_of(row.failure or ""))


def kind_of(failure: str) -> str:
    """The name and place of an error. What follows may, in rows of an older program, hold what was being written."""
    return failure.partition(":")[0] if not re.search(r"\([\w.]+:\d+\)$", failure) else failure


def send_test(template: str, typed: str, at: datetime) -> None:
    """Outside any transaction. Raises BadInput, or channels.ChannelFailed."""
    asked = Text("请填写要发往的地址。", "Write the address it should go to.")
    if channels.is_personal(template) and not typed.strip():
        raise BadInput({"recipient": asked})
    person = dict.fromkeys(channels.PERSONAL, typed.strip())
    url = channels.address(template, f"test/{secrets.token_hex(6)}", person)
    if url is None:
        raise BadInput({"recipient": asked})
    title = "首问：测试通知 / Shouwen: a test"
    body = f"这是一条测试通知，收到即说明通道可用。\nThis is a test; having received it, you know that the channel works.\n{at:%Y-%m-%d %H:%M} UTC"
    channels.send(url, title, body)


def citizen_notices(complaint_id: int) -> list[Notice]:
    """The citizen's notices of a complaint, oldest first, each with its delivery."""
    query = sa.select(Notice).filter_by(complaint_id=complaint_id, recipient="citizen").order_by(Notice.id)
    return list(db.session.scalars(query))


def not_delivered(complaint_id: int) -> list[Notice]:
    return [one for one in citizen_notices(complaint_id) if delivery_state(one) in ("failed", "waiting")]


def delivery_state(notice: Notice) -> str:
    """`sent`, `waiting`, `failed`, or `status_page` where no channel was there to send it by."""
    if notice.delivered_at is not None:
        return "sent"
    if notice.dead_at is not None:
        return "failed"
    return "waiting" if notice.next_try_at is not None else "status_page"
