"""Talking with another app of the region: each pair shares a secret that only those two hold.

An app is linked when it is adopted here and the secret `links/<its name>` has reached this one. A
caller shows a token of its own making (JWT, HS256, RFC 7519) that is good for a minute and once.
What is sent goes through `smartcity_base.outbox`; what comes is done `once`.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import jwt
from django.db import transaction
from django.http import HttpRequest

from smartcity_base.backchannel import spend
from smartcity_base.config import App, config, has_secret, replaced, secret
from smartcity_base.models import Incoming

LIFETIME_S = 60
KEY_HEADER = "Idempotency-Key"


def links() -> tuple[App, ...]:
    """The other apps that this one may talk with."""
    known = config()
    return tuple(
        app for app in known.apps if app.name != known.app.name and has_secret(f"links/{app.name}")
    )


def linked(name: str) -> App | None:
    """The app of that name, when it is linked."""
    return next((app for app in links() if app.name == name), None)


def token(for_app: str) -> str:
    """What this app shows to `for_app`. Raises ConfigError when the two share no secret."""
    now = int(time.time())
    claims = {
        "iss": config().app.name,
        "aud": for_app,
        "iat": now,
        "exp": now + LIFETIME_S,
        "jti": uuid.uuid4().hex,
    }
    return jwt.encode(claims, secret(f"links/{for_app}"), algorithm="HS256")


class _Caller:
    """Which linked app calls, or None: it is nobody's. Given to a route as `auth=links.caller`.

    None becomes 401 as a problem (RFC 9457). A token is spent: a copy of it opens nothing.
    """

    name = "link"
    scopes = ()

    def __call__(self, request: HttpRequest) -> str | None:
        scheme, _, shown = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        try:
            sender = str(jwt.decode(shown, options={"verify_signature": False}).get("iss", ""))
        except jwt.InvalidTokenError:
            return None
        claims = _claims(shown, sender) if linked(sender) else None
        if claims is None:
            return None
        until = datetime.fromtimestamp(claims["exp"] + LIFETIME_S, UTC)
        return sender if spend(f"{sender}:{claims['jti']}", until) else None

    def described(self) -> dict[str, Any]:
        """The security scheme in the app's OpenAPI document."""
        words = "Hanya bagi aplikasi lain daerah ini: token sekali pakai dari rahasia bersama."
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": words}


caller = _Caller()


def _claims(shown: str, sender: str) -> dict[str, Any] | None:
    """What the token says, if it is signed with a secret of the pair that counts."""
    name = f"links/{sender}"
    for key in (secret(name), *replaced(name)):
        try:
            told: dict[str, Any] = jwt.decode(
                shown,
                key,
                algorithms=["HS256"],
                issuer=sender,
                audience=config().app.name,
                leeway=LIFETIME_S,
                options={"require": ["iss", "aud", "iat", "exp", "jti"]},
            )
        except jwt.InvalidTokenError:
            continue
        return told
    return None


def once(request: HttpRequest, do: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Do what a linked app asked, or answer as the first time when it had been done already.

    The deed and the note of it are written together: killed in between, there is neither. Without
    a key the sender takes a repeat upon itself. What `do` raises undoes both.
    """
    sender: str = request.auth  # type: ignore[attr-defined]  # ninja sets what `caller` answered
    try:
        key = uuid.UUID(request.headers.get(KEY_HEADER, ""))
    except ValueError:
        key = uuid.uuid4()
    with transaction.atomic():
        # The row first: a repeat at the same moment waits here for the end of the first.
        note, new = Incoming.objects.get_or_create(sender=sender, key=key, defaults={"answer": {}})
        if new:
            note.answer = do()
            note.save(update_fields=["answer"])
    answer: dict[str, Any] = note.answer
    return answer
