"""A real SMTP server on a loopback port, and houses that send their notices there."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from sqlalchemy import select, update

from complaints.infrastructure.database import db, transaction
from complaints.models import Notice, Officer
from tests.databases import Kind
from tests.house import House, opened

KEY = "X-Shouwen-Key"


class PostOffice:
    """Keeps every mail it takes; `refuses` holds addresses it will not take mail for."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refuses: set[str] = set()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refuses:
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"

    @property
    def keys(self) -> list[str]:
        return sorted(str(mail[KEY]) for mail in self.mails)

    def to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.mails if mail["To"] == address]


FIRST_PORT = (
    10_000 + os.getpid() * 50 % 20_000
)  # the system gives none from here on to who connects meanwhile
_last_port = [FIRST_PORT]


def free_port() -> int:
    while True:
        _last_port[0] += 1
        with suppress(OSError), socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as servers do
            probe.bind(("127.0.0.1", _last_port[0]))
            return _last_port[0]


def start_again() -> None:
    """Each test has the same ports: an application with an address in its settings is used again."""
    _last_port[0] = FIRST_PORT


@contextmanager
def post_office(port: int) -> Iterator[PostOffice]:
    office = PostOffice()
    server = Controller(office, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield office
    finally:
        with suppress(RuntimeError):
            server.stop()


def notice_urls(port: int) -> dict[str, str]:
    here = f"mailto://127.0.0.1:{port}/?mode=insecure&from=shouwen%40house.test"
    return {
        "SHOUWEN_OFFICER_NOTICE_URL": f"{here}&to={{email}}",
        "SHOUWEN_CITIZEN_NOTICE_URL": f"{here}&to=sms{{phone}}%40sms.test",
        "SHOUWEN_PUBLIC_URL": "https://house.test",
    }


@contextmanager
def house_with_mail(kind: Kind, port: int, **more: str) -> Iterator[House]:
    """A house whose officers all have an address: username@house.test."""
    with opened(kind, **{**notice_urls(port), **more}) as house:
        with transaction():
            for officer in db.session.scalars(select(Officer)):
                officer.email = f"{officer.username}@house.test"
        yield house


def notices(**words: Any) -> list[Notice]:
    db.session.rollback()
    query = select(Notice).filter_by(**words).order_by(Notice.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def nothing_else_owed(notice: Notice) -> None:
    """Let every other notice rest, so that a test is about this one."""
    with transaction() as session:
        session.execute(update(Notice).filter(Notice.id != notice.id).values(next_try_at=None))
