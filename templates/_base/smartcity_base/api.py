"""The app's public API: OpenAPI 3.1 below /api/v1/, problems as RFC 9457, and the indicators.

django-ninja is loaded by the first caller of the API, not by every process of the app: most never
answer one, and it is the largest thing in their memory after Django. Routes: `<app>.api.router`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, URLResolver
from django.urls.resolvers import RoutePattern
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from smartcity_base.config import card, config

if TYPE_CHECKING:
    from ninja import NinjaAPI

ROOT = "/api/v1/"
Figure = Callable[[], float | int | None]
_indicators: dict[str, Figure] = {}


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
    """Everything below /api/v1/."""
    try:
        found = _routes().resolve(rest)
    except Resolver404:
        return problem(404)
    answer: HttpResponseBase = found.func(request, *found.args, **found.kwargs)
    return answer


def make_api(title: str) -> NinjaAPI:
    """An API with the base's part: GET indicators, openapi.json, and problems as RFC 9457."""
    from ninja import NinjaAPI
    from ninja.errors import HttpError, ValidationError

    class Api(NinjaAPI):
        def get_root_path(self, path_params: dict[str, Any]) -> str:
            return ROOT

    def as_problem(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
        if isinstance(error, ValidationError):
            return problem(422, errors=error.errors)
        if isinstance(error, HttpError):  # also what is not authorized
            return problem(error.status_code, str(error))
        return problem(404)

    api = Api(title=title, version="1", docs_url=None, urls_namespace="api")
    for kind in (Http404, HttpError, ValidationError):
        api.add_exception_handler(kind, as_problem)
    api.get("/indicators", tags=["indicators"], summary="Angka-angka untuk ruang kendali")(
        indicators
    )
    return api


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


def problem(status: int, detail: str = "", **more: Any) -> HttpResponse:
    """RFC 9457: about:blank, because the status says what kind of problem it is."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, **more}
    if detail:
        body["detail"] = detail
    return JsonResponse(body, status=status, content_type="application/problem+json")


@lru_cache(maxsize=1)
def _routes() -> URLResolver:
    app = config().app
    api = make_api(app.title)
    if app.origin != config().issuer:  # LIVE asks; it is asked by nobody
        from smartcity_base.personal.routes import router

        api.add_router("/data-pribadi", router)
    if find_spec(f"{app.name}.api"):
        api.add_router("", import_module(f"{app.name}.api").router)
    return URLResolver(RoutePattern(""), api.urls[0])
