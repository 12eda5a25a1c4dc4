"""Everything from nothing to a running site: tables, organisation, a few months of complaints, web and scheduler."""

from __future__ import annotations

import gc
import json
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade
from sqlalchemy import func, select

from complaints.cli.children import Children, PortTaken, require_free_port
from complaints.cli.progress import progress
from complaints.infrastructure import clock
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.tracking_numbers import grouped
from complaints.models import Complaint, Officer
from complaints.organisation.seed import SHIPPED, seed
from complaints.queries.statistics.indicators import Chosen
from complaints.queries.statistics.periods import read_period
from workflows.calendar import SHANGHAI

TO_TRY = "demo.json"  # tracking numbers with their query codes, which the database keeps only hashed
PAGES = ("/", "/desk", "/supervise", "/api/v1/openapi.json")
ACCOUNTS = {
    "window": "市中心窗口，首问责任人 / window of the city centre",
    "handler": "鄂城区司法局承办人 / handler, Echeng district",
    "leader": "鄂城区司法局负责人 / supervisor of that unit",
    "other": "华容区司法局承办人 / handler, Huarong district",
    "supervisor": "市司法局督办 / supervisor, city bureau",
    "admin": "系统管理员 / administrator",
}


@click.command("demo")
@click.option("--no-serve", is_flag=True, help="Only prepare the data. 只准备数据，不启动。")
@with_appcontext
def demo_command(no_serve: bool) -> None:
    """Everything from nothing to a running site with demo data. 演示。"""
    settings = current_app.config["SHOUWEN"]
    if settings.production:
        raise click.ClickException(
            "演示数据不能写入正式系统 (SHOUWEN_PRODUCTION is set; a demo would fill it with invented complaints)."
        )
    try:
        if not no_serve:
            require_free_port(settings.host, settings.port)
        prepare(clock.now())
    except PortTaken as taken:
        raise click.ClickException(str(taken)) from taken
    if not no_serve:
        serve()


def prepare(now: datetime) -> None:
    """Tables, organisation and complaints, as far as they are not there yet."""
    upgrade()
    with transaction():
        seed(SHIPPED.read_text("utf8"), now)
    if not _complaints():
        _make_complaints(now)
    click.echo(f"投诉 {_complaints()} 件 ({_complaints()} complaints)")
    db.session.remove()
    db.engine.dispose()


def _complaints() -> int:
    return db.session.scalar(select(func.count()).select_from(Complaint)) or 0


def _make_complaints(now: datetime) -> None:
    from complaints.simulation.demo import populate

    gc.collect()
    gc.freeze()  # the program stays to the end; looking through it again and again takes an eighth of the time
    with progress("days", populate.DAYS) as told:
        made = populate.populate(now, told)
    _make_bulletin(now)
    receipts = [(name, made.receipts[name]) for name in populate.TO_TRY if name in made.receipts]
    rows = [[name, one.complaint.tracking_number, one.query_code] for name, one in receipts]
    _file().write_text(json.dumps(rows), "utf8")
    _file().chmod(0o600)


def _make_bulletin(now: datetime) -> None:
    """The month before, published, and as files beside the database; and the open data of the months that are over."""
    from complaints.queries import bulletin_files, bulletins, open_data

    month = f"{now.astimezone(SHANGHAI).replace(day=1) - timedelta(days=1):%Y-%m}"
    with transaction():
        approver = db.session.scalars(select(Officer).filter_by(username="supervisor")).one()
        seen = bulletins.Seen(month, bulletins.draft_bulletin(month, None, now).version)
        approved = bulletins.approve(seen, approver, now)
        row = bulletins.publish(bulletins.Seen(month, approved.version), approver, now)
        content, issue = row.content, row.issue
        open_data.publish_months(now)
    folder: Path = current_app.config["SHOUWEN"].instance
    with (folder / f"bulletin-{month}.docx").open("wb") as file:
        bulletin_files.write_bulletin_docx(file, content, issue, "zh")
    with (folder / f"bulletin-{month}.xlsx").open("wb") as file:
        chosen = Chosen(None, *read_period(month), now)
        bulletin_files.write_bulletin_xlsx(file, content, chosen, "zh")


def _file() -> Path:
    folder: Path = current_app.config["SHOUWEN"].instance
    return folder / TO_TRY


@dataclass(frozen=True)
class Site:
    """Where the site answers; a wildcard address is reached by the machine itself."""

    host: str
    port: int

    @property
    def address(self) -> str:
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)
        return f"http://{host}:{self.port}"


def serve() -> None:
    """Web and scheduler as children, until one ends or this command is told to stop."""
    settings = current_app.config["SHOUWEN"]
    site = Site(settings.host, settings.port)
    folder = Path(current_app.extensions["migrate"].directory).parent
    bind = ["--bind", f"{site.host}:{site.port}", "--workers", "2", "--threads", "4"]
    children = Children(folder, {**os.environ, "SHOUWEN_INSTANCE": str(settings.instance.absolute())})
    ended = None
    with children:
        children.start("web", "-m", "gunicorn", *bind, "--log-level", "warning", "app:create_app()")
        children.start("scheduler", "-m", "flask", "scheduler")
        if children.wait_for(f"{site.address}/healthz"):
            click.echo("\n".join(_words(site, settings.demo_password)))
            ended = children.wait()
        else:
            ended = children.ended() or "web"
    if ended:
        raise click.ClickException(
            f"{ended} 已停止，演示结束 ({ended} ended by itself, so the demo was stopped)."
        )


def _words(site: Site, password: str) -> list[str]:
    to_try = json.loads(_file().read_text("utf8")) if _file().exists() else []
    return [
        "",
        *(f"{site.address}{page}" for page in PAGES),
        "",
        *(f"{name:11} {what}" for name, what in ACCOUNTS.items()),
        f"密码 password: {password}",
        "",
        *(f"受理编号 {grouped(number)}  查询码 {code}  ({name})" for name, number, code in to_try),
        "按 Ctrl-C 结束 (Ctrl-C ends it)",
    ]


COMMANDS = [demo_command]
