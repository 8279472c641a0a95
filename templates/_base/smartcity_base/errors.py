"""The pages for what went wrong: what happened, that nothing was changed, what to do next."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from smartcity_base.config import config
from smartcity_base.limits import A_MINUTE, TooMany
from smartcity_base.signin import again


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "base/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "base/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "base/404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "", **kwargs: Any) -> HttpResponse:
    held = again.keep(request, signed_out=False)
    return held or render(request, "base/csrf.html", status=403)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Also of allauth's own limits in LIVE, which do not say until when."""
    if isinstance(exception, TooMany):
        return exception.on(render(request, "base/429.html", {"until": exception.until}))
    answer = render(request, "base/429.html", status=429)
    answer["Retry-After"] = str(int(A_MINUTE.total_seconds()))
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """Without the request's context: what broke may be a part of it (session, database)."""
    known = {"app": config().app, "region": config().region}
    return HttpResponse(render_to_string("base/500.html", known), status=500)
