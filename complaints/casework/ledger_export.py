"""The whole ledger as one signed file, which docs/verify_ledger.py verifies without this program."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import sqlalchemy as sa

from complaints.casework import event_hash, ledger, ledger_anchors, seals
from complaints.infrastructure import seal_key
from complaints.infrastructure.database import db
from complaints.models import Complaint, Event, Seal

PAGE = 500


def write_bundle(path: Path, at: datetime) -> dict[str, int]:
    """Gives how many lines each file of the bundle has."""
    counts, hashes = dict[str, int](), dict[str, str]()
    with ZipFile(path, "w", ZIP_DEFLATED) as bundle:
        for name, lines in _files():
            with bundle.open(name, "w") as file:
                counts[name], sha256 = 0, hashlib.sha256()
                for line in lines:
                    file.write(written := f"{line}\n".encode())
                    sha256.update(written)
                    counts[name] += 1
            hashes[name] = sha256.hexdigest()
        words = {"at": at.astimezone(UTC).isoformat(), "files": hashes, "key": seal_key.public_numbers()}
        manifest = seals.canonical(words)
        bundle.writestr("manifest.json", manifest)
        bundle.writestr("signature.hex", seal_key.sign(manifest))
    return counts


def _files() -> Iterator[tuple[str, Iterable[str]]]:
    yield "events.jsonl", _events()
    yield "heads.txt", ledger_anchors.kept()
    for kind in seals.KINDS[1:]:
        yield f"{kind}.jsonl", (line for _, line in seals.lines_of(kind))
    yield "breaks.jsonl", _breaks()
    yield "seals.txt", (row.line for row in db.session.scalars(sa.select(Seal).order_by(Seal.until_at)))


def _breaks() -> Iterator[str]:
    """What the program finds with its key: rows that the events do not speak of, against their checksums."""
    found = [fault for _, fault in ledger.breaks() if fault]
    for fault in (*found, *ledger.breaks_beside_complaints()):
        yield seals.canonical([fault.tracking_number, fault.seq, fault.what])


def _events() -> Iterator[str]:
    """Each with the words that were hashed; its hash follows from them."""
    query = sa.select(Event, Complaint.tracking_number).join(Complaint, Complaint.id == Event.complaint_id)
    query = query.options(sa.orm.undefer(Event.traces)).order_by(Complaint.tracking_number, Event.seq)
    before, number = "", ""
    for event, of in db.session.execute(query.execution_options(yield_per=PAGE)):
        before = before if of == number else ""
        yield seals.canonical({**event_hash.words_of(event, of, before), "hash": event.hash})
        before, number = event.hash, of
