"""Asks LIVE every few minutes whether a signed-in person still is, and who they are by now.

LIVE away: the app goes on with what it knows. LIVE refuses the refresh token: the session ends.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import requests
from django.conf import settings
from django.contrib import auth
from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from smartcity_base import audit
from smartcity_base.config import secret
from smartcity_base.models import SignIn, User
from smartcity_base.signin import again, lifetime, provider
from smartcity_base.signin.people import person

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=5)
# Sign-ins as this process last read them; of one that was ended there is no session any more.
_looked: dict[str, tuple[float, SignIn]] = {}
_MOST = 10_000
_AWAY = "provider:away"
_AWAY_S = 60  # so that a LIVE that hangs does not hold up every person in turn


def end(request: HttpRequest, reason: str) -> HttpResponseBase | None:
    """Sign out of a session that is over; what was being sent comes back on a page."""
    audit.record(request.user, "signin.ended", "session", reason=reason)
    auth.logout(request)
    return again.keep(request, signed_out=True)


def keep_signed_in(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        key = request.session.session_key
        if key and auth.SESSION_KEY in request.session:
            try:
                check(request, key)
            except lifetime.Over as over:
                if held := end(request, over.reason):
                    return held
        return get_response(request)

    return middleware


def check(request: HttpRequest, session_key: str) -> None:
    """Note that somebody is there, and ask LIVE when that is due. Raises Over."""
    # Read when a page asks: another tab may have given the proof, to another process.
    # What our own `proof.proven_at` reads; Django types no attributes but its own.
    request.proven_at = partial(_proven_at, session_key)  # type: ignore[attr-defined]
    lately = None if lifetime.passive(request) else _looked_lately(session_key)
    kept = lately or SignIn.objects.filter(pk=session_key).first()
    if kept is None:
        return
    lifetime.check(
        request,
        began=kept.began_at,
        seen=kept.seen_at,
        browser=kept.browser,
        idle=lambda: lifetime.idle_here(request.user) if isinstance(request.user, User) else None,
    )
    if lately or lifetime.passive(request):
        return
    now = timezone.now()
    if now - kept.seen_at > lifetime.SEEN_EVERY:
        SignIn.objects.filter(pk=session_key).update(seen_at=now)
        kept.seen_at = now
    _remember(kept)
    _ask(kept, now)


def _ask(kept: SignIn, now: datetime) -> None:
    """Refresh this sign-in when it is due. Raises Over when LIVE ended it."""
    if not kept.refresh_token or now < kept.checked_at + EVERY or cache.get(_AWAY):
        return
    # A refresh token is good once: of several requests at the same time, one takes it.
    mine = SignIn.objects.filter(pk=kept.pk, checked_at=kept.checked_at)
    if not mine.update(checked_at=now):
        return
    try:
        _refresh(kept)
    except (provider.ProviderAway, requests.RequestException) as error:
        log.warning("LIVE is away: %s", type(error).__name__)
        cache.set(_AWAY, True, _AWAY_S)
        SignIn.objects.filter(pk=kept.pk, checked_at=now).update(checked_at=kept.checked_at)


def _proven_at(session_key: str) -> datetime | None:
    return SignIn.objects.filter(pk=session_key).values_list("proven_at", flat=True).first()


def _looked_lately(session_key: str) -> SignIn | None:
    """The sign-in as it was less than KEPT_S ago: checked at each request, and read seldom."""
    at, kept = _looked.get(session_key, (-math.inf, None))
    return kept if time.monotonic() - at < settings.KEPT_S else None


def _remember(kept: SignIn) -> None:
    if len(_looked) >= _MOST:
        _looked.clear()
    _looked[kept.pk] = (time.monotonic(), kept)


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
        raise lifetime.Over("live")
    response.raise_for_status()
    # Kept before anything else is asked: the old one is spent.
    rotated = answer.get("refresh_token") or kept.refresh_token
    SignIn.objects.filter(pk=kept.pk).update(refresh_token=rotated, refresh_token_plain="")
    person(provider.userinfo(answer["access_token"], kept.user_id.hex))
