"""A refresh token says of which grant it is, so that one used twice is known for what it is.

RFC 9700, section 4.14.2: either the thief or the app has the newer one, and nobody can tell which;
so all that came of the grant ends. The tokens themselves are forgotten when they are spent: a
signature proves that one was ours, and keeps no list of them.
"""

from __future__ import annotations

import secrets
from typing import Any

from allauth.core import context
from django.core.signing import BadSignature, Signer

from live.models import Grant

_BYTES = 32


def _signer() -> Signer:
    return Signer(salt="live.oidc.refresh", sep=".")


def make(request: Any) -> str:
    """A new refresh token of the grant that is being redeemed or renewed."""
    grant: Grant = context.request.live_grant  # set by live.oidc.views.TokenView
    return _signer().sign(f"{grant.pk}-{secrets.token_urlsafe(_BYTES)}")


def grant_of(token: str, client: str | None) -> Grant | None:
    """Whose token this is or once was, if it is that client's; None for what we never gave."""
    try:
        number, _, _ = _signer().unsign(token).partition("-")
    except BadSignature:
        return None
    return Grant.objects.filter(pk=number, client_id=client).first()


def use() -> None:
    """allauth has no setting for how a refresh token is made."""
    from allauth.idp.oidc.internal.oauthlib import server

    server.generate_refresh_token = make
