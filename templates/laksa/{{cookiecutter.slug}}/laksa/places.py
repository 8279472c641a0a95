"""Finding where a report is by what people call the spot: a landmark, or a kelurahan or desa."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from smartcity_base.models import Place, Village

SHORTEST, LONGEST = 3, 60
MOST = 8  # what a phone shows without scrolling


@require_safe
@vary_on_cookie  # which holds the language
@cache_control(public=True, max_age=3600)
def as_json(request: HttpRequest) -> JsonResponse:
    """GET /tempat.json?q=pasar: villages and landmarks in whose name every word is, villages first.

    A landmark has its point; a village has none, for its centroid is not where the pothole is.
    """
    asked = request.GET.get("q", "").strip()[:LONGEST]
    return JsonResponse({"found": find(asked) if len(asked) >= SHORTEST else []})


def find(asked: str) -> list[dict[str, Any]]:
    named = Q()
    for word in asked.split():
        named &= Q(name__icontains=word)
    villages = Village.objects.filter(named, active=True).select_related("district")
    places = Place.objects.filter(named, active=True).exclude(lon=None, village=None)
    found = [_village(village) for village in villages[: MOST // 2]]
    landmarks = places.select_related("village", "district")[: MOST - len(found)]
    return found + [_landmark(place) for place in landmarks]


def _village(village: Village) -> dict[str, Any]:
    kind = (village.kind or _("kelurahan")).capitalize()
    about = _("%(kind)s di Kecamatan %(district)s")
    return {
        "name": village.name,
        "about": about % {"kind": kind, "district": village.district.name},
        "village": village.pk,
    }


def _landmark(place: Place) -> dict[str, Any]:
    area = place.village or place.district
    return {
        "name": place.name,
        "about": ", ".join([place.get_kind_display(), *([area.name] if area else [])]),
        "landmark": True,
        "village": place.village_id,
        "lon": place.lon,
        "lat": place.lat,
    }
