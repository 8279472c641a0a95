"""The SCIM 2.0 protocol (RFC 7644) for the region's personnel system, which shows its token."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from pydantic import ValidationError
from scim2_models import (
    Context,
    Error,
    InvalidFilterException,
    ListResponse,
    NotFoundException,
    PatchOp,
    ResponseParameters,
    SCIMException,
    SearchRequest,
    UnauthorizedException,
)

from smartcity_base.config import config, has_secret, replaced, secret

from live import limits
from live.models import Staff
from live.scim import records
from live.scim.schema import MOST, Officer, Place, provider

log = logging.getLogger(__name__)

TOKEN = "scim_token"  # noqa: S105  (the name of the secret)
_TYPE = "application/scim+json"
_PAGE = 100
Officers = Officer[Place]
Handler = Callable[..., HttpResponse]


def base() -> str:
    """Where this answers, from region.json and not from the request."""
    return f"{config().app.origin}/scim/v2"


def _answer(content: dict[str, Any] | None, status: int = 200, **headers: str) -> HttpResponse:
    body = b"" if content is None else json.dumps(content).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HttpResponse(body, content_type=_TYPE, status=status, headers=named)


def endpoint(**handlers: Handler) -> Handler:
    """A view of these methods, for who shows the token; what is refused is so in SCIM's form."""

    @csrf_exempt  # no browser, and no cookie that would count
    def view(request: HttpRequest, **words: str) -> HttpResponse:
        try:
            _check(request)
            handler = handlers.get(str(request.method))
            if handler is None:
                return _refused(SCIMException(detail="Method not allowed"), 405)
            with provider(base()):
                return handler(request, **words)
        except ValidationError as error:
            first = Error.from_validation_errors(error)[0]
            return _answer(first.model_dump(), first.status or 400)
        except SCIMException as error:
            return _refused(error, error.status)

    return view


def _refused(error: SCIMException, status: int) -> HttpResponse:
    about = error.to_error()
    about.status = status
    answer = _answer(about.model_dump(), status)
    if status == 401:
        answer["WWW-Authenticate"] = 'Bearer realm="SCIM"'
    return answer


def _check(request: HttpRequest) -> None:
    """Raises what refuses everybody without the token; without the setting nothing is here."""
    if not config().setting("provisioning") or not has_secret(TOKEN):
        raise NotFoundException
    scheme, _, shown = request.headers.get("Authorization", "").partition(" ")
    counts = [secret(TOKEN), *replaced(TOKEN)]
    # All are compared, so that the time tells nothing.
    fits = [constant_time_compare(shown, one) for one in counts]
    if scheme.lower() != "bearer" or not any(fits):
        limits.SCIM_REFUSED.count(request)
        raise UnauthorizedException


def _shown(request: HttpRequest, staff: Staff, context: Context, status: int = 200) -> HttpResponse:
    wanted = ResponseParameters[Officers].model_validate(request.GET.dict())
    officer = records.of(Staff.objects.select_related("user").get(pk=staff.pk), base())
    where = str(officer.meta.location) if officer.meta else ""
    told = officer.model_dump(scim_ctx=context, response_parameters=wanted)
    return _answer(told, status, Location=where)


def _list(request: HttpRequest) -> HttpResponse:
    if "employeenumber" in request.GET.get("filter", "").lower():
        raise InvalidFilterException(detail="employeeNumber: use POST on .search")
    return _found(SearchRequest[Officers].model_validate(request.GET.dict()))


def _search(request: HttpRequest) -> HttpResponse:
    asked = SearchRequest[Officers].model_validate_json(
        request.body, scim_ctx=Context.SEARCH_REQUEST
    )
    return _found(asked)


def _found(asked: SearchRequest[Any]) -> HttpResponse:
    count = min(_PAGE if asked.count is None else asked.count, MOST)
    start = asked.start_index_0 or 0
    named = records.found(str(asked.filter) if asked.filter else None)
    if named is None and asked.filter is not None:
        matching = records.matching(asked.filter, base())
        total, page = len(matching), matching[start : start + count]
    else:
        named = named if named is not None else records.everybody()
        total = named.count()
        page = [records.of(staff, base()) for staff in named[start : start + count]]
    return _answer(_listed(page, total, start, response_parameters=asked))


def _listed(page: list[Any], total: int, start: int = 0, **options: Any) -> dict[str, Any]:
    parts = [one.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE, **options) for one in page]
    return {
        "schemas": [str(ListResponse.__schema__)],
        "totalResults": total,
        "startIndex": start + 1,
        "itemsPerPage": len(page),
        "Resources": parts,
    }


def _create(request: HttpRequest) -> HttpResponse:
    officer = Officers.model_validate_json(request.body, scim_ctx=Context.RESOURCE_CREATION_REQUEST)
    staff = records.keep(officer)
    return _shown(request, staff, Context.RESOURCE_CREATION_RESPONSE, 201)


def _read(request: HttpRequest, pk: str) -> HttpResponse:
    return _shown(request, records.one(pk), Context.RESOURCE_QUERY_RESPONSE)


def _replace(request: HttpRequest, pk: str) -> HttpResponse:
    staff = records.one(pk)
    officer = Officers.model_validate_json(
        request.body, scim_ctx=Context.RESOURCE_REPLACEMENT_REQUEST
    )
    officer.replace(records.of(staff, base()))
    return _shown(request, records.keep(officer, staff.user), Context.RESOURCE_REPLACEMENT_RESPONSE)


def _patch(request: HttpRequest, pk: str) -> HttpResponse:
    staff = records.one(pk)
    change = PatchOp[Officers].model_validate_json(
        request.body, scim_ctx=Context.RESOURCE_PATCH_REQUEST
    )
    officer = records.of(staff, base())
    if change.patch(officer):
        staff = records.keep(officer, staff.user)
    return _shown(request, staff, Context.RESOURCE_PATCH_RESPONSE)


def _remove(request: HttpRequest, pk: str) -> HttpResponse:
    records.remove(records.one(pk))
    return _answer(None, 204)


def _config(request: HttpRequest) -> HttpResponse:
    about = provider(base()).config
    return _answer(about.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE) if about else {})


def _described(things: Callable[[], tuple[Any, ...]]) -> tuple[Handler, Handler]:
    def index(request: HttpRequest) -> HttpResponse:
        every = list(things())
        return _answer(_listed(every, len(every)))

    def single(request: HttpRequest, pk: str) -> HttpResponse:
        for thing in things():
            if str(thing.id).lower() == pk.lower():
                return _answer(thing.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE))
        raise NotFoundException

    return index, single


def _nothing(request: HttpRequest, **words: str) -> HttpResponse:
    raise NotFoundException


_types, _type_of = _described(lambda: provider(base()).resource_types)
_schemas, _schema = _described(lambda: provider(base()).schemas)

users = endpoint(GET=_list, POST=_create)
search = endpoint(POST=_search)
user = endpoint(GET=_read, PUT=_replace, PATCH=_patch, DELETE=_remove)
service = endpoint(GET=_config)
resource_types = endpoint(GET=_types)
resource_type = endpoint(GET=_type_of)
schemas = endpoint(GET=_schemas)
schema = endpoint(GET=_schema)
nothing = endpoint(**dict.fromkeys(["GET", "POST", "PUT", "PATCH", "DELETE"], _nothing))
