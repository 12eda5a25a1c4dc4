"""The secrets an instance makes for itself when none are set; never used in production.

They live in one file of the instance folder that only its owner can read. It appears whole or not at all, and
when two processes start at once the first one's file stays: the other reads it.
"""

from __future__ import annotations

import json
import os
import secrets
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from click import ClickException
from cryptography.fernet import Fernet

FILE = "secrets.json"


class KeysUnreadable(ClickException):
    """The file is there but is not what this program wrote."""


@dataclass(frozen=True)
class Keys:
    secret_key: str = field(repr=False)
    pii_key: str = field(repr=False)
    demo_password: str = field(repr=False)


def kept_keys(instance: Path) -> Keys:
    """The keys kept in this instance folder; the first call makes them."""
    path = instance / FILE
    if not path.exists():
        _write_once(path, _new_keys())

    try:
        return Keys(**json.loads(path.read_text("utf8")))
    except (ValueError, TypeError):
        raise KeysUnreadable(
            f"{path} is damaged; put back a copy, for what it sealed opens with no other."
        ) from None


def _new_keys() -> Keys:
    return Keys(
        secret_key=secrets.token_urlsafe(48),
        pii_key=Fernet.generate_key().decode("ascii"),
        demo_password=secrets.token_urlsafe(9),
    )


def _write_once(path: Path, keys: Keys) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".secrets-")  # mkstemp opens it 0600
    try:
        with os.fdopen(handle, "w", encoding="utf8") as file:
            json.dump(asdict(keys), file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)  # unlike a rename, a link never replaces the file of the first process
    finally:
        os.unlink(draft)
