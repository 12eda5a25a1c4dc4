"""A real provider of OpenID Connect on loopback, with Authlib's server side: code flow, PKCE, signed claims."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin, grants
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import AuthorizationCodeMixin, OpenIDCode, UserInfo
from flask import Flask, Response, jsonify, request
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "shouwen", "a secret of the client, only for tests"


@dataclass
class Person:
    """Somebody with an account of the provider; `claims` go into the signed token."""

    sub: str
    claims: dict[str, Any]


class Client(ClientMixin):
    def get_client_id(self) -> str:
        return CLIENT

    def get_default_redirect_uri(self) -> str | None:
        return None

    def get_allowed_scope(self, scope: str) -> str:
        return " ".join(one for one in scope.split() if one in ("openid", "profile"))

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == "http://localhost/login/office/back"

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class Code(AuthorizationCodeMixin):
    code: str
    user: Person
    redirect_uri: str
    scope: str
    nonce: str | None
    code_challenge: str | None
    code_challenge_method: str | None

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str | None:
        return self.nonce

    def get_auth_time(self) -> None:
        return None

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> None:
        return None


@dataclass
class Provider:
    """Who arrives at the provider next is `person`; `key` and `spoil` change what it signs."""

    issuer: str = ""
    person: Person | None = None
    codes: dict[str, Code] = field(default_factory=dict)
    published: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1"}))
    key: RSAKey | None = None
    spoil: dict[str, Any] = field(default_factory=dict)

    def grant(self) -> type:
        provider = self

        class CodeGrant(grants.AuthorizationCodeGrant):
            TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic"]

            def save_authorization_code(self, code: str, request: Any) -> None:
                asked = request.payload.data
                kept = (asked.get(one) for one in ("nonce", "code_challenge", "code_challenge_method"))
                provider.codes[code] = Code(
                    code, request.user, request.payload.redirect_uri, request.payload.scope, *kept
                )

            def query_authorization_code(self, code: str, client: Client) -> Code | None:
                return provider.codes.get(code)

            def delete_authorization_code(self, authorization_code: Code) -> None:
                del provider.codes[authorization_code.code]

            def authenticate_user(self, authorization_code: Code) -> Person:
                return authorization_code.user

        return CodeGrant

    def open_id(self) -> OpenIDCode:
        provider = self

        class OpenID(OpenIDCode):
            def exists_nonce(self, nonce: str, request: Any) -> bool:
                return any(one.nonce == nonce for one in provider.codes.values())

            def resolve_client_private_key(self, client: Any) -> RSAKey:
                return provider.key or provider.published

            def get_client_algorithm(self, client: Any) -> str:
                return "RS256"

            def get_encode_header(self, client: Any) -> dict[str, str]:
                return {"alg": "RS256", "kid": "1"}

            def get_client_claims(self, client: Any) -> dict[str, Any]:
                return {"iss": provider.issuer, "aud": [CLIENT]}

            def generate_user_info(self, user: Person, scope: str) -> UserInfo:
                return UserInfo(sub=user.sub, **user.claims, **provider.spoil)

        return OpenID(require_nonce=True)


def _app(provider: Provider) -> Flask:
    app = Flask("provider")
    server = AuthorizationServer(
        app, lambda client_id: Client() if client_id == CLIENT else None, lambda *_: None
    )
    server.register_grant(provider.grant(), [provider.open_id(), CodeChallenge(required=True)])

    @app.get("/.well-known/openid-configuration")
    def metadata() -> Response:
        paths = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        addresses = {name: f"{provider.issuer}/{path}" for name, path in paths.items()}
        return jsonify(issuer=provider.issuer, id_token_signing_alg_values_supported=["RS256"], **addresses)

    @app.get("/keys")
    def keys() -> Response:
        return jsonify(keys=[{**provider.published.as_dict(private=False), "kid": "1"}])

    @app.get("/authorize")
    def authorize() -> Any:
        grant = server.get_consent_grant(end_user=provider.person)
        return server.create_authorization_response(request, grant_user=provider.person, grant=grant)

    @app.post("/token")
    def token() -> Any:
        return server.create_token_response()

    return app


@contextmanager
def provider_on_loopback() -> Iterator[Provider]:
    provider = Provider()
    server = make_server("127.0.0.1", 0, _app(provider), threaded=True)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join(5)
