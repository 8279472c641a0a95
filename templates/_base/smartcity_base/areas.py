"""Which village a point is in: a proposal by the nearest centroid, for a person to confirm.

Centroids are not boundaries: near a border, or beside a large village, the proposal is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from smartcity_base.kept import kept
from smartcity_base.models import District, Village

SOURCE = "; ".join(
    [
        "Data wilayah: idn-area-data © contributors, ODbL 1.0",
        "titik desa & kode pos: geografis (drizki)",
    ]
)
EARTH_RADIUS_M = 6_371_008.8  # mean radius, IUGG


@dataclass(frozen=True, slots=True)
class Proposal:
    village: Village
    district: District
    distance_m: float


def nearest_village(lon: float, lat: float) -> Proposal | None:
    """The active village whose centroid is nearest to a WGS 84 point; None when none has one."""
    near = min(
        (
            (distance_m(lon, lat, village.lon, village.lat), code)
            for code, village in active_villages().items()
            if village.lon is not None and village.lat is not None
        ),
        default=None,
    )
    if near is None:
        return None
    village = active_villages()[near[1]]
    return Proposal(village, village.district, near[0])


@kept
def active_villages() -> dict[str, Village]:
    """By their codes, with their districts; a kabupaten has up to some 500."""
    found = Village.objects.filter(active=True).select_related("district")
    return {village.code: village for village in found}


@kept
def active_districts() -> dict[str, District]:
    """By their codes, in the order of their names."""
    return {one.code: one for one in District.objects.filter(active=True).order_by("name")}


def distance_m(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Metres between two points in degrees, by the haversine formula (a sphere: within 0.5 %)."""
    phi1, phi2 = radians(lat1), radians(lat2)
    half = sin((phi2 - phi1) / 2) ** 2 + cos(phi1) * cos(phi2) * sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(half)))


@require_safe
@cache_control(public=True, max_age=86_400)
@conditional_page  # an ETag: the list is some 40 KB and changes once in years
def as_json(request: HttpRequest) -> JsonResponse:
    """GET /wilayah.json: districts and villages with their centroids, for lists and the map.

    The licence of the lists (ODbL 1.0, 4.3) asks that whoever gets them learns whose they are.
    """
    villages = Village.objects.filter(active=True).order_by("code")
    return JsonResponse(
        {
            "source": SOURCE,
            "districts": list(
                District.objects.filter(active=True).order_by("code").values("code", "name")
            ),
            "villages": list(villages.values("code", "name", "kind", "district", "lon", "lat")),
        }
    )
