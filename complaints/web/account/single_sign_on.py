"""Signing in by the single sign-on of the office (OpenID Connect), by setting; and linking one's own account to it."""

from __future__ import annotations

from typing import Any

import flask
import structlog
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from joserfc.errors import JoseError
from requests import RequestException
from werkzeug import Response

from complaints.access import sign_ins
from complaints.infrastructure.errors import WorkError
from complaints.organisation import second_step, single_sign_on
from complaints.web.account import access, sign_in
from complaints.web.page import dates
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext
from complaints.web.page.urls import local
from workflows.errors import RulebookError

pages = flask.Blueprint("single_sign_on", __name__)

SECONDS = 10  # the provider may take for each answer
FOLLOWING, LINKING = "after_single_sign_on", "links_single_sign_on"  # in the session
WRONG = 401
Answer = Response | str | tuple[str, int]


@pages.app_template_global("has_single_sign_on")
def is_set() -> bool:
    return single_sign_on.is_set()


def _provider() -> Any:
    """The provider of the settings; its addresses and keys are read when they are first needed."""
    settings = flask.current_app.config["SHOUWEN"]
    if not settings.oidc_issuer:
        flask.abort(404)
    oauth: OAuth | None = flask.current_app.extensions.get(__name__)
    if oauth is None:
        oauth = flask.current_app.extensions[__name__] = OAuth(flask.current_app)
        oauth.register(
            "office",
            server_metadata_url=f"{settings.oidc_issuer}/.well-known/openid-configuration",
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret,
            client_kwargs={
                "scope": "openid profile",
                "code_challenge_method": "S256",
                "default_timeout": SECONDS,
            },
        )
    return oauth.office


@pages.get("/login/office")
def begin() -> Answer:
    provider = _provider()
    flask.session[FOLLOWING] = local(flask.request.args.get("next"), "")
    try:
        return provider.authorize_redirect(_back())  # type: ignore[no-any-return]
    except (RequestException, AuthlibBaseError, ValueError) as error:
        return _refused(error)


def _back() -> str:
    public = flask.current_app.config["SHOUWEN"].public_url
    path = flask.url_for("single_sign_on.come_back")
    return f"{public}{path}" if public else flask.url_for("single_sign_on.come_back", _external=True)


@pages.get("/login/office/back")
def come_back() -> Answer:
    """With a code, which is changed for claims signed by the provider. State, nonce and code verifier lie in the session."""
    provider, linking = _provider(), flask.session.pop(LINKING, None)
    try:
        claims = provider.authorize_access_token()["userinfo"]
        _require_issuer(claims)
        if linking is not None and access.is_signed_in() and linking == access.me().id:
            return _link(claims)
        officer = single_sign_on.admit(claims, dates.now())
    except (
        RequestException,
        AuthlibBaseError,
        JoseError,
        RulebookError,
        OSError,
        KeyError,
        ValueError,
    ) as error:
        return _refused(error)
    except WorkError as error:
        return sign_in.refuse(said(error.text))
    return sign_in.go_on(officer, flask.session.pop(FOLLOWING, ""), sign_ins.SINGLE)


def _require_issuer(claims: Any) -> None:
    if str(claims["iss"]).rstrip("/") != flask.current_app.config["SHOUWEN"].oidc_issuer:
        raise ValueError("another issuer")


def _link(claims: Any) -> Answer:
    single_sign_on.link(access.me().id, claims, dates.now())
    flask.flash(gettext("统一登录已连接。"), "kept")
    return flask.redirect(flask.url_for("own_sign_ins.list_sign_ins"), 303)


def _refused(error: Exception) -> Answer:
    """Nothing of what the provider said is shown or logged: it may hold codes."""
    structlog.get_logger().warning("single sign-on failed", error=type(error).__name__)
    return sign_in.refuse(gettext("统一登录没有成功，请再试一次；一直不行，请用密码登录，并告诉管理员。"))


@pages.post("/sign-ins/link")
@access.for_roles()
def link() -> str:
    """A page between: a form may send its reader to no other site."""
    if not single_sign_on.is_set():
        flask.abort(404)
    flask.session[LINKING] = access.me().id
    return flask.render_template("account/link.html", with_second_step=second_step.is_asked(access.me()))
