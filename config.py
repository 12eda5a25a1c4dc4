"""Every setting of the program: one row each, read from the SHOUWEN_* variables of the environment.

`read_settings(os.environ)` gives the `Settings`; `flask_config(settings)` what Flask and its extensions want.
docs/settings.md tells people about the same rows; a test keeps the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from click import ClickException

from complaints.infrastructure.instance_secrets import kept_keys
from complaints.infrastructure.production_checks import faults_of
from complaints.infrastructure.quota_settings import IN_PRODUCTION, QuotaSettings
from complaints.infrastructure.setting_types import (
    area_code,
    database_url,
    fernet_keys,
    folder,
    log_level,
    one_of,
    rate,
    web_address,
    whole_number,
    yes_or_no,
)
from complaints.infrastructure.setting_types import setting_row as _row
from complaints.infrastructure.wait_settings import WaitSettings


class SettingWrong(ClickException):
    """A variable holds what cannot be used; the message names it and says what would be right. Commands show it alone."""


class SettingMissing(ClickException):
    """A production start lacks a setting that has no safe default."""


@dataclass(frozen=True, kw_only=True)
class Settings(WaitSettings, QuotaSettings):
    instance: Path = _row(
        "instance",
        "The folder for all that the program writes; a relative name starts at the project's own folder.",
        folder,
    )
    database_url: str = _row(
        "",
        "The database; when empty, the SQLite file shouwen.sqlite in the instance folder.",
        database_url,
        True,
    )
    production: bool = _row(
        "0",
        "Whether real citizens are served: the program then makes no secrets of its own, and cookies travel "
        "over HTTPS only, unless SHOUWEN_PUBLIC_URL begins with http://.",
        yes_or_no,
    )
    secret_key: str = _row(
        "",
        "Signs sessions and tokens; changing it signs everybody out. Required in production.",
        str,
        True,
    )
    pii_keys: tuple[str, ...] = _row(
        "",
        "Fernet keys, separated by commas, that seal what identifies a person: the first one seals, "
        "all of them open. Required in production.",
        fernet_keys,
        True,
    )
    demo_password: str = _row(
        "",
        "The one password of all demo accounts; when empty, one is made and kept in the instance folder, "
        "and in production there is none.",
        secret=True,
    )
    host: str = _row("127.0.0.1", "The address the web server listens on.")
    port: int = _row("8000", "The port the web server listens on.", whole_number(1, 65535))
    public_url: str = _row(
        "",
        "The address citizens type, for notices and QR codes; when empty, the address of the request.",
        web_address,
    )
    proxies: int = _row(
        "0",
        "How many reverse proxies stand before the web server; only so many are believed about who calls.",
        whole_number(0, 5),
    )
    token_hours: int = _row("12", "How many hours an API token lasts.", whole_number(1, 720))
    second_step: str = _row(
        "",
        "Who has to sign in with a second step, the code of an app: leaders (supervisors, discipline officers, administrators "
        "and the last resort) or all. When empty, it is everybody's own choice.",
        one_of("", "leaders", "all"),
    )
    mask: str = _row(
        "all",
        "Where phones, addresses and e-mail of citizens are masked until an officer says why they need them: all (pages, and the "
        "API for those who do not carry the complaint), pages or off.",
        one_of("all", "pages", "off"),
    )
    sweep_seconds: int = _row(
        "60",
        "The seconds between two looks of the scheduler for deadlines that are due.",
        whole_number(1, 3600),
    )
    deliver_seconds: int = _row("15", "The seconds between two deliveries of notices.", whole_number(1, 3600))
    status_rate: str = _row("60 per minute", "How often one address may look up complaints by number.", rate)
    wrong_rate: str = _row(
        "20 per minute;500 per day",
        "How many wrong tracking numbers or query codes one address may try.",
        rate,
    )
    guess_rate: str = _row(
        "10 per hour",
        "How many wrong query codes one address may try for one tracking number; other addresses are not affected.",
        rate,
    )
    alarm_rate: str = _row(
        "200 per hour",
        "How many wrong query codes over all numbers are taken for slips; beyond, administrators are told once a day.",
        rate,
    )
    login_rate: str = _row(
        "30 per minute;300 per day",
        "How many failed sign-ins one address may make; successful ones do not count.",
        rate,
    )
    account_rate: str = _row(
        "20 per 10 minutes",
        "How many wrong passwords one address may try for one account; other addresses are not affected.",
        rate,
    )
    ratelimit_storage: str = _row(
        "memory://",
        "Where the counts behind the rates are kept; several web processes need a shared store such as redis://host.",
        secret=True,
    )
    officer_notice_url: str = _row(
        "",
        "Where notices to officers go, as an apprise address template; when empty, only to their inbox here.",
        secret=True,
    )
    duty_notice_url: str = _row(
        "",
        "A second way to reach officers on duty, used beside the usual one for what is urgent while offices are closed; an "
        "apprise address template.",
        secret=True,
    )
    duty_call_minutes: int = _row(
        "15",
        "The minutes between two calls of the officer on duty, until a person answers.",
        whole_number(1, 240),
    )
    citizen_notice_url: str = _row(
        "",
        "Where notices to citizens go, as an apprise address template; when empty, only to the status page.",
        secret=True,
    )
    citizen_mail_url: str = _row(
        "",
        "Where mail to citizens goes who ask for it or whom no text message reaches, as an apprise address template with {email}; "
        "when empty, no mail goes to citizens.",
        secret=True,
    )
    metrics_token: str = _row(
        "",
        "What a monitoring program sends as Authorization: Bearer to read /metrics; when empty, only this machine may.",
        secret=True,
    )
    seal_key: str = _row(
        "",
        "The file of the RSA key that signs seals and exports of the ledger; when empty, seal-key.pem in the instance folder, made "
        "when it is first needed.",
    )
    seal_to: str = _row(
        "",
        "Where the seal of each day goes: a file that is added to, or an apprise address such as mailtos://…; "
        "no one who may write in the database should be able to write there. When empty, seals stay in the database alone.",
        secret=True,
    )
    max_upload_mb: int = _row("10", "The largest request accepted, in megabytes.", whole_number(1, 1000))
    resumable_mb: int = _row(
        "50", "The largest file that may come in parts over the API, in megabytes.", whole_number(1, 500)
    )
    area_code: str = _row(
        "0711", "The area code of the city, for phone numbers that are given without one.", area_code
    )
    log_level: str = _row("INFO", "The least serious message written to the log.", log_level)


@dataclass(frozen=True)
class Setting:
    """One row of the table; `parse` raises ValueError saying what would be right."""

    name: str
    default: str
    sentence: str
    parse: Callable[[str], Any]
    secret: bool

    @property
    def variable(self) -> str:
        return f"SHOUWEN_{self.name}"

    def read(self, env: Mapping[str, str]) -> Any:
        """The value in the environment, else the default; an empty variable counts as not set."""
        text = env.get(self.variable, "").strip() or self.default
        try:
            return self.parse(text)
        except ValueError as right:
            found = "cannot be used" if self.secret else f"is {text!r}"
            raise SettingWrong(f"{self.variable} {found}; it should be {right}.") from None


SETTINGS = tuple(Setting(name=row.name.upper(), **row.metadata) for row in fields(Settings))


def read_settings(env: Mapping[str, str]) -> Settings:
    """The settings of this environment, secrets and database address filled in."""
    settings = Settings(**{row.name.lower(): row.read(env) for row in SETTINGS})
    if not settings.database_url:
        settings = replace(settings, database_url=f"sqlite:///{settings.instance / 'shouwen.sqlite'}")
    settings = _with_quotas(settings)
    return _insist_on_secrets(settings) if settings.production else _with_own_secrets(settings)


def _with_quotas(settings: Settings) -> Settings:
    """What is left empty has a limit in production, and none elsewhere."""
    empty = [name for name in IN_PRODUCTION if getattr(settings, name) in (None, "")]
    limits: dict[str, Any] = {
        name: IN_PRODUCTION[name] if settings.production else type(IN_PRODUCTION[name])() for name in empty
    }
    return replace(settings, **limits)


def _insist_on_secrets(settings: Settings) -> Settings:
    missing = [f"SHOUWEN_{one.upper()}" for one in ("secret_key", "pii_keys") if not getattr(settings, one)]
    if missing:
        raise SettingMissing(
            f"A production start needs {' and '.join(missing)}; docs/settings.md says how to make them."
        )
    if faults := list(faults_of(settings)):
        raise SettingWrong("\n".join(faults))
    return settings


def _trusted_hosts(settings: Settings) -> list[str] | None:
    """Hosts a request may name: the site's own and this machine's, for health checks. Outside production any."""
    if not settings.production:
        return None
    return [str(urlsplit(settings.public_url).hostname), "127.0.0.1", "localhost", "[::1]"]


def _with_own_secrets(settings: Settings) -> Settings:
    if settings.secret_key and settings.pii_keys and settings.demo_password:
        return settings
    own = kept_keys(settings.instance)
    return replace(
        settings,
        secret_key=settings.secret_key or own.secret_key,
        pii_keys=settings.pii_keys or (own.pii_key,),
        demo_password=settings.demo_password or own.demo_password,
    )


def flask_config(settings: Settings) -> dict[str, Any]:
    """What Flask and its extensions read; the settings themselves are `app.config["SHOUWEN"]`."""
    # Secure cookies never reach a browser over plain http, so an intranet without HTTPS has to say so.
    https_only = settings.production and not settings.public_url.startswith("http://")
    return {
        "SHOUWEN": settings,
        "SECRET_KEY": settings.secret_key,
        "TRUSTED_HOSTS": _trusted_hosts(settings),
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        # No error text, and so no log, holds what was being written.
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "hide_parameters": True,
            "pool_timeout": settings.database_connect_seconds,
            "query_cache_size": 2000,  # all statements of pages and moves: with fewer, some are compiled again and again
        },
        "MAX_CONTENT_LENGTH": settings.max_upload_mb * 1024 * 1024,
        "RATELIMIT_STORAGE_URI": settings.ratelimit_storage,
        "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": True,  # while the shared store is away, each process counts for itself
        "SESSION_COOKIE_SECURE": https_only,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SINGLE_HASH": True,  # argon2 salts each password itself
        "SECURITY_TOKEN_MAX_AGE": settings.token_hours * 3600,
        # The highest number seals: the newest key, first in the list. Older ones still open.
        "SECURITY_TOTP_SECRETS": {str(n): key for n, key in enumerate(reversed(settings.pii_keys), 1)},
        "SECURITY_TOTP_ISSUER": "Shouwen",
    }
