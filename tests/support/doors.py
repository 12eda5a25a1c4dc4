"""Every route that shows a complaint, as one person asks for it: what kept-out officers must not find behind any of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.infrastructure.public_ids import public_id
from complaints.models import Attachment, Complaint, Event, Officer
from complaints.queries import worklists
from complaints.queries.exports import LISTS
from complaints.queries.queues import QUEUES
from complaints.web.security.loaders import token_for
from complaints.web.supervision.home import LABELS
from tests.house import PASSWORD, House
from tests.web.pages import Visitor

API = "/api/v1"
CITIZEN = {"phone": "13800138000", "name": "李大爷"}
MADE = {
    "urge": {},
    "add": {"note": "…", "heard": {"how": "phone"}},
    "contact": {"how": "phone", "note": "…"},
    "reissue_code": {"checked": "身份证"},
}
ABSENT = (  # answers that must not hold the number
    *(f"{API}/complaints?queue={queue}&limit=100" for queue in QUEUES),
    f"{API}/escalations?limit=100",
    f"{API}/confirmations",
    *(f"{API}/exports/{name}.csv" for name in LISTS),
    f"{API}/exports/complaints.csv?period=2026-09",
    "/desk/export/complaints.csv?from=2026-09-01&to=2026-10-31",
    "/desk",
    *(f"/desk?list={name}" for name in worklists.LISTS),
    "/desk/inbox",
    "/desk/hand-over",
    "/desk/take-over",
    "/desk/consultations",
    f"{API}/consultations",
    "/desk/assists",
    f"{API}/assists",
    *(f"/desk/export/{name}.csv" for name in worklists.LISTS),
    *(f"POST /desk/search {name}={word}" for name, word in CITIZEN.items()),
    "POST /desk/search respondent=莫",
    "POST /desk/earlier phone=13800138000",
    "/supervise",
    *(f"/supervise/list/{section}" for section in LABELS),
    "/supervise/load",
    "/supervise/call-backs",
    "/supervise/evaluations",
    "/supervise/call-backs/behind/owed",
    "/supervise/hand-over/handler",
    "/supervise/day/2026-09-24",
)
REFUSED = (  # addresses of the complaint itself, which are not there
    *(API + tail for tail in ("/complaints/{number}", "/complaints/{number}/events")),
    *("/desk/c/{number}", "/desk/c/{number}/files", "/desk/c/{number}/contact", "/desk/c/{number}/review"),
    "/desk/consultations/{number}",
    "/desk/assists/{number}",
    *(f"POST {API}/complaints/{{number}}/moves/{move}" for move in MADE),
    f"POST {API}/status",
)
DOORS = (*ABSENT, *REFUSED)


class Doors:
    """`found` asks some of them, drawn by lot, or all."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.signed_in: dict[str, tuple[str, Visitor]] = {}

    def faults(self, number: str, username: str, doors: Sequence[str] = DOORS) -> Iterator[str]:
        """Traces of a complaint that a person kept out finds."""
        for door in doors:
            status, said = self.ask(door, number, username)
            if door in REFUSED and status != 404:
                yield f"{number} for {username}: {door} answers {status}"
            if door in ABSENT and (number in said or status >= 500):
                yield f"{number} for {username}: {door} shows it ({status})"
        yield from self._files(number, username)

    def draw(self, random: Random, count: int) -> Sequence[str]:
        return random.sample(DOORS, count)

    def shows(self, number: str, username: str) -> bool:
        """To who carries it: else nothing above would prove anything."""
        return self.ask(f"{API}/complaints/{{number}}", number, username)[0] == 200

    def _files(self, number: str, username: str) -> Iterator[str]:
        query = select(Attachment.id).join(Complaint, Complaint.id == Attachment.complaint_id)
        for row_id in db.session.scalars(query.filter(Complaint.tracking_number == number)).all():
            status, _ = self.ask(f"/desk/c/{number}/files/{public_id(row_id, 'file')}", number, username)
            if status == 200:
                yield f"{number} for {username}: gets the file {row_id}"

    def ask(self, door: str, number: str, username: str) -> tuple[int, str]:
        """Once more where the answer says to come back later."""
        status, said = self._ask(door, number, username)
        return (status, said) if status != 503 else self._ask(door, number, username)

    def _ask(self, door: str, number: str, username: str) -> tuple[int, str]:
        """The status, and the text without what groups the digits of a number."""
        method, address, words = _parts(door.format(number=number))
        headers, uniquifier = self._token(username)
        if address.startswith(API):
            client = self.house.app.test_client()
            body = MADE.get(address.rpartition("/")[2], {"tracking_number": number, "query_code": "000000"})
            json = body if method == "POST" else None
            answer = client.open(address, method=method, headers=headers, json=json)
        else:
            visitor = self._visitor(username, uniquifier)
            answer = visitor.post(address, **words) if method == "POST" else visitor.get(address)
        db.session.remove()
        return answer.status_code, answer.data.decode("utf8", "replace").replace("-", "").replace(" ", "")

    def _token(self, username: str) -> tuple[dict[str, str], str]:
        officer = self.house.officer(username)
        found = {"Authorization": f"Bearer {token_for(officer)}"}, officer.fs_uniquifier
        db.session.remove()
        return found

    def _visitor(self, username: str, uniquifier: str) -> Visitor:
        known = self.signed_in.get(username)
        if known is None or known[0] != uniquifier:
            visitor = Visitor(self.house.app)
            visitor.get("/login")
            visitor.post("/login", username=username, password=PASSWORD)
            known = self.signed_in[username] = (uniquifier, visitor)
        return known[1]


def _parts(door: str) -> tuple[str, str, dict[str, Any]]:
    if not door.startswith("POST "):
        return "GET", door, {}
    _, address, *typed = door.split(" ", 2)
    return "POST", address, dict(one.split("=", 1) for one in typed)


def counted_faults(officer: Officer, at: Any) -> Iterator[str]:
    """A number beside a list is that of its rows, of which none may be hidden."""
    for name, count in worklists.counts(officer, at).items():
        rows = worklists.page(name, officer, at).complaints
        if count != len(rows) and count < 20:
            yield f"{officer.username}: {name} says {count} and shows {len(rows)}"


def told_codes(number: str) -> set[str]:
    """The person who got its query code in hand with the last step."""
    query = select(Event.detail).join(Complaint, Complaint.id == Event.complaint_id)
    query = query.filter(Complaint.tracking_number == number).order_by(Event.seq.desc()).limit(1)
    detail = db.session.scalars(query).one()
    return {str(detail["code_to"])} if detail.get("code_to") else set()
