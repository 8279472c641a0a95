"""The app's public API: OpenAPI 3.1 below /api/v1/, problems as RFC 9457, and the indicators."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from smartcity_base.config import app_folder

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


def make_api(title: str) -> NinjaAPI:
    """The app's API; its own routes come from `<app>.api.router` (see urls)."""
    api = NinjaAPI(title=title, version="1", docs_url=None, urls_namespace="api")
    api.get("/indicators", tags=["indicators"], summary="Angka-angka untuk ruang kendali")(
        indicators
    )
    for kind in (Http404, HttpError, ValidationError):  # HttpError: also what is not authorized
        api.add_exception_handler(kind, _as_problem)
    return api


def _as_problem(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    if isinstance(error, ValidationError):
        return problem(422, errors=error.errors)
    if isinstance(error, HttpError):
        return problem(error.status_code, str(error))
    return problem(404)


def indicators(request: HttpRequest) -> list[dict[str, Any]]:
    """Every figure, what the card says of it, and the moment it was computed."""
    about = _card_indicators()
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
def _card_indicators() -> dict[str, dict[str, str]]:
    import yaml

    for card in (app_folder() / "app.yml", app_folder().parent / "app.yml"):
        if card.is_file():
            return dict(yaml.safe_load(card.read_text("utf-8")).get("indicators") or {})
    return {}
