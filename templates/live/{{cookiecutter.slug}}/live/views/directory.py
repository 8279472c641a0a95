"""The region's services and how to reach its agencies: for anybody, without an account."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from smartcity_base.models import Agency, User
from smartcity_base.tables import export

from live import directory, search, standard, structured
from live.tables import AGENCIES, SERVICES
from live.views import survey

_PER_PAGE = 20
_AT_MOST = 50  # of what belongs to one agency; the lists have the rest


@require_safe
def services(request: HttpRequest) -> HttpResponseBase:
    asked = _asked(request)
    found = directory.find_services(asked) if asked else directory.services()
    if export.wanted(request):
        return export.answer(request, "layanan", SERVICES, found)
    about = {"page": _page(request, found), "asked": asked, "topics": directory.topics().values()}
    return render(request, "live/services.html", about)


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """What people may need when a child is born, when they move, when they open a shop …"""
    known = directory.topics().get(slug)
    if known is None:
        raise Http404
    page = _page(request, directory.services().filter(pk__in=known.services))
    return render(request, "live/topic.html", {"topic": known, "page": page})


@require_safe
def service(request: HttpRequest, pk: str) -> HttpResponse:
    """The whole standard: what to bring, the steps, how long, the cost, and what comes of it."""
    found = get_object_or_404(directory.services().select_related("place"), pk=pk)
    return render(
        request,
        "live/service.html",
        {
            "service": found,
            "app_of_service": standard.app_of(found),
            "managed": standard.managed(found),
            "topics": [t for t in directory.topics().values() if pk in t.services],
            "about": structured.service(found),
            "serves": isinstance(request.user, User) and survey.serves(request.user, found),
        },
    )


@require_safe
def agencies(request: HttpRequest) -> HttpResponseBase:
    asked = _asked(request)
    found = directory.find_agencies(asked) if asked else directory.agencies()
    if export.wanted(request):
        return export.answer(request, "instansi", AGENCIES, found)
    return render(request, "live/agencies.html", {"page": _page(request, found), "asked": asked})


@require_safe
def agency(request: HttpRequest, pk: str) -> HttpResponse:
    """How to reach it, what it does, what is below it, and the places that it runs."""
    found = get_object_or_404(Agency.objects.select_related("parent"), pk=pk, active=True)
    return render(
        request,
        "live/agency.html",
        {
            "agency": found,
            "about": structured.agency_page(found),
            "below": found.children.filter(active=True)[:_AT_MOST],
            "services": directory.services().filter(agency=found)[:_AT_MOST],
            "places": directory.places().filter(agency=found)[:_AT_MOST],
        },
    )


def _page(request: HttpRequest, found: Any) -> Page[Any]:
    return Paginator(found, _PER_PAGE).get_page(request.GET.get("halaman"))


def _asked(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()[: search.LONGEST]
