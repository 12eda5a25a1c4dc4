"""Signing in by the single sign-on of the office (OpenID Connect): rows of the settings."""

from __future__ import annotations

from dataclasses import dataclass

from complaints.infrastructure.setting_types import setting_row, web_address


@dataclass(frozen=True, kw_only=True)
class SignInSettings:
    oidc_issuer: str = setting_row(
        "",
        "The issuer of the office's single sign-on (OpenID Connect), such as https://login.example; when empty, there is none. The file "
        "single-sign-on.yaml of the instance folder says which claims mean which units and roles.",
        web_address,
    )
    oidc_client_id: str = setting_row("", "The name under which the provider knows this program.")
    oidc_client_secret: str = setting_row("", "The secret the provider gave for it.", secret=True)
