"""OpenID Connect Back-Channel Logout 1.0: LIVE makes logout tokens, the apps check them."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import jwt
from django.db import IntegrityError, transaction

EVENT = "http://schemas.openid.net/event/backchannel-logout"
LIFETIME_S = 120  # the specification asks for two minutes at most
_LEEWAY_S = 60


@dataclass(frozen=True, slots=True)
class Told:
    """Whose sessions end: one session (`sid`), all of a person (`sub` alone), or both agree."""

    sub: str
    sid: str


def make_logout_token(
    *, issuer: str, audience: str, key: Any, kid: str, sub: str = "", sid: str = ""
) -> str:
    """A signed logout token for one client. `key`: RSA private key or PEM; sub, sid or both."""
    if not sub and not sid:
        raise ValueError("a logout token names a sub, a sid, or both")
    now = int(time.time())
    claims: dict[str, Any] = {
        "iss": issuer,
        "aud": audience,
        "iat": now,
        "exp": now + LIFETIME_S,
        "jti": uuid.uuid4().hex,
        "events": {EVENT: {}},
    }
    claims |= {name: value for name, value in (("sub", sub), ("sid", sid)) if value}
    return jwt.encode(claims, key, algorithm="RS256", headers={"kid": kid, "typ": "logout+jwt"})


def verify_logout_token(
    token: str,
    *,
    issuer: str,
    audience: str,
    signing_key: Callable[[str], Any],
    spend: Callable[[str, datetime], bool],
) -> Told:
    """Check a logout token as section 2.6 of the specification says, and spend it.

    `signing_key` finds the key for a token; `spend(jti, until)` is False when it was used before.
    Raises jwt.InvalidTokenError, and what `signing_key` raises.
    """
    claims: dict[str, Any] = jwt.decode(
        token,
        signing_key(token),
        algorithms=["RS256"],
        issuer=issuer,
        audience=audience,
        leeway=_LEEWAY_S,
        options={"require": ["iss", "aud", "iat", "exp", "jti", "events"]},
    )
    # Other providers still write plain JWT; an access token ("at+jwt") is neither.
    if str(jwt.get_unverified_header(token).get("typ", "JWT")).lower() not in {"logout+jwt", "jwt"}:
        raise jwt.InvalidTokenError("typ")
    if "nonce" in claims:  # else an ID token could pass for a logout token
        raise jwt.InvalidTokenError("nonce")
    events = claims["events"]
    if not isinstance(events, dict) or not isinstance(events.get(EVENT), dict):
        raise jwt.InvalidTokenError("events")
    told = Told(sub=str(claims.get("sub") or ""), sid=str(claims.get("sid") or ""))
    if not told.sub and not told.sid:
        raise jwt.InvalidTokenError("sub and sid")
    if told.sub:
        try:
            told = Told(sub=str(uuid.UUID(told.sub)), sid=told.sid)
        except ValueError as error:
            raise jwt.InvalidTokenError("sub") from error
    until = datetime.fromtimestamp(claims["exp"] + _LEEWAY_S, UTC)
    if not spend(str(claims["jti"]), until):
        raise jwt.InvalidTokenError("jti")
    return told


def spend(jti: str, until: datetime) -> bool:
    """Remember a jti until it would have expired anyway; False when it is known already."""
    from smartcity_base.models import SpentToken

    try:
        with transaction.atomic():
            SpentToken.objects.create(jti=jti[:255], expires_at=until)
    except IntegrityError:
        return False
    return True
