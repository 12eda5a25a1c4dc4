"""What people told and what was written about their case, sealed before it reaches the database (domain §4.8; PIPL §51).

A sealed value begins with the id of its key, so that a rotation knows what to seal again: `~ID.` and then AES-256-GCM, nonce
first. The first of SHOUWEN_PII_KEYS seals, all of them open; what an older program version sealed (Fernet) still opens. Where a value
must be found again, a keyed hash (blind index) is stored beside it; its key is derived from the *last* key of the list, the
oldest, so that adding a new key in front changes no index, until `flask keys reindex` moves it (`index_key.py`).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app
from sqlalchemy import JSON, LargeBinary, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from complaints.infrastructure.index_key import index_key, key_id

SIGN, NONCE = "~", 12
HEAD = 10  # the sign, eight hex digits of the key's id, and a point
TAIL = HEAD - 1  # of a file: the sign and the id
FERNET_HEAD = "gAAAAA"
_SEALED = re.compile(r"~[0-9a-f]{8}\.|gAAAAA")  # the second: Fernet, as an older program version sealed


@dataclass(frozen=True, slots=True)
class Keys:
    """Seals with the first key, opens with any. Raises InvalidToken for what none of them opens."""

    head: str
    first: AESGCM
    alike: bytes  # for nonces that depend on the text
    by_head: dict[str, AESGCM]
    fernet: MultiFernet

    def seal(self, plain: bytes, nonce: bytes | None = None) -> bytes:
        nonce = nonce or os.urandom(NONCE)
        return nonce + self.first.encrypt(nonce, plain, None)

    def open(self, head: str, sealed: bytes) -> bytes:
        key = self.by_head.get(head)
        if key is None:
            raise InvalidToken
        try:
            return key.decrypt(sealed[:NONCE], sealed[NONCE:], None)
        except (InvalidTag, ValueError):
            raise InvalidToken from None


@lru_cache(maxsize=8)
def _prepared(keys: tuple[str, ...]) -> Keys:
    by_head = {f"{SIGN}{key_id(key)}.": AESGCM(_key_for("sealing", key)) for key in keys}
    head = next(iter(by_head))
    fernet = MultiFernet([Fernet(key) for key in keys])
    return Keys(head, by_head[head], _key_for("nonce of a text", keys[0]), by_head, fernet)


def settings_keys() -> tuple[str, ...]:
    keys: tuple[str, ...] = current_app.config["SHOUWEN"].pii_keys
    return keys


def known_ids() -> list[str]:
    """Of the keys of the settings, the one that seals first."""
    return [key_id(key) for key in settings_keys()]


def index_key_id() -> str:
    return key_id(index_key(settings_keys()))


def first_head() -> str:
    """How the values begin that the first key sealed."""
    return _prepared(settings_keys()).head


def seal(text: str) -> str:
    keys = _prepared(settings_keys())
    return keys.head + b64encode(keys.seal(text.encode())).decode("ascii")


def seal_alike(text: str) -> str:
    """The same text is sealed the same each time under one key: who reads the database sees that two are equal."""
    keys = _prepared(settings_keys())
    plain = text.encode()
    nonce = hmac.digest(keys.alike, plain, "sha256")[:NONCE]
    return keys.head + b64encode(keys.seal(plain, nonce)).decode("ascii")


def unseal(token: str) -> str:
    """Raises InvalidToken."""
    keys = _prepared(settings_keys())
    try:
        if not token.startswith(SIGN):
            return keys.fernet.decrypt(token.encode("ascii")).decode()
        return keys.open(token[:HEAD], b64decode(token[HEAD:])).decode()
    except ValueError:  # not base64, or not ASCII
        raise InvalidToken from None


def is_sealed(stored: str) -> bool:
    """Whether a value of the database looks sealed; what was written past the program may be in clear."""
    return _SEALED.match(stored) is not None


def read_stored(stored: str) -> str:
    """The plain text of a value of the database. What was put there past the program is read as it is there: no one sealed it,
    and `flask ledger verify` names it."""
    if not is_sealed(stored):
        return stored
    try:
        return unseal(stored)
    except InvalidToken:
        if stored[:HEAD] in _prepared(settings_keys()).by_head:
            return stored
        raise


def seal_bytes(plain: bytes) -> bytes:
    """Files stay Fernet tokens, as they were; the id of the key comes last, after the sign."""
    keys = _prepared(settings_keys())
    return keys.fernet.encrypt(plain) + keys.head[:-1].encode()


def unseal_bytes(sealed: bytes) -> bytes:
    named = sealed[-TAIL:].startswith(SIGN.encode())
    return _prepared(settings_keys()).fernet.decrypt(sealed[:-TAIL] if named else sealed)


def blind_index(kind: str, text: str) -> str:
    """32 hex digits under which the same text of the same kind (phone, name …) is found again."""
    return _keyed(f"blind index of {kind}", text)[:32]


def blind_indexer(kind: str) -> Callable[[str], str]:
    """`blind_index` for many texts of one kind: what HMAC (RFC 2104) does with the key alone is done once."""
    block = _key_for(f"blind index of {kind}", index_key(settings_keys())).ljust(64, b"\0")
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


def keyed_hashes(kind: str, text: str) -> frozenset[str]:
    """The same under each key of the settings."""
    keys = (_key_for(f"hash of {kind}", key) for key in settings_keys())
    return frozenset(hmac.digest(key, text.encode(), "sha256").hex() for key in keys)


def code_hash(tracking_number: str, query_code: str) -> str:
    """What is stored of a query code: keyed, and bound to its complaint, so that equal codes look different."""
    return hmac.digest(
        code_key(index_key(settings_keys())), _coded(tracking_number, query_code), "sha256"
    ).hex()


def is_code(tracking_number: str, query_code: str, kept: str) -> bool:
    """Of a code whose turn is still to come when the index moved to another key, the hash is under the key before."""
    text, none = _coded(tracking_number, query_code), "0" * 64
    right = False
    for key in settings_keys():  # each is compared, whichever is right
        right |= hmac.compare_digest(hmac.digest(code_key(key), text, "sha256").hex(), kept or none)
    return right


def _coded(tracking_number: str, query_code: str) -> bytes:
    return f"{tracking_number}:{query_code}".encode()


def code_key(key: str) -> bytes:
    """What query codes are keyed with under one of the keys."""
    return _key_for("query code", key)


def _keyed(purpose: str, text: str) -> str:
    return hmac.digest(_key_for(purpose, index_key(settings_keys())), text.encode(), "sha256").hex()


@lru_cache(maxsize=64)
def _key_for(purpose: str, key: str) -> bytes:
    return hashlib.sha256(f"{purpose}:{key}".encode()).digest()


def keyed_number(purpose: str, text: str) -> int:
    """128 bits that only who has the oldest key can compute."""
    key = _key_for(purpose, index_key(settings_keys()))
    return int.from_bytes(hashlib.blake2b(text.encode(), key=key, digest_size=16).digest())


class Sealed(TypeDecorator[str]):
    """A text column that only the application can read. An empty text is kept empty."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return seal(value) if value else value

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return read_stored(value) if value else value


