"""The region's services and how to reach its agencies: for anybody, without an account."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from smartcity_base.models import Agency
from smartcity_base.tables import export

from live import directory, search
from live.tables import AGENCIES, SERVICES

_PER_PAGE = 20
_AT_MOST = 50  # of what belongs to one agency; the lists have the rest


@require_safe
def services(request: HttpRequest) -> HttpResponseBase:
    asked = _asked(request)
    found = directory.find_services(asked) if asked else directory.services()
    if export.wanted(request):
        return export.answer(request, "layanan", SERVICES, found)
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("halaman"))
    return render(request, "live/services.html", {"page": page, "asked": asked})


@require_safe
def service(request: HttpRequest, pk: str) -> HttpResponse:
    found = get_object_or_404(directory.services(), pk=pk)
    return render(request, "live/service.html", {"service": found})


@require_safe
def agencies(request: HttpRequest) -> HttpResponseBase:
    asked = _asked(request)
    if export.wanted(request):
        return export.answer(request, "instansi", AGENCIES, directory.agencies(asked))
    page = Paginator(directory.agencies(asked), _PER_PAGE).get_page(request.GET.get("halaman"))
    return render(request, "live/agencies.html", {"page": page, "asked": asked})


@require_safe
def agency(request: HttpRequest, pk: str) -> HttpResponse:
    """How to reach it, what it does, what is below it, and the places that it runs."""
    found = get_object_or_404(Agency.objects.select_related("parent"), pk=pk, active=True)
    return render(
        request,
        "live/agency.html",
        {
            "agency": found,
            "below": found.children.filter(active=True)[:_AT_MOST],
            "services": directory.services().filter(agency=found)[:_AT_MOST],
            "places": directory.places().filter(agency=found)[:_AT_MOST],
        },
    )


def _asked(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()[: search.LONGEST]
