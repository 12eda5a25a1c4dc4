"""A new version of the rulebook out of the one in force: limits, what they rest on, and who verified it, changed in a form.

Fields of the form: `version`; `limit.CODE.STAGE`, `basis.CODE.STAGE`, `verified_by.CODE` and `effective_from.CODE` of a
category; `house.STAGE.URGENCY` of the limits that hold for all; `checked.BASIS` for a basis the legal section has verified.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import yaml
from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.infrastructure.errors import BadInput
from complaints.models import RulebookText, audit
from complaints.rulebooks import store
from schemas.addresses import plain_code
from schemas.dates import day_in, explain
from schemas.text import has_visible, line_of, unusable
from schemas.yaml_text import read_yaml
from workflows.language import Text
from workflows.limits import BadLimit, Limit
from workflows.rulebook import Rulebook
from workflows.urgency import URGENCIES

VERSION = re.compile(r"[0-9A-Za-z.\-]{1,40}")
LONGEST_NAME = 80
HOUSE = "house"


def current_text() -> str:
    """The rulebook in force, word for word."""
    return text_of(store.newest().key)


def text_of(key: str) -> str:
    return str(db.session.execute(select(RulebookText.text).filter_by(version=key)).scalar_one())


def next_version(version: str) -> str:
    """`2026.1` → `2026.2`; what ends otherwise gets a number of its own. Never one that was published."""
    taken = set(db.session.scalars(select(RulebookText.edition)))
    number = re.search(r"\d+$", version)
    stem, n = (version[: number.start()], int(number[0])) if number else (f"{version}.", 1)
    while f"{stem}{n}" in taken:
        n += 1
    return f"{stem}{n}"[-40:]


def draft(typed: Mapping[str, str]) -> str:
    """The text of the new version, its parts in the order they had. Raises BadInput naming each field that cannot be."""
    words = read_yaml(current_text())
    faults: dict[str, Text] = {}
    version = plain_code(typed.get("version", ""))
    if fault := _version_wrong(version):
        faults["version"] = fault
    called = {one.name: one.called for one in store.newest().commitments.values()}
    for name, value in typed.items():
        if fault := _change(words, _as_in_file(name, called), line_of(value)):
            faults[name] = fault
    for name, row in words["bases"].items():
        if f"shown.{name}" in typed:
            row["verified"] = f"checked.{name}" in typed
    if faults:
        raise BadInput(faults)
    words["version"] = version
    return str(yaml.safe_dump(words, allow_unicode=True, sort_keys=False, width=160))


def _as_in_file(name: str, called: Mapping[str, str]) -> str:
    """A field of the form names a commitment by its purpose; the file as the office does."""
    kind, *rest = name.split(".")
    at = 0 if kind == HOUSE else 1
    return ".".join([kind, *(called.get(one, one) if n == at else one for n, one in enumerate(rest))])


def _version_wrong(written: str) -> Text | None:
    if not VERSION.fullmatch(written):
        return Text(
            "版本号只能用字母、数字、点和短横线，最多 40 个。",
            "A version is made of letters, digits, dots and hyphens, at most 40.",
        )
    if store.find(store.newest().name, written) is None:
        return None
    free = next_version(written)
    return Text(
        f"{written} 已经发布过，请换一个新的版本号，如 {free}。",
        f"{written} was published before; choose a new version, such as {free}.",
    )


def _change(words: dict[str, Any], name: str, value: str) -> Text | None:
    """Change one field; the sentence when it cannot be. What the rulebook does not have is passed over."""
    kind, _, rest = name.partition(".")
    code, _, stage = rest.partition(".")
    value = value if kind == "verified_by" else plain_code(value)
    if kind == HOUSE:
        return _set_house(words["limits"].get(code), stage, value)
    category = words["categories"].get(code)
    if category is None:
        return None
    if kind in ("limit", "basis"):
        return _set_promise(words, category["limits"].get(stage), (kind, value))
    return _set_plain(category, kind, value)


def _set_house(row: dict[str, str] | None, urgency: str, value: str) -> Text | None:
    if row is None or urgency not in URGENCIES:
        return None
    if not value and urgency != "normal":
        row.pop(urgency, None)
        return None
    fault = limit_wrong(value)
    if fault is None:
        row[urgency] = str(Limit.read(value))
    return fault


def _set_promise(words: dict[str, Any], row: dict[str, str] | None, field: tuple[str, str]) -> Text | None:
    kind, value = field
    if row is None:
        return None
    fault = limit_wrong(value) if kind == "limit" else _basis_wrong(words, value)
    if fault is None:
        row[kind] = str(Limit.read(value)) if kind == "limit" else value
    return fault


def _set_plain(category: dict[str, Any], kind: str, value: str) -> Text | None:
    if kind == "verified_by":
        return _set_verifier(category, line_of(value))
    if kind == "effective_from":
        try:
            category["effective_from"] = day_in(value)
        except ValueError as error:
            zh, en = explain(error)
            return Text(f"请填写日期，如 2027-01-01{zh}。", f"Write a date like 2027-01-01{en}.")
    return None


def _set_verifier(category: dict[str, Any], name: str) -> Text | None:
    if wrong := unusable(name):
        return wrong.text
    if len(name) > LONGEST_NAME:
        return Text(f"最多 {LONGEST_NAME} 个字。", f"At most {LONGEST_NAME} characters.")
    category["verified_by"] = name if has_visible(name) else None
    return None


def limit_wrong(written: str) -> Text | None:
    try:
        Limit.read(written)
    except BadLimit as error:
        return Text(error.zh, error.en)
    return None


def _basis_wrong(words: dict[str, Any], name: str) -> Text | None:
    return None if name in words["bases"] else Text("请选择依据。", "Choose what it rests on.")


def is_taken(fresh: Rulebook) -> bool:
    """Whether other words were published under its version; the same words may be published again, which does nothing."""
    known = store.find(fresh.name, fresh.version)
    return known is not None and known.sha256 != fresh.sha256


def publish(text: str, at: datetime) -> Rulebook:
    """Raises RulebookError with every fault, or VersionTaken."""
    before = store.newest().key
    fresh = store.publish(text, at)
    audit.note("rulebook published", at, {"version": fresh.version, "before": before, "sha256": fresh.sha256})
    return fresh
