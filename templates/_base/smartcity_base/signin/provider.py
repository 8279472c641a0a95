"""What this app knows about its identity provider: addresses and keys, kept for when it is away."""

from __future__ import annotations

import time
from typing import Any

import jwt
import requests
from django.conf import settings
from django.core.cache import cache

from smartcity_base.config import config

_FRESH_S = 3600
# An unknown key id makes us ask again, but a stranger's nonsense must not make us a hammer.
_ASK_AGAIN_S = 10

# Where allauth answers when it is mounted at "/": enough while the document is out of reach.
_CONVENTION = {
    "authorization_endpoint": "/identity/o/authorize",
    "token_endpoint": "/identity/o/api/token",
    "userinfo_endpoint": "/identity/o/api/userinfo",
    "end_session_endpoint": "/identity/o/logout",
    "jwks_uri": "/.well-known/jwks.json",
}


class ProviderAway(Exception):
    """LIVE does not answer, or not as an OpenID provider does."""


class UnknownKey(Exception):
    """The token names a signing key that LIVE does not have."""


def endpoint(name: str) -> str:
    """An address of the discovery document ("token_endpoint"); by convention when LIVE is away."""
    issuer = config().issuer
    try:
        document = _kept("discovery", f"{issuer}/.well-known/openid-configuration")
    except ProviderAway:
        return issuer + _CONVENTION[name]
    # A document of another issuer is no document of ours (OpenID Connect Discovery 1.0, 4.3).
    if str(document.get("issuer", "")).rstrip("/") != issuer:
        raise ProviderAway(f"the discovery document of {issuer} names another issuer")
    return str(document.get(name) or issuer + _CONVENTION[name])


def signing_key(token: str) -> jwt.PyJWK:
    """The key that a token of LIVE is signed with; asks LIVE again once when it is unknown.

    Raises UnknownKey, ProviderAway, or jwt.InvalidTokenError when the token has no readable header.
    """
    kid = jwt.get_unverified_header(token).get("kid")
    address = endpoint("jwks_uri")
    for oldest in (_FRESH_S, _ASK_AGAIN_S):
        for key in _kept("jwks", address, oldest).get("keys", []):
            if key.get("kid") == kid and key.get("kty") == "RSA" and key.get("use", "sig") == "sig":
                return jwt.PyJWK(key, algorithm="RS256")
    raise UnknownKey


def claims(token: str, nonce: str) -> dict[str, Any]:
    """The claims of an ID token, checked: signature, iss, aud, azp, exp, iat, sub and nonce.

    OpenID Connect Core 1.0, 3.1.3.7. Raises jwt.InvalidTokenError, UnknownKey or ProviderAway.
    """
    found: dict[str, Any] = jwt.decode(
        token,
        signing_key(token),
        algorithms=["RS256"],
        audience=settings.OIDC_RP_CLIENT_ID,
        issuer=config().issuer,
        leeway=60,
        options={"require": ["iss", "sub", "aud", "exp", "iat"]},
    )
    if found.get("azp", settings.OIDC_RP_CLIENT_ID) != settings.OIDC_RP_CLIENT_ID:
        raise jwt.InvalidTokenError("azp is another client")
    if found.get("nonce") != nonce:
        raise jwt.InvalidTokenError("nonce is another one")
    return found


def userinfo(access_token: str, sub: str) -> dict[str, Any]:
    """What LIVE says of the person now; of nobody else (OpenID Connect Core 1.0, 5.3.2)."""
    found = _get(endpoint("userinfo_endpoint"), {"Authorization": f"Bearer {access_token}"})
    if found.get("sub") != sub:
        raise ProviderAway("userinfo answered for another person")
    return found


def _kept(name: str, address: str, oldest_s: float = _FRESH_S) -> dict[str, Any]:
    """A document of LIVE, from the cache while it is fresh, and stale rather than not at all."""
    key = f"provider:{name}:{address}"
    kept = cache.get(key)
    if kept and time.time() - kept["at"] < oldest_s:
        return dict(kept["document"])
    try:
        document = _get(address)
    except ProviderAway:
        if kept:
            return dict(kept["document"])
        raise
    cache.set(key, {"at": time.time(), "document": document}, None)
    return document


def _get(address: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
    try:
        response = requests.get(address, headers=headers, timeout=settings.OIDC_TIMEOUT)
        response.raise_for_status()
        document = response.json()
    except requests.RequestException as error:
        raise ProviderAway(type(error).__name__) from error
    if not isinstance(document, dict):
        raise ProviderAway("not a JSON object")
    return document
