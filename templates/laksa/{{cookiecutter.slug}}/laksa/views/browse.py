"""What everybody may see: the list, the map, a report, its photos."""

import uuid
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from smartcity_base.shared import shared
from smartcity_base.tables import export
from smartcity_base.tiles import allow_tiles, map_options
from smartcity_base.uploads import send_upload

from laksa import photos, queries, timeline
from laksa.forms import PublicFilter
from laksa.models import Cover, Photo, Report
from laksa.pages import Pages, counted
from laksa.states import Audience
from laksa.support.views import SEEN
from laksa.tables import LIST
from laksa.templatetags.laksa import subject

MAP_LIMIT = 500  # the newest; a phone draws no more in good time


@require_safe
@shared
def reports(request: HttpRequest) -> HttpResponseBase:
    """The public list, newest first, narrowed by the filter above it."""
    form = PublicFilter(request.GET)
    if export.wanted(request):
        rows = queries.public(form.wanted()).prefetch_related(None)
        return export.answer(request, "laporan", LIST, rows)
    page = Pages(form.wanted()).get_page(request.GET.get("halaman"))
    return render(request, "laksa/reports.html", {"form": form, "page": page} | _query(request))


@require_safe
@shared
@allow_tiles
def reports_map(request: HttpRequest) -> HttpResponse:
    """The same reports on a map; those without a point are in the list alone."""
    form = PublicFilter(request.GET)
    wanted = form.wanted()
    found = queries.public(wanted)
    without_point = counted(found.filter(lon=None), wanted, "without point")
    context = {
        "form": form,
        "with_point": min(counted(found, wanted) - without_point, MAP_LIMIT),
        "without_point": without_point,
    }
    return render(request, "laksa/map.html", context | map_options() | _query(request))


@require_safe
@shared
def map_points(request: HttpRequest) -> JsonResponse:
    """What the map draws, and no more: GeoJSON points (RFC 7946), the newest MAP_LIMIT."""
    found = queries.public(PublicFilter(request.GET).wanted()).exclude(lon=None)
    rows = (
        found.prefetch_related(None).select_related(None).select_related("category").only(*_POINT)
    )
    return JsonResponse(
        {"type": "FeatureCollection", "features": [_point(row) for row in rows[:MAP_LIMIT]]}
    )


@require_safe
@allow_tiles
def report(request: HttpRequest, number: str) -> HttpResponse:
    """The public page of one report."""
    found = get_object_or_404(queries.with_names(queries.open_to_all()), number=number.upper())
    return render(request, "laksa/report.html", {
        "report": found,
        "steps": timeline.steps(found),
        "photos": photos.public_photos(found),
        "lines": timeline.lines(found, Audience.PUBLIC),
        "compared": photos.before_and_after(found),
        "submission": uuid.uuid4(),
        "supported": found.number in request.session.get(SEEN, []),
    } | map_options())  # fmt: skip


@require_safe
@cache_control(private=True, max_age=3600)
def photo(request: HttpRequest, photo_id: str, size: str) -> HttpResponseBase:
    """A photo that is public. Officers and reporters have their own addresses for the others."""
    asked = Q(pk=photo_id, cover=None) | Q(cover=photo_id)
    found = get_object_or_404(Photo.objects.select_related("report", "event", "cover"), asked)
    if found.report is None or not photos.is_public(found, found.report):
        raise Http404
    return send_photo(found.shown, size)


def send_photo(found: Photo | Cover, size: str) -> HttpResponseBase:
    """The file itself, after the caller has checked who asks; none while it is being cleaned."""
    if not found.image:
        raise Http404
    return send_upload(str(found.small.name if size == "kecil" else found.image.name))


_POINT = (
    "number", "state", "text", "masks", "verified_at", "secret", "lon", "lat", "category__name"
)  # fmt: skip


def _point(report: Report) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [report.lon, report.lat]},
        "properties": {
            "title": subject(report),
            "colour": report.status.colour,
            "url": reverse("report", args=[report.number]),
        },
    }


def _query(request: HttpRequest) -> dict[str, Any]:
    """The filter as it stands in the address, for the links to other pages and to the map."""
    query = request.GET.copy()
    query.pop("halaman", None)
    return {"query": query.urlencode(), "narrowed": any(query.values())}