class SealedAlike(Sealed):
    """A text that is sealed the same each time, where the same content must give the same row."""

    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return seal_alike(value) if value else value


class SealedJson(TypeDecorator[Any]):
    """Values of JSON that only the application can read."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else seal(json.dumps(value, ensure_ascii=False))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(read_stored(value))


class SealedWords(TypeDecorator[Any]):
    """An object of JSON whose texts, lists and objects only the application can read. Its names, numbers and truth values are in
    clear: figures are counted by them."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def coerce_compared_value(self, op: Any, value: Any) -> Any:
        return self.impl_instance.coerce_compared_value(op, value)

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return seal_words(value) if isinstance(value, dict) else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return read_words(value) if isinstance(value, dict) else value


def seal_words(words: dict[str, Any]) -> dict[str, Any]:
    return {
        name: seal(json.dumps(value, ensure_ascii=False))
        if value and isinstance(value, str | list | dict)
        else value
        for name, value in words.items()
    }


def read_words(stored: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _read_word(value) if isinstance(value, str) and is_sealed(value) else value
        for name, value in stored.items()
    }


def _read_word(stored: str) -> Any:
    plain = read_stored(stored)
    return plain if plain == stored else json.loads(plain)


class SealedBytes(TypeDecorator[bytes]):
    """The same for files."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        return None if value is None else seal_bytes(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        return None if value is None else unseal_bytes(value)
