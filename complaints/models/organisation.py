"""Units and the officers in them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_security import UserMixin
from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaints.infrastructure.database import Key, UTCDateTime, db, only
from workflows.language import Text

OVERSEERS = ("supervisor", "unit_supervisor", "last_resort")  # roles that have a board


class Unit(db.Model):  # type: ignore[name-defined,misc]
    """A node of the organisation tree. `path` holds the codes from the root down: /EZ/EZ-BUREAU/EZ-CENTRE/."""

    __tablename__ = "unit"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name_zh: Mapped[str]
    name_en: Mapped[str]
    kind: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    path: Mapped[str] = mapped_column(index=True)
    handles: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)

    parent: Mapped[Unit | None] = relationship(remote_side=[id])

    @property
    def name(self) -> Text:
        return Text(self.name_zh, self.name_en)


class FormerName(db.Model):  # type: ignore[name-defined,misc]
    """What a unit was called until a time; a row is added with every change."""

    __tablename__ = "former_name"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    name_zh: Mapped[str]
    name_en: Mapped[str]
    until_at: Mapped[datetime] = mapped_column(UTCDateTime)


class ShortName(db.Model):  # type: ignore[name-defined,misc]
    """What people call a unit beside its name: 法援, 葛店开发区. A name in words is read by it until it ends; one that begins
    again is a row of its own."""

    __tablename__ = "short_name"
    __table_args__ = (
        Index("uq_short_name_current", "unit_id", "name", unique=True, **only("ended_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str]
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Officer(db.Model, UserMixin):  # type: ignore[name-defined,misc]
    """A staff member with an account. Roles: officer, unit_supervisor, supervisor, admin, discipline, last_resort."""

    __tablename__ = "officer"

    kind = "officer"  # as an actor of the rulebook

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    username: Mapped[str] = mapped_column(unique=True)
    name_zh: Mapped[str]
    name_en: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    roles: Mapped[list[str]] = mapped_column(JSON)  # type: ignore[assignment]
    email: Mapped[str | None]  # type: ignore[assignment]  # most windows share one address, or have none
    password: Mapped[str]
    password_given: Mapped[bool] = mapped_column(default=False)  # they have yet to choose their own
    password_until: Mapped[datetime | None] = mapped_column(UTCDateTime)  # no longer signs in from then on
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(unique=True)
    demo: Mapped[bool] = mapped_column(default=False)
    awaits_confirmation: Mapped[bool] = mapped_column(default=False)  # opens nothing restricted until then
    locale: Mapped[str | None]

    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin=True)

    @property
    def name(self) -> Text:
        return Text(self.name_zh, self.name_en)

    @property
    def unit_path(self) -> str:
        return self.unit.path

    @property
    def unit_and_below(self) -> str:
        """As a pattern for paths: a code has no sign that means something in one."""
        return f"{self.unit.path}%"

    def has_role(self, role: Any) -> bool:
        return str(role) in self.roles


class OfficerRole(db.Model):  # type: ignore[name-defined,misc]
    """Which officers hold a role in a unit: the same as `Officer.roles`, where it must be found by role."""

    __tablename__ = "officer_role"
    __table_args__ = (Index("ix_officer_role_role_unit", "role", "unit_id"),)

    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))

    officer: Mapped[Officer] = relationship(lazy="joined", innerjoin=True)


class Roster(db.Model):  # type: ignore[name-defined,misc]
    """Who is on duty for what comes in by the web: on a date, or else on a weekday (0 Monday … 6 Sunday)."""

    __tablename__ = "roster"
    __table_args__ = (
        UniqueConstraint("unit_id", "weekday"),
        UniqueConstraint("unit_id", "on_date"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    weekday: Mapped[int | None]
    on_date: Mapped[date | None]
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))

    officer: Mapped[Officer] = relationship(lazy="joined", innerjoin=True)
