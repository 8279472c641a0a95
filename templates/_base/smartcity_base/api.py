"""The app's public API: OpenAPI 3.1 below /api/v1/, problems as RFC 9457, and the indicators.

django-ninja is loaded by the first caller of the API, not by every process of the app: most never
answer one, and it is the largest thing in their memory after Django. Routes: `<app>.api.router`;
what the API says of itself and of its problems: `smartcity_base.openapi`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, URLResolver
from django.urls.resolvers import RoutePattern
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from smartcity_base.config import card

ROOT = "/api/v1/"
Figure = Callable[[], float | int | None]
_indicators: dict[str, Figure] = {}


class Refused(Exception):
    """What is not done: it becomes a problem with this status, these words and headers."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        self.status, self.detail, self.headers = status, detail, headers or {}
        super().__init__(detail)


def indicator(name: str) -> Callable[[Figure], Figure]:
    """Register the function that computes the figure `name` of this app's card."""

    def register(compute: Figure) -> Figure:
        if name in _indicators:
            raise ValueError(f"two indicators are called {name!r}")
        _indicators[name] = compute
        return compute

    return register


@csrf_exempt  # no cookie signs anybody in here
def serve(request: HttpRequest, rest: str) -> HttpResponseBase:
    """Everything below /api/v1/; whatever goes wrong is told as a problem."""
    try:
        if _holds_nul(request):
            return problem(422, _("Ada karakter NUL, yang tidak pernah bagian dari teks."))
        found = _routes().resolve(rest)
        answer: HttpResponseBase = found.func(request, *found.args, **found.kwargs)
    except Resolver404:
        return problem(404)
    except SuspiciousOperation:  # too large, too many fields: nothing of it was read
        return problem(400)
    if answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return problem(405, headers={"Allow": answer.headers["Allow"]})
    return answer


def indicators(request: HttpRequest) -> list[dict[str, Any]]:
    """Every figure, what the card says of it, and the moment it was computed."""
    about = card().get("indicators") or {}
    return [
        {
            "name": name,
            **about.get(name, {}),
            "value": compute(),
            "at": timezone.localtime().isoformat(timespec="seconds"),
        }
        for name, compute in sorted(_indicators.items())
    ]


def problem(
    status: int, detail: str = "", headers: Mapping[str, str] | None = None, **more: Any
) -> HttpResponse:
    """RFC 9457: about:blank, because the status says what kind of problem it is."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, **more}
    if detail:
        body["detail"] = detail
    return JsonResponse(
        body, status=status, content_type="application/problem+json", headers=dict(headers or {})
    )


def _holds_nul(request: HttpRequest) -> bool:
    """PostgreSQL keeps no NUL in a text: asked for one, it fails instead of finding nothing."""
    if "\0" in request.path_info or "\0" in unquote(request.META.get("QUERY_STRING", "")):
        return True
    return request.content_type == "application/json" and b"\\u0000" in request.body


@lru_cache(maxsize=1)
def _routes() -> URLResolver:
    from smartcity_base.openapi import make_api

    return URLResolver(RoutePattern(""), make_api().urls[0])
