"""An area code behind a local number: 3352345（区号0717）, 6352345 0717."""

from __future__ import annotations

import re

import phonenumbers

from schemas.phone_faults import NoPhone

_CODE = r"0(?:10|2\d|[3-9]\d{2})(?!\d)"
_BEHIND = re.compile(
    rf"[ ,;、:\-.]*(?:[(\[【][^\d()\[\]【】]{{0,8}}(?P<aside>{_CODE})[^\d()\[\]【】]{{0,4}}[)\]】]"
    rf"|[^\W\d]{{0,6}}[ :]{{0,2}}(?P<alone>{_CODE}))"
)


def is_valid(dialled: str) -> bool:
    return phonenumbers.is_valid_number(phonenumbers.parse(dialled, "CN"))


def code_behind(plain: str, local: re.Match[str], following: re.Match[str] | None) -> tuple[str, int] | None:
    """The code in brackets behind a local number, and where it ends; `following` is the next number. Raises NoPhone for a code
    without brackets, which could be an extension or the beginning of another number."""
    stop = following.start() if following else len(plain)
    found = None if _has_extension(plain, local) else _BEHIND.match(plain, local.end("local"), stop)
    if found is None or (found["alone"] and _belongs_to(following, local)):
        return None
    code = found["aside"] or found["alone"]
    if not is_valid(code + re.sub(r"\D", "", local["local"])):
        return None
    if found["alone"]:
        raise NoPhone(plain[local.start() : found.end()])
    return code, found.end()


def _has_extension(plain: str, local: re.Match[str]) -> bool:
    """Digits that a word or a sign says are an extension."""
    said = local["extension"] and plain[local.end("local") : local.start("extension")].strip(" .-")
    return bool(said or local["aside"])


def _belongs_to(following: re.Match[str] | None, local: re.Match[str]) -> bool:
    """A code apart before the next local number is its own."""
    return following is not None and following["local"] is not None and not local["extension"]
