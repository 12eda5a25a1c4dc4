"""Usernames and e-mail addresses as they are typed, pasted and corrected by telephones: one rule at every door."""

from __future__ import annotations

import re
import unicodedata

from workflows.language import Text

LONGEST_USERNAME = 80
NO_MAIL = Text(
    "这不是邮箱地址；应像 name@example.cn 这样。",
    "This is not a mail address; one looks like name@example.cn.",
)
_MAIL = re.compile(  # what cannot be one; what can be is known by writing to it
    r"[^@\s<>(),;:\"。，；]{1,64}@(?:[^\W_](?:[\w\-]*[^\W_])?\.)+[^\W\d_][\w\-]*[^\W_]"
)
_NAMED = re.compile(r"[^<>]*<([^<>]+)>")  # 李大爷 <li@example.cn>
_ENDS = " \t\n.,;:。，；、\"'“”‘’"


def username_of(typed: str) -> str:
    """Without spaces, invisible signs and wide letters; cut to the length that is read."""
    return _plain(typed)[:LONGEST_USERNAME]


def mail_of(typed: str) -> str | None:
    """The address alone; its second part, which has no capitals, in small letters. None for what cannot be one."""
    plain = _plain(typed)
    named = _NAMED.fullmatch(plain)
    bare = re.sub("^mailto:", "", (named[1] if named else plain).strip(_ENDS), flags=re.IGNORECASE)
    name, _, host = bare.strip(_ENDS).partition("@")
    address = f"{name.strip()}@{host.strip().lower()}".replace("。", ".")
    fits = _MAIL.fullmatch(address) and ".." not in address and not name.startswith(".")
    return address if fits else None


def _plain(typed: str) -> str:
    seen = (sign for sign in typed if unicodedata.category(sign) not in ("Cf", "Cc"))
    return unicodedata.normalize("NFKC", "".join(seen)).strip()
