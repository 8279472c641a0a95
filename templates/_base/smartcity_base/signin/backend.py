"""mozilla-django-oidc, told to trust only what it has checked.

It verifies neither audience nor issuer, finds people by e-mail and forgets the refresh token: those
parts are ours (provider, people); the code flow, state, nonce and PKCE are its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import jwt
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from mozilla_django_oidc.auth import OIDCAuthenticationBackend

from smartcity_base.config import secret
from smartcity_base.models import User
from smartcity_base.signin import provider
from smartcity_base.signin.people import person


@dataclass(frozen=True, slots=True)
class Tokens:
    sid: str
    id_token: str
    refresh_token: str
    proven_at: datetime | None


class LiveBackend(OIDCAuthenticationBackend):
    def __init__(self) -> None:
        """Ask nobody anything: Django makes a backend for every request of a signed-in person."""
        self.UserModel = User
        self.OIDC_RP_CLIENT_ID = settings.OIDC_RP_CLIENT_ID

    @property
    def OIDC_RP_CLIENT_SECRET(self) -> str:
        return secret("oidc_client_secret")

    @property
    def OIDC_OP_TOKEN_ENDPOINT(self) -> str:
        return provider.endpoint("token_endpoint")

    def get_user(self, user_id: Any) -> User | None:
        """Who is no longer active is signed out at once: mozilla-django-oidc does not look."""
        return User.objects.select_related("agency").filter(pk=user_id, is_active=True).first()

    def get_token(self, payload: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = super().get_token(payload)
        self.answer = answer
        return answer

    def verify_token(self, token: str, **kwargs: Any) -> dict[str, Any]:
        try:
            return provider.claims(token, kwargs["nonce"])
        except (jwt.InvalidTokenError, provider.UnknownKey) as error:
            raise SuspiciousOperation(f"ID token refused: {type(error).__name__}") from error

    def store_tokens(self, access_token: str, id_token: str) -> None:
        """Not in the session: the callback keeps them beside it, once the person is signed in."""

    def get_or_create_user(
        self, access_token: str, id_token: str, payload: dict[str, Any]
    ) -> User | None:
        try:
            user = person(provider.userinfo(access_token, payload["sub"]))
        except ValueError as error:
            raise SuspiciousOperation("sub is no account of LIVE") from error
        self.request.tokens = Tokens(
            str(payload.get("sid", "")),
            id_token,
            str(self.answer.get("refresh_token", "")),
            datetime.fromtimestamp(int(shown), UTC)
            if (shown := payload.get("auth_time"))
            else None,
        )
        return user
