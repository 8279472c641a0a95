"""Where the agency's open tasks are: the supervisor's map, and the points on it."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from smartcity_base.roles import role_required, staff
from smartcity_base.tiles import allow_tiles, map_options

from sigap import people, queries
from sigap.forms import OverviewFilter
from sigap.models import Task

# A browser draws no more in good time; the most urgent are drawn.
LIMIT = 500


@never_cache
@require_safe
@role_required(*people.ABOVE)
@allow_tiles
def page(request: HttpRequest) -> HttpResponse:
    """The same tasks as in the list, narrowed by the same filter."""
    user = staff(request)
    form = OverviewFilter(user, request.GET)
    found = queries.overview(people.supervised_tasks(user), form.wanted())
    with_point = found.filter(lon__isnull=False).count()
    context = {
        "form": form,
        "query": request.GET.urlencode(),
        "narrowed": any(request.GET.get(name) for name in form.fields),
        "with_point": min(with_point, LIMIT),
        "without_point": found.count() - with_point,
    }
    return render(request, "sigap/map.html", context | map_options())


@never_cache
@require_safe
@role_required(*people.ABOVE)
def points(request: HttpRequest) -> JsonResponse:
    """GeoJSON (RFC 7946) of what the page shows."""
    user = staff(request)
    wanted = OverviewFilter(user, request.GET).wanted()
    found = queries.overview(people.supervised_tasks(user), wanted).filter(lon__isnull=False)
    features = [_feature(task) for task in found[:LIMIT]]
    return JsonResponse({"type": "FeatureCollection", "features": features})


def _feature(task: Task) -> dict[str, object]:
    holder = str(task.officer or task.team or "")
    return {
        "type": "Feature",
        "id": task.number,
        "geometry": {"type": "Point", "coordinates": [task.lon, task.lat]},
        "properties": {
            "title": " · ".join(filter(None, [task.title, str(task.status.label), holder])),
            "colour": task.status.colour,
            "url": reverse("task", args=[task.number]),
        },
    }
