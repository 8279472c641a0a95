"""The grid of the heat map: where how many reports are, without saying where each one is."""

from math import floor

# Cells of 1/400 degree, some 278 m from south to north; wider maps take several together.
PER_DEGREE = 400


def cell(lon: float | None, lat: float | None) -> tuple[int | None, int | None]:
    """Column and row of a WGS 84 point, counted from 180° W and 90° S, never negative."""
    if lon is None or lat is None:
        return None, None
    return floor((lon + 180) * PER_DEGREE), floor((lat + 90) * PER_DEGREE)
