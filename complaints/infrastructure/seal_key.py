"""The key that signs seals and bundles of the ledger: RSA, so that a few lines of any language verify it. It lies in a file
of the instance folder, or where SHOUWEN_SEAL_KEY says, and never in the database."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from flask import current_app

BITS = 3072
FILE = "seal-key.pem"


def sign(text: str) -> str:
    """PKCS#1 v1.5 over SHA-256, in hex."""
    return _key().sign(text.encode(), padding.PKCS1v15(), hashes.SHA256()).hex()


def public_numbers() -> dict[str, str | int]:
    """What verifies: modulus in hex, and exponent."""
    numbers = _key().public_key().public_numbers()
    return {"n": f"{numbers.n:x}", "e": numbers.e}


def _key() -> rsa.RSAPrivateKey:
    path = Path(current_app.config["SHOUWEN"].seal_key or Path(current_app.instance_path) / FILE)
    with suppress(FileExistsError):
        if not path.exists():
            _make(path)
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise ValueError("SHOUWEN_SEAL_KEY names no RSA key")
    return key


def _make(path: Path) -> None:
    """Whole or not at all, readable by its owner alone; the first of two processes wins."""
    text = rsa.generate_private_key(public_exponent=65537, key_size=BITS).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text)
        os.link(draft, path)
    finally:
        draft.unlink()
