"""What LIVE does on every request of somebody who is signed in."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from live import roles, second_factors, sessions

Handler = Callable[[HttpRequest], HttpResponse]

# What an administrator without a second factor still reaches: the way to one, and the way out.
_OPEN_VIEWS = {
    "account_reauthenticate",
    "account_logout",
    "signout",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_reauthenticate",
    "second_factor_needed",
    "theme",
    "logo",
    "icon",
    "manifest",
    "healthz",
    "readyz",
}


def follow_sessions(get_response: Handler) -> Handler:
    """Keep "last seen" on the list of devices true to a few minutes."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            session = sessions.current(request)
            now = timezone.now()
            if session and now - session.seen_at > sessions.SEEN_EVERY:
                session.seen_at = now
                session.save(update_fields=["seen_at"])
        return get_response(request)

    return middleware


def require_second_factor(get_response: Handler) -> Handler:
    """An administrator of any app sets up a second factor before anything else.

    Here and not in the apps: LIVE hands out no code to an app until it is done.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
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
