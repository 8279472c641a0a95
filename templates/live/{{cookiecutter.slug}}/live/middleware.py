"""What LIVE does on every request of somebody who is signed in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from smartcity_base.signin import lifetime
from smartcity_base.signin.middleware import end

from live import roles, second_factors, sessions
from live.models import BrowserSession

Handler = Callable[[HttpRequest], HttpResponseBase]

# What an administrator without a second factor still reaches: the way to one, and the way out.
_OPEN_VIEWS = {
    "account_reauthenticate",
    "account_logout",
    "signout",
    "session_status",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_reauthenticate",
    "second_factor_needed",
    "theme",
    "logo",
    "icon",
    "manifest",
    "language",
    "healthz",
    "readyz",
}


def follow_sessions(get_response: Handler) -> Handler:
    """End what is over, everywhere; keep "last seen" on the list of devices true to a minute."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        session = sessions.current(request) if request.user.is_authenticated else None
        if session:
            try:
                _follow(request, session)
            except lifetime.Over as over:
                if held := end(request, over.reason):
                    return held
        return get_response(request)

    return middleware


def _follow(request: HttpRequest, session: BrowserSession) -> None:
    # What our own `proof.proven_at` reads; Django types no attributes but its own.
    request.proven_at = partial(sessions.proven_at, request)  # type: ignore[attr-defined]
    lifetime.check(
        request,
        began=session.started_at,
        seen=session.seen_at,
        browser=lifetime.browser(session.user_agent) if session.user_agent else "",
        idle=lambda: sessions.idle(session.user),
        bound=lambda: bool(roles.of(session.user)),
    )
    now = timezone.now()
    if not lifetime.passive(request) and now - session.seen_at > lifetime.SEEN_EVERY:
        session.seen_at = now
        session.save(update_fields=["seen_at"])


def require_second_factor(get_response: Handler) -> Handler:
    """An administrator of any app sets up a second factor before anything else.

    Here and not in the apps: LIVE hands out no code to an app until it is done.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    def process_view(
        request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        match = request.resolver_match
        if not request.user.is_authenticated or (match and match.url_name in _OPEN_VIEWS):
            return None
        if not roles.is_administrator(request.user):
            return None
        if is_mfa_enabled(request.user, second_factors.TYPES):
            return None
        after = request.get_full_path() if request.method == "GET" else "/"
        return redirect(f"{reverse('second_factor_needed')}?{urlencode({'next': after})}")

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware
