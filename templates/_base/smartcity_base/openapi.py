"""What an API says of itself: every answer it may give, its problems, and who may ask.

Loaded with django-ninja, by `<app>.api` and by the first caller; a page has no need of it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from datetime import date
from http import HTTPStatus
from importlib import import_module
from importlib.util import find_spec
from typing import Annotated, Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from pydantic import AwareDatetime, BeforeValidator, Field

from smartcity_base.api import ROOT, Refused, indicators, problem
from smartcity_base.config import config
from smartcity_base.limits import TooMany
from smartcity_base.paging import link_header, neighbours

log = logging.getLogger(__name__)

PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457. `type` is about:blank: the status says what kind of problem it is.",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["detail"],
                "properties": {
                    "detail": {"type": "string"},
                    "parameter": {"type": "string"},
                    "pointer": {"type": "string", "description": "RFC 6901, into the body"},
                },
            },
        },
    },
}
_WORDS = {
    400: "Isi permintaan tidak dapat dibaca.",
    401: "Tanpa tanda pengenal, atau tidak dikenal, dicabut, atau lewat masa berlakunya.",
    403: "Tanda pengenalnya tidak berhak untuk ini.",
    404: "Tidak ada.",
    409: "Dapat dibaca, tetapi tidak sesuai dengan yang ada di sini; `detail` menyebut mengapa.",
    422: "Ada yang tidak sesuai; `errors` menyebut semuanya. Tidak ada yang diubah.",
    429: "Batas tanda pengenal ini sudah tercapai; coba lagi setelah `Retry-After` detik.",
}
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_BODIES = frozenset({"body", "form", "file"})
_LINK = {
    "description": "RFC 8288: first, prev, next, last.",
    "schema": {"type": "string"},
}


def _written(value: Any) -> Any:
    """Pydantic would take 0 or "1700000000" for a day or a moment; the document promises text."""
    if (isinstance(value, str) and not _ISO.match(value)) or isinstance(value, int | float):
        raise ValueError("not ISO 8601")
    return value


Day = Annotated[date, BeforeValidator(_written)]  # 2026-08-17
Moment = Annotated[AwareDatetime, BeforeValidator(_written)]  # 2026-08-17T10:00:00+08:00
# For a route that may say no to what is well written: `openapi_extra=REFUSES`.
REFUSES = {"responses": {409: {"$ref": "#/components/responses/409"}}}


class Page(Schema):
    """Which part of a list is asked for; a route's own arguments extend it."""

    limit: int = Field(100, ge=1, le=1000, description="Jumlah paling banyak dalam satu jawaban.")
    offset: int = Field(0, ge=0, le=10_000_000, description="Berapa yang dilewati lebih dulu.")

    def of(
        self,
        request: HttpRequest,
        response: HttpResponse,
        found: QuerySet[Any],
        count: int | None = None,
    ) -> tuple[int, list[Any]]:
        """How many there are, and these; the answer gets the addresses of the pages beside it."""
        count = found.count() if count is None else count
        response["Link"] = link_header(request, neighbours(self.offset, self.limit, count))
        return count, list(found[self.offset : self.offset + self.limit])


class Indicator(Schema):
    """A figure of the control room; `value` is null while there is nothing to compute it from."""

    name: str
    title: str = ""
    unit: str = ""
    formula: str = ""
    value: float | int | None
    at: str = Field(json_schema_extra={"format": "date-time"})


class Document(OpenAPISchema):
    """ninja's document, with the problems, scopes and headers that it leaves out."""

    def responses(self, operation: Operation) -> dict[int, Any]:
        told = super().responses(operation)
        names = {name for model in operation.models for name in model.model_fields}
        if any(_is_page(model) for model in operation.models):
            told[200]["headers"] = {"Link": _LINK}
        for status in sorted(_problems(operation, bool(names))):
            told.setdefault(status, {"$ref": f"#/components/responses/{status}"})
        return told

    def operation_security(self, operation: Operation) -> list[Any] | None:
        # ninja knows them as functions; ours tell more.
        guards: Sequence[Any] = operation.auth_callbacks
        for guard in guards:
            self.securitySchemes[guard.name] = guard.described()
        return [{guard.name: list(guard.scopes)} for guard in guards] or None

    def get_components(self) -> dict[str, Any]:
        content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        told = super().get_components()
        told["schemas"] = told["schemas"] | {"Problem": PROBLEM}
        told["responses"] = {
            str(status): {"description": words, "content": _exemplified(content, status)}
            for status, words in _WORDS.items()
        }
        return told


class Api(NinjaAPI):
    def get_root_path(self, path_params: dict[str, Any]) -> str:
        return ROOT

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        return Document(self, self.get_root_path(path_params or {}))

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


def make_api() -> NinjaAPI:
    """The app's own routes and the base's: GET indicators, openapi.json, problems as RFC 9457."""
    app = config().app
    own = import_module(f"{app.name}.api") if find_spec(f"{app.name}.api") else None
    api = Api(
        title=app.title,
        description=app.summary,
        version="1",
        docs_url=None,
        urls_namespace="api",
        servers=[{"url": app.origin}],
        openapi_extra={
            "info": {"contact": {"name": config().region.government, "url": app.url}},
            **(getattr(own, "EXTRA", {})),
        },
    )
    for kind in (Http404, HttpError, ValidationError, Refused, TooMany, Exception):
        api.add_exception_handler(kind, _as_problem)
    api.get(
        "/indicators",
        tags=["indicators"],
        summary="Angka-angka untuk ruang kendali",
        response=list[Indicator],
    )(indicators)
    if app.origin != config().issuer:  # LIVE asks; it is asked by nobody
        from smartcity_base.personal.routes import router

        api.add_router("/data-pribadi", router)
    if own is not None:
        api.add_router("", own.router)
    return api


def _as_problem(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    match error:
        case ValidationError():
            return problem(422, errors=[_told(one) for one in error.errors])
        case Refused():
            return problem(error.status, error.detail, error.headers)
        case HttpError():  # also what is not authorized
            needs = {"WWW-Authenticate": "Bearer"} if error.status_code == 401 else {}
            return problem(error.status_code, str(error), needs)
        case TooMany():
            return error.on(problem(429, str(error)))
        case Http404():
            return problem(404)
        case MultiPartParserError() | SuspiciousOperation() | BadRequest():
            return problem(400)
    # The name of the route alone: the address may hold somebody's number.
    log.error("an API route failed", exc_info=error if isinstance(error, Exception) else None)
    return problem(500)


def _told(error: dict[str, Any]) -> dict[str, str]:
    """One fault as RFC 9457's example has it: a pointer into the body, or the parameter's name."""
    source, *place = [str(part) for part in error["loc"]]
    if source in {"query", "path", "header", "cookie"}:
        return {"detail": error["msg"], "parameter": place[-1] if place else source}
    # The first name is that of the view's argument, which the sender does not know.
    return {"detail": error["msg"], "pointer": "#/" + "/".join(place[1:] or place)}


def _problems(operation: Operation, asks: bool) -> set[int]:
    sources = {model.__ninja_param_source__ for model in operation.models}
    found: set[int] = set()
    if operation.auth_callbacks:
        found |= {401, 403}
    for guard in operation.auth_callbacks:
        found |= set(getattr(guard, "problems", ()))
    if "path" in sources or "{" in operation.path:
        found |= {404}
    if sources & _BODIES:
        found |= {400}
    if asks:
        found |= {422}
    return found


def _is_page(model: Any) -> bool:
    return {"limit", "offset"} <= set(getattr(model, "__ninja_flatten_map__", {}))


def _exemplified(content: dict[str, Any], status: int) -> dict[str, Any]:
    example = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    return {kind: {**about, "example": example} for kind, about in content.items()}
