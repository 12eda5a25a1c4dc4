"""Loading an organisation from a file: units, officers, rosters, and the shipped rulebook. Twice changes nothing."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app
from flask_security import hash_password
from marshmallow import ValidationError
from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.infrastructure.errors import BadInput
from complaints.models import Officer, OfficerRole, PostHeld, Roster, RulebookText, ShortName, Unit
from complaints.organisation import changes
from complaints.organisation.post_history import LEADS
from complaints.rulebooks import store
from schemas.organisation import OrganisationSchema
from schemas.yaml_text import content_of, sentences
from workflows.errors import RulebookError
from workflows.language import Text

SHIPPED = Path(__file__).with_name("ezhou.yaml")
MOST_FAULTS = 10  # that are shown at once


@dataclass
class Tally:
    """How many rows were added."""

    units: int = 0
    officers: int = 0
    rosters: int = 0
    rulebook: str = ""


def seed(text: str, at: datetime) -> Tally:
    """Add what the file names and is not there yet. Inside a transaction. Raises BadInput naming what is wrong."""
    words = _read(text)
    tally = Tally()
    units = _units(words["units"], tally)
    _short_names(words["units"], units)
    officers = _officers(words["officers"], units, tally)
    _note_posts(list(officers.values())[len(officers) - tally.officers :], at)
    _rosters(words["rosters"], units, officers, tally)
    if db.session.execute(select(RulebookText.version).limit(1)).first() is None:
        store.publish(store.SHIPPED.read_text("utf8"), at)
    db.session.flush()
    tally.rulebook = store.newest().version
    return tally


def _read(text: str) -> dict[str, Any]:
    try:
        return dict(OrganisationSchema().load(content_of(text)))
    except RulebookError as error:
        raise _unusable(error.faults) from error
    except ValidationError as error:
        raise _unusable(list(sentences(error.messages))) from error


def _unusable(faults: Sequence[Text]) -> BadInput:
    zh, en = "".join(one.zh for one in faults[:MOST_FAULTS]), " ".join(one.en for one in faults[:MOST_FAULTS])
    return BadInput({"file": Text(f"组织文件有误：{zh}", f"The organisation file cannot be used: {en}")})


def _units(rows: list[dict[str, Any]], tally: Tally) -> dict[str, Unit]:
    units = {unit.code: unit for unit in db.session.scalars(select(Unit))}
    for row in rows:
        if row["code"] in units:
            continue
        parent = _known(units, row["parent"], "units.parent") if row["parent"] else None
        unit = Unit(
            code=row["code"],
            name_zh=row["name"]["zh"],
            name_en=row["name"]["en"],
            kind=row["kind"],
            parent_id=parent.id if parent else None,
            path=f"{parent.path if parent else '/'}{row['code']}/",
            handles=row["handles"],
            active=True,
        )
        db.session.add(unit)
        db.session.flush()  # the next unit may hang below this one
        units[unit.code] = unit
        tally.units += 1
    return units


def _short_names(rows: list[dict[str, Any]], units: dict[str, Unit]) -> None:
    known = {(one.unit_id, one.name) for one in db.session.scalars(select(ShortName))}
    wanted = dict.fromkeys((units[row["code"]].id, name) for row in rows for name in row["called"])
    db.session.add_all(
        ShortName(unit_id=unit, name=name) for unit, name in wanted if (unit, name) not in known
    )


def _known(rows: dict[str, Any], name: str, where: str) -> Any:
    if name not in rows:
        raise BadInput({where: Text(f"没有“{name}”。", f"There is no “{name}”.")})
    return rows[name]


def _officers(rows: list[dict[str, Any]], units: dict[str, Unit], tally: Tally) -> dict[str, Officer]:
    officers = {officer.username: officer for officer in db.session.scalars(select(Officer))}
    password = current_app.config["SHOUWEN"].demo_password
    hashed = hash_password(password or secrets.token_urlsafe(32)) if rows else ""
    for row in rows:
        if row["username"] not in officers:
            officer = _officer(row, _known(units, row["unit"], "officers.unit"), hashed)
            officers[officer.username] = officer
            tally.officers += 1
    return officers


def _officer(row: dict[str, Any], unit: Unit, hashed: str) -> Officer:
    officer = Officer(
        username=row["username"],
        name_zh=row["name"]["zh"],
        name_en=row["name"]["en"],
        unit_id=unit.id,
        roles=row["roles"],
        password=hashed,
        active=True,
        demo=True,
        fs_uniquifier=secrets.token_hex(32),
    )
    db.session.add(officer)
    db.session.flush()
    db.session.add_all(
        OfficerRole(officer_id=officer.id, role=role, unit_id=unit.id) for role in row["roles"]
    )
    return officer


def _note_posts(added: list[Officer], at: datetime) -> None:
    """A house that was there before may have complaints open that these officers are kept out of."""
    rows = [
        PostHeld(officer_id=one.id, unit_id=one.unit_id, leads=LEADS in one.roles, from_at=at)
        for one in added
    ]
    db.session.add_all(rows)
    if added:
        changes.follow([one.id for one in added], at)


def _rosters(
    rows: list[dict[str, Any]], units: dict[str, Unit], officers: dict[str, Officer], tally: Tally
) -> None:
    known = {(roster.unit_id, roster.weekday) for roster in db.session.scalars(select(Roster))}
    for row in rows:
        unit = _known(units, row["unit"], "rosters.unit")
        officer = _known(officers, row["officer"], "rosters.officer")
        if (unit.id, row["weekday"]) not in known:
            db.session.add(Roster(unit_id=unit.id, weekday=row["weekday"], officer_id=officer.id))
            tally.rosters += 1
