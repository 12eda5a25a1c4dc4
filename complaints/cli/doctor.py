"""`flask doctor`: what an operator should mend, worst first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import func, select

from complaints.commitments.calendar import current as current_calendar
from complaints.escalation import set_aside
from complaints.infrastructure import clock
from complaints.infrastructure.database import db
from complaints.infrastructure.production_checks import faults_of
from complaints.models import Notice, Officer
from complaints.notifications.calendar_warning import missing_years
from complaints.organisation import post_holders
from complaints.rulebooks import store
from workflows.calendar import SHANGHAI
from workflows.language import Text


@dataclass(frozen=True, slots=True)
class Finding:
    """`must`: real citizens should not be served before it is mended."""

    must: bool
    text: Text


@click.command("doctor")
@with_appcontext
def doctor_command() -> None:
    """Say what should be mended before and while real citizens are served; exit 1 when something must be. 体检。"""
    found = sorted(_findings(clock.now()), key=lambda one: not one.must)
    for one in found:
        click.echo(f"{'MUST' if one.must else 'note'}  {one.text.en}\n      {one.text.zh}")
    click.echo(f"{sum(one.must for one in found)} must be mended, {sum(not one.must for one in found)} notes")
    if any(one.must for one in found):
        raise SystemExit(1)


def _findings(at: datetime) -> Iterator[Finding]:
    yield from _settings()
    yield from _accounts()
    yield from _rules(at)
    yield from _stuck(at)


def _settings() -> Iterator[Finding]:
    settings = current_app.config["SHOUWEN"]
    if not settings.production:
        yield Finding(
            True,
            Text(
                "SHOUWEN_PRODUCTION 未设为 1：安全检查未启用。",
                "SHOUWEN_PRODUCTION is not 1: weak settings are let pass.",
            ),
        )
    for fault in faults_of(settings):
        yield Finding(True, Text(f"设置过弱：{fault}", fault))
    for name, zh, en in (
        ("citizen_notice_url", "投诉人的通知只在查询页上", "citizens read notices on the status page alone"),
        ("officer_notice_url", "工作人员的通知只在收件箱里", "officers read notices in their inbox alone"),
        ("metrics_token", "只有本机能读 /metrics", "only this machine can read /metrics"),
    ):
        if not getattr(settings, name):
            variable = f"SHOUWEN_{name.upper()}"
            yield Finding(False, Text(f"{variable} 未设置：{zh}。", f"{variable} is not set: {en}."))


def _accounts() -> Iterator[Finding]:
    demo = db.session.scalar(select(func.count(Officer.id)).filter_by(demo=True, active=True)) or 0
    if demo:
        yield Finding(
            True,
            Text(
                f"还有 {demo} 个演示账号在用；请停用，或用 flask password 给本人一个一次性密码。",
                f"{demo} demonstration accounts are open; close them, or give each person a one-time password "
                "(flask password USERNAME).",
            ),
        )
    for role, zh, en in (
        ("last_resort", "最终负责人", "the last resort of every ladder"),
        ("discipline", "纪检人员", "the discipline channel"),
        ("admin", "系统管理员", "administration"),
    ):
        if not any(post_holders.holders(role)):
            yield Finding(True, Text(f"没有人担任{zh}。", f"No open account holds {en} ({role})."))


def _rules(at: datetime) -> Iterator[Finding]:
    waits = store.shipped_waits()
    if waits is not None:
        yield Finding(False, waits)
    for year in missing_years(current_calendar.calendar(), at.astimezone(SHANGHAI).date()):
        yield Finding(
            False,
            Text(
                f"{year} 年的放假安排尚未导入。",
                f"The calendar of {year} is not loaded; due times in it are provisional.",
            ),
        )


def _stuck(at: datetime) -> Iterator[Finding]:
    aside = len(set_aside.laid_aside())
    if aside:
        yield Finding(
            True,
            Text(
                f"{aside} 件投诉因反复出错被搁置。",
                f"{aside} complaints were set aside after failing again and again.",
            ),
        )
    dead = db.session.scalar(select(func.count(Notice.id)).filter(Notice.dead_at.is_not(None))) or 0
    if dead:
        yield Finding(False, Text(f"{dead} 条通知没有送达。", f"{dead} notices could not be delivered."))


COMMANDS = [doctor_command]
