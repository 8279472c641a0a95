"""What everybody may see: the list, the map, a report, its photos."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from smartcity_base.tiles import allow_tiles, map_options
from smartcity_base.uploads import send_upload

from laksa import photos, queries, timeline
from laksa.forms import PublicFilter
from laksa.models import Cover, Photo
from laksa.states import Audience

PER_PAGE = 20
MAP_LIMIT = 500  # the newest; a phone draws no more in good time


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """The public list, newest first, narrowed by the filter above it."""
    form = PublicFilter(request.GET)
    page = Paginator(queries.public(form.wanted()), PER_PAGE).get_page(request.GET.get("halaman"))
    return render(request, "laksa/reports.html", {"form": form, "page": page} | _query(request))


@require_safe
@allow_tiles
def reports_map(request: HttpRequest) -> HttpResponse:
    """The same reports on a map; those without a point are in the list alone."""
    form = PublicFilter(request.GET)
    found = queries.public(form.wanted())
    without_point = found.filter(lon=None).count()
    context = {
        "form": form,
        "with_point": min(found.count() - without_point, MAP_LIMIT),
        "without_point": without_point,
    }
    return render(request, "laksa/map.html", context | map_options() | _query(request))


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
    """The file itself, after the caller has checked who asks."""
    return send_upload(str(found.small.name if size == "kecil" else found.image.name))


def _query(request: HttpRequest) -> dict[str, Any]:
    """The filter as it stands in the address, for the links to other pages and to the map."""
    query = request.GET.copy()
    query.pop("halaman", None)
    return {"query": query.urlencode(), "narrowed": any(query.values())}
