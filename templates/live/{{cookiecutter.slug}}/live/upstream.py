"""The OpenID provider that a region has already: LIVE as its client, for officers it knows.

OpenID Connect Core 1.0, code flow with PKCE, state, nonce and signed ID token; RFC 9207 where the
provider says who answers. Which person it is, LIVE decides by the region's own list of officers.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

import jwt
import requests
from django.core.cache import cache

from smartcity_base.config import config, secret

_FRESH_S = 3600
_TIMEOUT_S = 10
_ALGORITHMS = ["RS256", "PS256", "ES256"]


class Refused(Exception):
    """What the provider answered is not good: says what, and nothing of the person."""


class Away(Exception):
    """The provider does not answer, or not as one."""


@dataclass(frozen=True)
class Asked:
    """What is remembered in the session until the person comes back.

    `max_age`: in seconds; the last proof must be no older (OpenID Connect Core 1.0, 3.1.2.1).
    """

    going: str
    max_age: int | None = None
    state: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(64))

    def kept(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Known:
    """Whom the provider means. `email` is empty where it does not vouch for it.

    `proven_at`: when they proved it there, in seconds since 1970; None where it does not say.
    """

    sub: str
    email: str
    id_token: str
    proven_at: float | None = None


def issuer() -> str:
    return str(config().setting("upstream_issuer")).rstrip("/")


def origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def address(asked: Asked, callback: str) -> str:
    """Where the person is sent. Raises Away."""
    digest = hashlib.sha256(asked.verifier.encode()).digest()
    query = {
        "client_id": config().setting("upstream_client"),
        "response_type": "code",
        "scope": "openid profile email",
        "redirect_uri": callback,
        "state": asked.state,
        "nonce": asked.nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
        "code_challenge_method": "S256",
    }
    if asked.max_age is not None:
        query["max_age"] = str(asked.max_age)
    return _with(_document()["authorization_endpoint"], query)


def redeem(asked: Asked, callback: str, answer: dict[str, str]) -> Known:
    """Whom the answer to `asked` means. Raises Refused or Away."""
    if not secrets.compare_digest(answer.get("state", ""), asked.state):
        raise Refused("state")
    if answer.get("iss", issuer()).rstrip("/") != issuer():
        raise Refused("iss")
    if "error" in answer or not answer.get("code"):
        raise Refused("error")
    form = {
        "grant_type": "authorization_code",
        "code": answer["code"],
        "redirect_uri": callback,
        "code_verifier": asked.verifier,
    }
    tokens = _asked("POST", _document()["token_endpoint"], data=form, auth=_credentials())
    id_token = str(tokens.get("id_token", ""))
    claims = _claims(id_token, asked.nonce)
    proven_at = float(claims["auth_time"]) if "auth_time" in claims else None
    if asked.max_age is not None and not _heeded(proven_at, asked.max_age):
        raise Refused("auth_time")
    if "email" not in claims and "userinfo_endpoint" in _document():
        shown = {"Authorization": f"Bearer {tokens.get('access_token', '')}"}
        more = _asked("GET", _document()["userinfo_endpoint"], headers=shown)
        if more.get("sub") != claims["sub"]:
            raise Refused("userinfo")
        claims |= more
    vouched = claims.get("email_verified") is True
    email = str(claims.get("email", "")) if vouched else ""
    return Known(str(claims["sub"]), email, id_token, proven_at)


def _heeded(proven_at: float | None, max_age_s: int) -> bool:
    """OpenID Connect Core 1.0, 3.1.3.7 (13)."""
    from smartcity_base.signin.proof import is_recent  # the settings read this module

    return proven_at is not None and is_recent(datetime.fromtimestamp(proven_at, UTC), max_age_s)


def leaving(id_token: str, back: str) -> str | None:
    """Where signing out goes on; None where the provider has no such address or is away."""
    try:
        there = _document().get("end_session_endpoint")
    except Away:
        return None
    query = {
        "id_token_hint": id_token,
        "client_id": config().setting("upstream_client"),
        "post_logout_redirect_uri": back,
    }
    return _with(there, query) if there else None


def _claims(token: str, nonce: str) -> dict[str, Any]:
    """OpenID Connect Core 1.0, 3.1.3.7."""
    client = str(config().setting("upstream_client"))
    try:
        kid = jwt.get_unverified_header(token).get("kid")
        keys = jwt.PyJWKSet.from_dict(_asked("GET", _document()["jwks_uri"])).keys
        key = next(key for key in keys if key.key_id == kid or (kid is None and len(keys) == 1))
        found: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=_ALGORITHMS,
            audience=client,
            issuer=[issuer(), f"{issuer()}/"],
            leeway=60,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except (jwt.PyJWTError, StopIteration) as error:
        raise Refused(type(error).__name__) from error
    if found.get("nonce") != nonce or found.get("azp", client) != client:
        raise Refused("nonce or azp")
    return found


def _credentials() -> tuple[str, str]:
    """In the header, form-encoded (RFC 6749, 2.3.1): what every provider has to take."""
    return quote_plus(str(config().setting("upstream_client"))), quote_plus(
        secret("upstream_secret")
    )


def _document() -> dict[str, Any]:
    key = f"upstream:{issuer()}"
    document: dict[str, Any] | None = cache.get(key)
    if document is None:
        document = _asked("GET", f"{issuer()}/.well-known/openid-configuration")
        if str(document.get("issuer", "")).rstrip("/") != issuer():
            raise Away("another issuer")
        cache.set(key, document, _FRESH_S)
    return document


def _asked(method: str, where: str, **options: Any) -> dict[str, Any]:
    try:
        response = requests.request(
            method, where, timeout=_TIMEOUT_S, allow_redirects=False, **options
        )
        document = response.json()
    except (requests.RequestException, ValueError) as error:
        raise Away(type(error).__name__) from error
    if response.status_code in (400, 401, 403):
        raise Refused(f"HTTP {response.status_code}")
    if response.status_code != 200 or not isinstance(document, dict):
        raise Away(f"HTTP {response.status_code}")
    return document


def _with(where: str, query: dict[str, Any]) -> str:
    return f"{where}{'&' if '?' in where else '?'}{urlencode(query)}"
