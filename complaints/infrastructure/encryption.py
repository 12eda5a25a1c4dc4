"""What identifies a person, sealed before it reaches the database (domain §4.8; PIPL §51).

Sealed texts are Fernet tokens: the first of SHOUWEN_PII_KEYS seals, all of them open. Where a value must be found
again, a keyed hash (blind index) is stored beside it; its key is derived from the *last* key of the list, the oldest,
so that adding a new key in front changes no index.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from flask import current_app
from sqlalchemy import LargeBinary, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


@lru_cache(maxsize=8)
def _sealer(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def _keys() -> tuple[str, ...]:
    keys: tuple[str, ...] = current_app.config["SHOUWEN"].pii_keys
    return keys


def seal(text: str) -> str:
    return _sealer(_keys()).encrypt(text.encode()).decode("ascii")


def unseal(token: str) -> str:
    return _sealer(_keys()).decrypt(token.encode("ascii")).decode()


def blind_index(kind: str, text: str) -> str:
    """32 hex digits under which the same text of the same kind (phone, name …) is found again."""
    return _keyed(f"blind index of {kind}", text)[:32]


def blind_indexer(kind: str) -> Callable[[str], str]:
    """`blind_index` for many texts of one kind: what HMAC (RFC 2104) does with the key alone is done once."""
    block = _key_for(f"blind index of {kind}", _keys()[-1]).ljust(64, b"\0")
    inner, outer = (hashlib.sha256(bytes(byte ^ pad for byte in block)) for pad in (0x36, 0x5C))

    def index(text: str) -> str:
        within, around = inner.copy(), outer.copy()
        within.update(text.encode())
        around.update(within.digest())
        return around.hexdigest()[:32]

    return index


def keyed_hash(kind: str, text: str) -> str:
    """64 hex digits by which the same text of the same kind is known again, and nothing else is learnt."""
    return _keyed(f"hash of {kind}", text)


def code_hash(tracking_number: str, query_code: str) -> str:
    """What is stored of a query code: keyed, and bound to its complaint, so that equal codes look different."""
    return _keyed("query code", f"{tracking_number}:{query_code}")


def _keyed(purpose: str, text: str) -> str:
    return hmac.digest(_key_for(purpose, _keys()[-1]), text.encode(), "sha256").hex()


@lru_cache(maxsize=64)
def _key_for(purpose: str, key: str) -> bytes:
    return hashlib.sha256(f"{purpose}:{key}".encode()).digest()


def keyed_number(purpose: str, text: str) -> int:
    """128 bits that only who has the oldest key can compute."""
    key = _key_for(purpose, _keys()[-1])
    return int.from_bytes(hashlib.blake2b(text.encode(), key=key, digest_size=16).digest())


class Sealed(TypeDecorator[str]):
    """A text column that only the application can read."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else seal(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else unseal(value)


class SealedJson(TypeDecorator[Any]):
    """Values of JSON that only the application can read."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else seal(json.dumps(value, ensure_ascii=False))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(unseal(value))


class SealedBytes(TypeDecorator[bytes]):
    """The same for files."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        return None if value is None else _sealer(_keys()).encrypt(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        return None if value is None else _sealer(_keys()).decrypt(value)
