"""Units of the organisation: added, renamed, closed and opened again; never deleted, for complaints name them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.infrastructure.errors import BadInput, NotFound, WorkError
from complaints.models import Unit, audit
from complaints.organisation import changes, closing_checks, former_names, short_names
from schemas.addresses import plain_code
from schemas.text import has_visible, line_of, unusable
from workflows.language import Text

CODE = re.compile(r"[A-Z0-9][A-Z0-9\-]{0,39}")
KIND = re.compile(r"[a-z][a-z_]{0,39}")
LONGEST_NAME = 80


def found(code: str) -> Unit:
    """The unit of a code. Raises NotFound."""
    unit = db.session.scalars(select(Unit).filter_by(code=code)).one_or_none()
    if unit is None:
        raise NotFound
    return unit


def add(words: Mapping[str, str], at: datetime) -> Unit:
    """A unit below another. `words`: code, name_zh, name_en, kind, parent, handles. Raises BadInput."""
    code = plain_code(words.get("code", "")).upper()
    faults = names_wrong(words)
    if not CODE.fullmatch(code):
        faults["code"] = Text(
            "代码只能用大写字母、数字和短横线，最多 40 个。",
            "A code is made of capital letters, digits and hyphens, at most 40.",
        )
    elif db.session.scalars(select(Unit.id).filter_by(code=code)).first():
        faults["code"] = Text("这个代码已有单位使用。", "This code belongs to a unit already.")
    if not KIND.fullmatch(words.get("kind", "")):
        faults["kind"] = Text("请选择单位类别。", "Choose the kind of unit.")
    parent = db.session.scalars(
        select(Unit).filter_by(code=words.get("parent", ""), active=True)
    ).one_or_none()
    if parent is None:
        faults["parent"] = Text("请选择上级单位。", "Choose the unit above it.")
    if faults or parent is None:
        raise BadInput(faults)
    unit = _new(code, words, parent)
    audit.note("unit added", at, {"unit": code, "parent": parent.code})
    return unit


def _new(code: str, words: Mapping[str, str], parent: Unit) -> Unit:
    unit = Unit(
        code=code,
        kind=words["kind"],
        name_zh=line_of(words["name_zh"]),
        name_en=line_of(words["name_en"]),
        parent_id=parent.id,
        path=f"{parent.path}{code}/",
        handles=bool(words.get("handles")),
        active=True,
    )
    db.session.add(unit)
    db.session.flush()
    return unit


def names_wrong(words: Mapping[str, str]) -> dict[str, Text]:
    """Units and officers have a name in both languages."""
    sentence = Text(f"请填写，不超过 {LONGEST_NAME} 字。", f"Fill this in, at most {LONGEST_NAME} signs.")
    faults = {}
    for field in ("name_zh", "name_en"):
        name = line_of(words.get(field, ""))
        if wrong := unusable(name):
            faults[field] = wrong.text
        elif not has_visible(name) or len(name) > LONGEST_NAME:
            faults[field] = sentence
    return faults


def rename(unit: Unit, words: Mapping[str, str], at: datetime) -> None:
    """And what people call it, where that is among the words. Raises BadInput."""
    if faults := names_wrong(words):
        raise BadInput(faults)
    called = short_names.read(words) if short_names.FIELD in words else short_names.list_of(unit.id)
    changes.lock()
    was_changed = short_names.change(unit, called, at)
    names = line_of(words["name_zh"]), line_of(words["name_en"])
    if names != (unit.name_zh, unit.name_en) or not was_changed:
        before = unit.name_zh
        former_names.note_rename(unit, at)
        unit.name_zh, unit.name_en = names
        audit.note("unit renamed", at, {"unit": unit.code, "before": before, "after": unit.name_zh})
    changes.follow([], at)  # a name in words may mean its people from now on


def set_handles(unit: Unit, handles: bool, at: datetime) -> None:
    """Whether complaints may be given to it. Refused while it holds any."""
    if not handles:
        _refuse_while_it_holds(unit)
    unit.handles = handles
    audit.note("unit handles" if handles else "unit handles no more", at, {"unit": unit.code})


def close(unit: Unit, at: datetime) -> None:
    """It can no longer be chosen. Refused while anything depends on it."""
    _refuse_while_it_holds(unit)
    if asked := closing_checks.asked_of_unit(unit.id):
        raise WorkError(
            Text(
                f"还有 {asked} 件投诉在征求本单位意见或者请本单位协办，请先答复，或请提出的单位撤回。",
                f"The opinion or help of this unit is asked for on {asked} complaints: give it first, or have it withdrawn.",
            )
        )
    if people := closing_checks.active_officers(unit.id):
        raise WorkError(
            Text(
                f"本单位还有 {people} 名在用人员，请先调离或停用。",
                f"{people} active officers belong to this unit; move or deactivate them first.",
            )
        )
    if below := closing_checks.active_units_below(unit):
        raise WorkError(
            Text(
                f"下面还有 {below} 个在用单位，请先停用。",
                f"{below} active units stand below it; deactivate them first.",
            )
        )
    unit.active = False
    audit.note("unit deactivated", at, {"unit": unit.code})


def reopen(unit: Unit, at: datetime) -> None:
    if unit.parent is not None and not unit.parent.active:
        raise WorkError(
            Text(
                "上级单位已停用，请先启用上级单位。",
                "The unit above it is not active; activate that one first.",
            )
        )
    unit.active = True
    audit.note("unit activated", at, {"unit": unit.code})


def _refuse_while_it_holds(unit: Unit) -> None:
    if held := closing_checks.of_unit(unit.id):
        raise WorkError(
            Text(
                f"本单位还有 {held} 件未办完的投诉，请先由督办人员改派。",
                f"{held} open complaints are with this unit; a supervisor must give them to others first.",
            )
        )
