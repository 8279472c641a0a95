"""Where one report is, for the map on a page that not everybody may read."""

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from smartcity_base.models import User
from smartcity_base.roles import role_required

from laksa import work
from laksa.models import Report
from laksa.numbers import plain_code
from laksa.views.queue import STAFF


@never_cache
@require_safe
@role_required(*STAFF)
def officer_point(request: HttpRequest, number: str) -> JsonResponse:
    assert isinstance(request.user, User)  # noqa: S101  (role_required sees to it)
    return _point(get_object_or_404(work.reports_for(request.user), number=number.upper()))


@never_cache
@require_safe
def own_point(request: HttpRequest, code: str) -> JsonResponse:
    return _point(get_object_or_404(Report, code=plain_code(code)))


def _point(report: Report) -> JsonResponse:
    """A GeoJSON feature (RFC 7946) with what the marker shows."""
    place = {"type": "Point", "coordinates": [report.lon, report.lat]}
    return JsonResponse(
        {
            "type": "Feature",
            "id": report.number,
            "geometry": place if report.lon is not None else None,
            "properties": {"title": report.number, "colour": report.status.colour, "url": "#"},
        }
    )
