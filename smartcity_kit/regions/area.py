"""What lies in a region: its districts and villages, and what is near it."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from math import asin, cos, fsum, radians, sin, sqrt
from typing import Literal, NamedTuple

from smartcity_kit.regions.region import Region, all_regions, find
from smartcity_kit.regions.store import rows

Kind = Literal["kelurahan", "desa", "desa adat"]

# The first of a village's four digits.
KINDS: dict[str, Kind] = {"1": "kelurahan", "2": "desa", "3": "desa adat"}


@dataclass(frozen=True, slots=True)
class Point:
    """WGS 84, degrees; approximate, see the package's docstring."""

    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Box:
    """The smallest box around points, in degrees: not a boundary, which reaches further."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class District:
    """A kecamatan (in Papua: distrik), with Kemendagri's code "75.71.01"."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Village:
    """A kelurahan or desa, with Kemendagri's code "75.71.01.1001".

    `point` is approximate (a village's middle, sometimes its district's); `postal_code` has five
    digits. Both are None where the source does not know.
    """

    code: str
    name: str
    postal_code: str | None
    point: Point | None

    @property
    def district_code(self) -> str:
        return self.code[:8]

    @property
    def kind(self) -> Kind:
        return KINDS[self.code[9]]


@dataclass(frozen=True, slots=True)
class Areas:
    """A region's districts and villages, each sorted by code."""

    districts: tuple[District, ...]
    villages: tuple[Village, ...]

    @property
    def bounds(self) -> Box | None:
        """The box around the villages' points; approximate, None where no point is known."""
        points = self._points()
        if not points:
            return None
        lons, lats = [p.lon for p in points], [p.lat for p in points]
        return Box(min(lons), min(lats), max(lons), max(lats))

    @property
    def centre(self) -> Point | None:
        """The mean of the villages' points; approximate, None where no point is known."""
        return centre(self._points())

    def _points(self) -> list[Point]:
        return [village.point for village in self.villages if village.point]


def within(region: Region) -> Areas:
    """What lies in a region, or in all the areas that an institution serves."""
    parts = [areas(code) for code in region.area_codes]
    return Areas(
        tuple(district for part in parts for district in part.districts),
        tuple(village for part in parts for village in part.villages),
    )


class Count(NamedTuple):
    """How much lies in a region."""

    districts: int
    kelurahan: int
    desa: int  # with desa adat


def areas(code: str) -> Areas:
    """The districts and villages of the region with this code or slug. Raises RegionNotFound.

    Reads the files of one province only.
    """
    region = find(code)
    province = region.code[:2]
    points = {
        village: (postal or None, Point(float(lon), float(lat)))
        for village, lon, lat, postal in rows(f"points/{province}", region.code)
    }
    districts: list[District] = []
    villages: list[Village] = []
    for area, name in rows(f"areas/{province}", region.code):
        if len(area) == len("75.71.01"):
            districts.append(District(area, name))
        else:
            villages.append(Village(area, name, *points.get(area, (None, None))))
    return Areas(tuple(districts), tuple(villages))


def count(code: str) -> Count:
    """How many districts and villages lie in a region; a province is read once, for all of them.

    Raises RegionNotFound.
    """
    region = find(code)
    within = _counts(region.code[:2])
    return Count(*(within[region.code, kind] for kind in Count._fields))


@cache
def _counts(province: str) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    for area, _name in rows(f"areas/{province}"):
        if len(area) == len("75.71.01"):
            kind = "districts"
        else:
            kind = "kelurahan" if area[9] == "1" else "desa"
        counts[area[:2], kind] += 1
        counts[area[:5], kind] += 1
    return counts


def nearest(code: str, n: int = 5) -> list[Region]:
    """The `n` regions nearest to this one, nearest first, by the distance of their centres.

    A province's are provinces; a kabupaten's or kota's are kabupaten and kota, of any province.
    Empty where the region's centre is not known. Raises RegionNotFound.
    """
    region = find(code)
    centres = _centres()
    here = centres.get(region.code)
    if here is None:
        return []
    others = [
        other
        for other in all_regions()
        if other.code in centres and len(other.code) == len(region.code) and other != region
    ]
    return sorted(others, key=lambda other: kilometres(here, centres[other.code]))[:n]


def centre_of(code: str) -> Point | None:
    """The mean of the points of a region's villages, as it is kept; approximate."""
    return _centres().get(find(code).code)


def _centres() -> dict[str, Point]:
    return {code: Point(float(lon), float(lat)) for code, lon, lat in rows("points/regions")}


def centre(points: Collection[Point]) -> Point | None:
    """The mean of the points, to four decimals; Indonesia is far from poles and date line."""
    if not points:
        return None
    # fsum: the built-in sum rounds differently from Python 3.12 on, and releases are compared.
    lon, lat = fsum(p.lon for p in points), fsum(p.lat for p in points)
    return Point(round(lon / len(points), 4), round(lat / len(points), 4))


def kilometres(a: Point, b: Point) -> float:
    """The great-circle distance (haversine, mean radius of the Earth 6,371 km)."""
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    half = sin((lat_b - lat_a) / 2) ** 2
    half += cos(lat_a) * cos(lat_b) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 2 * 6371 * asin(sqrt(half))
