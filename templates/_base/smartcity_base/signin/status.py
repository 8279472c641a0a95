"""/sesi/ and /sesi.json: whether somebody is signed in, and for how long if they do nothing."""

from __future__ import annotations

from hashlib import sha256

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from smartcity_base.models import User


@never_cache
@require_safe
@login_required
def session(request: HttpRequest) -> HttpResponse:
    """Where signing in again in another tab ends."""
    return render(request, "base/session.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def session_status(request: HttpRequest) -> JsonResponse:
    """For base/session.js. GET only asks; POST says that somebody is there.

    `who` tells whether it is still the same person; the token is for the page's own forms, and no
    other site can read this answer.
    """
    there = request.user.is_authenticated
    return JsonResponse(
        {"who": who(request), "left_s": left_s(request), "csrf": get_token(request)},
        status=403 if request.method == "POST" and not there else 200,
    )


def left_s(request: HttpRequest) -> int | None:
    """Seconds until the session ends unless something is done; None: no such limit."""
    limit = idle_s(request)
    if limit is None:
        return None
    seen = timezone.now() if request.method == "POST" else getattr(request, "seen_at", None)
    return limit if seen is None else max(0, limit - int((timezone.now() - seen).total_seconds()))


def idle_s(request: HttpRequest) -> int | None:
    """How long the reader of this page may do nothing, in seconds."""
    idle = getattr(request, "idle", None)
    span = idle() if idle and request.user.is_authenticated else None
    return int(span.total_seconds()) if span else None


def who(request: HttpRequest) -> str:
    """The same after the app's key has changed: what waits on a phone waits for this person."""
    if not isinstance(request.user, User):
        return ""
    return sha256(f"smartcity.session {request.user.pk.hex}".encode()).hexdigest()[:16]
