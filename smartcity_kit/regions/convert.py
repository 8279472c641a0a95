"""The two source packages as the kit's tables: pure, so that the same bytes go in and out."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import TypedDict, TypeVar

from smartcity_kit.regions.area import Point, centre, kilometres

Row = tuple[str, ...]
V = TypeVar("V")

# How ISO (as pycountry has it, with its misspelling) calls the provinces it names differently.
ISO_NAMES = {
    "Daerah Khusus Ibukota Jakarta": "Jakarta Raya",
    "Daerah Istimewa Yogyakarta": "Yogyakarta",
    "Papua Pegunungan": "Papua Pengunungan",
}

# A point further than this from the middle of its own district is a slip of the source. Real
# villages reach 218 km (the Mapia atoll, of Supiori Barat); the slips found lie beyond 380 km.
FAR_KM = 250


class Place(TypedDict):
    """A village as geografis has it (2019/2020 codes); postal 0 means unknown."""

    code: str
    postal: int
    city: str
    district: str
    village: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Located:
    """Village code -> its place, and how each was found: counts for `SOURCE.json`."""

    places: dict[str, Place]
    by_name: int
    by_code: int
    refused: int


def provinces(names: Mapping[str, str], iso: Mapping[str, str]) -> list[Row]:
    """code -> name, and ISO's name -> code, as (code, name, ISO code). KeyError: ISO lacks one."""
    return [(code, name, iso[ISO_NAMES.get(name, name)]) for code, name in sorted(names.items())]


def tidy(name: str) -> str:
    """One space, one apostrophe: the list writes it as ", ’ or ' by turns."""
    return re.sub(r"\s+", " ", re.sub(r"[\"’`]", "'", name)).strip()


def locate(names: Mapping[str, str], places: Iterable[Place]) -> Located:
    """Finds the place of each village; `names` holds all codes of the list, from 36.71 down.

    A place belongs to the village with the same regency, district and name, for codes were given
    anew when Papua was divided; failing that, to the village with its code (renamed or respelled
    since) unless its name showed that it is another's. A village without either has no place.
    """
    by_name = _unique((_key(p["city"], p["district"], p["village"]), p) for p in places)
    by_code = {place["code"]: place for place in places}
    villages = [code for code in names if len(code) == len("36.71.01.1001")]
    wanted = _unique(
        (_key(names[code[:5]], names[code[:8]], names[code]), code) for code in villages
    )
    same_name = {code: by_name[key] for key, code in wanted.items() if key in by_name}
    taken = {place["code"] for place in same_name.values()}
    same_code = {
        code: by_code[code]
        for code in villages
        if code not in same_name and code in by_code and code not in taken
    }
    found = dict(sorted((same_name | same_code).items()))
    slips = _slips(found)
    kept = {code: place for code, place in found.items() if code not in slips}
    return Located(kept, len(same_name), len(same_code), len(slips))


def point_rows(places: Mapping[str, Place]) -> list[Row]:
    """(code, lon, lat, postal): four decimals are some 11 m, and more than the source knows."""
    return [
        (
            code,
            f"{place['longitude']:.4f}",
            f"{place['latitude']:.4f}",
            str(place["postal"] or ""),
        )
        for code, place in sorted(places.items())
    ]


def centre_rows(places: Mapping[str, Place]) -> list[Row]:
    """(code, lon, lat) of each province and regency with a known village."""
    groups: dict[str, list[Point]] = {}
    for code, place in places.items():
        for region in (code[:2], code[:5]):
            groups.setdefault(region, []).append(_point(place))
    middles = {code: centre(points) for code, points in sorted(groups.items())}
    return [(code, f"{m.lon:.4f}", f"{m.lat:.4f}") for code, m in middles.items() if m]


def _slips(places: Mapping[str, Place]) -> set[str]:
    districts: dict[str, list[Point]] = {}
    for code, place in places.items():
        districts.setdefault(code[:8], []).append(_point(place))
    middles = {
        district: Point(median(p.lon for p in points), median(p.lat for p in points))
        for district, points in districts.items()
    }
    return {
        code
        for code, place in places.items()
        if kilometres(_point(place), middles[code[:8]]) > FAR_KM
    }


def _point(place: Place) -> Point:
    return Point(place["longitude"], place["latitude"])


def _key(*names: str) -> str:
    return "/".join(re.sub(r"[^a-z0-9]", "", name.lower()) for name in names)


def _unique(pairs: Iterable[tuple[str, V]]) -> dict[str, V]:
    """The pairs whose key comes once: two villages of one name cannot be told apart by it."""
    seen: dict[str, list[V]] = {}
    for key, value in pairs:
        seen.setdefault(key, []).append(value)
    return {key: values[0] for key, values in seen.items() if len(values) == 1}
