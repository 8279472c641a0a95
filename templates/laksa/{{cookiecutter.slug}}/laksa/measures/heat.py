"""The heat map: a grid of how many reports are where, without saying where each one is."""

from math import floor
from typing import Any

from django.db.models import Count, F, QuerySet

from laksa.models import Measure

# Cells of 1/400 degree, some 278 m from south to north; wider regions take several together.
PER_DEGREE = 400
MOST_CELLS = 900  # what a phone draws in good time
CLASSES = 5


def cell(lon: float | None, lat: float | None) -> tuple[int | None, int | None]:
    """Column and row of a WGS 84 point, counted from 180° W and 90° S, never negative."""
    if lon is None or lat is None:
        return None, None
    return floor((lon + 180) * PER_DEGREE), floor((lat + 90) * PER_DEGREE)


def grid(measures: QuerySet[Measure]) -> dict[str, Any]:
    """GeoJSON squares with their count and its class, 1 to 5: added up by the database.

    Cells grow until there are few enough of them; the classes hold as many cells each.
    """
    placed = measures.exclude(column=None).order_by()
    together = 1
    cells = _cells(placed, together)
    while len(cells) > MOST_CELLS:
        together *= 2
        cells = _cells(placed, together)
    bounds = _bounds(sorted(n for _x, _y, n in cells))
    return {
        "type": "FeatureCollection",
        "classes": bounds,
        "features": [_square(x, y, n, together, bounds) for x, y, n in cells],
    }


def by_village(measures: QuerySet[Measure]) -> list[tuple[str, str, int]]:
    """(village, district, how many), most first: the same for who sees no map."""
    counted = measures.order_by().exclude(village=None)
    rows = counted.values_list("village__name", "village__district__name").annotate(n=Count("pk"))
    return [(village, district, n) for village, district, n in rows.order_by("-n", "village__name")]


def _cells(placed: QuerySet[Measure], together: int) -> list[tuple[int, int, int]]:
    squares = placed.annotate(x=F("column") / together, y=F("row") / together)
    found = squares.values_list("x", "y").annotate(n=Count("pk")).order_by("x", "y")
    return list(found[: MOST_CELLS + 1])


def _bounds(counts: list[int]) -> list[int]:
    """The smallest count of each class; fewer classes where counts are alike."""
    marks = {counts[len(counts) * n // CLASSES] for n in range(CLASSES)} if counts else set()
    return sorted(marks)


def _square(x: int, y: int, n: int, together: int, bounds: list[int]) -> dict[str, Any]:
    west, south = x * together / PER_DEGREE - 180, y * together / PER_DEGREE - 90
    east, north = west + together / PER_DEGREE, south + together / PER_DEGREE
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "geometry": {
            "type": "Polygon",
            "coordinates": [[[round(lon, 5), round(lat, 5)] for lon, lat in ring]],
        },
        "properties": {"count": n, "class": sum(n >= bound for bound in bounds)},
    }
