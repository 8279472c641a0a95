"""Asks LIVE every few minutes whether a signed-in person still is, and who they are by now.

LIVE away: the app goes on with what it knows. LIVE refuses the refresh token: the session ends.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from datetime import timedelta

import requests
from django.conf import settings
from django.contrib import auth
from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from smartcity_base.config import secret
from smartcity_base.models import SignIn
from smartcity_base.signin import provider
from smartcity_base.signin.people import person

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=5)
# When this process last looked at a sign-in; of one that was ended there is no session any more.
_looked: dict[str, float] = {}
_MOST = 10_000
_AWAY = "provider:away"
_AWAY_S = 60  # so that a LIVE that hangs does not hold up every person in turn


class Refused(Exception):
    """LIVE says that the sign-in is over (invalid_grant)."""


def keep_signed_in(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        key = request.session.session_key
        if key and auth.SESSION_KEY in request.session:
            try:
                check(key)
            except Refused:
                auth.logout(request)
        return get_response(request)

    return middleware


def check(session_key: str) -> None:
    """Refresh this session's sign-in when it is due. Raises Refused when LIVE ended it."""
    if _looked_lately(session_key):
        return
    kept = SignIn.objects.filter(pk=session_key).first()
    now = timezone.now()
    if kept is None or not kept.refresh_token or now < kept.checked_at + EVERY or cache.get(_AWAY):
        return
    # A refresh token is good once: of several requests at the same time, one takes it.
    mine = SignIn.objects.filter(pk=session_key, checked_at=kept.checked_at)
    if not mine.update(checked_at=now):
        return
    try:
        _refresh(kept)
    except (provider.ProviderAway, requests.RequestException) as error:
        log.warning("LIVE is away: %s", type(error).__name__)
        cache.set(_AWAY, True, _AWAY_S)
        SignIn.objects.filter(pk=session_key, checked_at=now).update(checked_at=kept.checked_at)


def _looked_lately(session_key: str) -> bool:
    """Whether this was asked less than KEPT_S ago; if not, it is from now on."""
    now = time.monotonic()
    if now - _looked.get(session_key, -math.inf) < settings.KEPT_S:
        return True
    if len(_looked) >= _MOST:
        _looked.clear()
    _looked[session_key] = now
    return False


def _refresh(kept: SignIn) -> None:
    response = requests.post(
        provider.endpoint("token_endpoint"),
        data={
            "grant_type": "refresh_token",
            "refresh_token": kept.refresh_token,
            "client_id": settings.OIDC_RP_CLIENT_ID,
            "client_secret": secret("oidc_client_secret"),
        },
        timeout=settings.OIDC_TIMEOUT,
    )
    answer = response.json()
    if response.status_code == 400 and answer.get("error") == "invalid_grant":
        raise Refused
    response.raise_for_status()
    # Kept before anything else is asked: the old one is spent.
    rotated = answer.get("refresh_token") or kept.refresh_token
    SignIn.objects.filter(pk=kept.pk).update(refresh_token=rotated, refresh_token_plain="")
    person(provider.userinfo(answer["access_token"], kept.user_id.hex))
