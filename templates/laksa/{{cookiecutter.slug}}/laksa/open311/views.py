"""The endpoint: every address below /open311/, in both formats."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from smartcity_base.config import config
from smartcity_base.paging import link_header

from laksa.open311 import keys, posts, requests, services, wanted
from laksa.open311.render import TYPES, Fault, answer, refusal

P = ParamSpec("P")


@dataclass(frozen=True)
class Content:
    """What a resource holds, below the name of its root; `link` leads to the pages beside it."""

    root: str
    items: Any
    link: str = ""


def resource(
    *methods: str,
) -> Callable[[Callable[Concatenate[HttpRequest, P], Content]], Callable[..., HttpResponse]]:
    """A resource of the specification: the format from its name, the jurisdiction, the errors.

    Everybody's pages may read it (CORS), none may send from it: a key has no place in a page.
    """

    def decorate(
        read: Callable[Concatenate[HttpRequest, P], Content],
    ) -> Callable[..., HttpResponse]:
        @csrf_exempt  # no cookie signs anybody in here
        @wraps(read)
        def view(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            form = str(kwargs.pop("form", ""))
            allowed = ("HEAD", *methods) if "GET" in methods else methods
            if request.method == "OPTIONS":
                return _readable(HttpResponse(status=204), allowed)
            told = form if form in TYPES else "xml"
            try:
                if form not in TYPES:
                    raise Fault(400, _("Tambahkan .xml atau .json pada alamatnya."))
                if request.method not in allowed:
                    raise Fault(405, _("%(method)s tidak didukung.") % {"method": request.method})
                _check_jurisdiction(request)
                content = read(request, *args, **kwargs)
                made = answer(form, content.root, content.items)
                if content.link:
                    made["Link"] = content.link
            except Fault as fault:
                made = refusal(told, fault)
                if fault.retry_after_s:
                    made["Retry-After"] = str(fault.retry_after_s)
                if fault.status == 405:
                    made["Allow"] = ", ".join(allowed)
            made["Cache-Control"] = "no-store" if request.method == "POST" else "no-cache"
            return made if request.method == "POST" else _readable(made, allowed)

        return view

    return decorate


@resource("GET")
def discovery(request: HttpRequest) -> Content:
    return Content("discovery", services.discovery())


@resource("GET")
def service_list(request: HttpRequest) -> Content:
    return Content("services", services.service_list())


@resource("GET")
def definition(request: HttpRequest, code: str) -> Content:
    return Content("service_definition", services.definition(code))


@resource("GET", "POST")
def request_list(request: HttpRequest) -> Content:
    if request.method == "POST":
        client = keys.client_of(request.POST.get("api_key", "").strip())
        return Content("service_requests", posts.receive(request, client))
    asked = wanted.read(request)
    found, more = requests.find(asked)
    described = requests.described(found, _extended(request))
    return Content("service_requests", described, _pages(request, asked.page, more))


@resource("GET")
def request_one(request: HttpRequest, number: str) -> Content:
    return Content(
        "service_requests", requests.described([requests.one(number)], _extended(request))
    )


@resource("GET")
def token(request: HttpRequest, token: str) -> Content:
    return Content("service_requests", posts.number_of(token))


@resource("GET", "POST")
def nothing(request: HttpRequest, rest: str) -> Content:
    raise Fault(404, _("Alamat “%(rest)s” tidak ada.") % {"rest": rest})


def _check_jurisdiction(request: HttpRequest) -> None:
    """One region answers here, so the argument may be missing; another region's is not found."""
    arguments = request.POST if request.method == "POST" else request.GET
    given = arguments.get("jurisdiction_id", "").strip().lower()
    region = config().region
    if given.removeprefix("www.") not in {"", region.domain.lower(), region.code, region.digits}:
        raise Fault(404, _("jurisdiction_id “%(given)s” tidak ditemukan.") % {"given": given})


def _extended(request: HttpRequest) -> bool:
    return request.GET.get("extensions", "").lower() == "true"


def _pages(request: HttpRequest, page: int, more: bool) -> str:
    """The addresses of the pages beside this one (RFC 8288)."""
    beside = {"prev": {"page": page - 1}} if page > 1 else {}
    return link_header(request, beside | ({"next": {"page": page + 1}} if more else {}))


def _readable(made: HttpResponse, allowed: tuple[str, ...]) -> HttpResponse:
    made["Access-Control-Allow-Origin"] = "*"
    made["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    made["Access-Control-Expose-Headers"] = "Link"
    made["Access-Control-Max-Age"] = "86400"
    return made
