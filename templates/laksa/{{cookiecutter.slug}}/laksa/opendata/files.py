"""The open data as text, a piece at a time: CSV (RFC 4180) and GeoJSON (RFC 7946)."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from laksa.opendata.columns import COLUMNS

NAMES = [column.name for column in COLUMNS]
_LON, _LAT = NAMES.index("lon"), NAMES.index("lat")
PIECE = 500  # rows: some 150 KB, so that a slow line holds little


def as_csv(rows: Iterable[list[Any]]) -> Iterator[str]:
    """A heading, then a line per report; what is empty is unknown or not yet."""
    yield _lines([NAMES])
    for some in _pieces(rows):
        yield _lines([["true" if v is True else "false" if v is False else v for v in row]
                      for row in some])  # fmt: skip


def as_geojson(rows: Iterable[list[Any]]) -> Iterator[str]:
    """A FeatureCollection; a report without a point is a feature without geometry (3.2)."""
    yield '{"type":"FeatureCollection","features":['
    between = ""
    for some in _pieces(rows):
        yield between + ",\n".join(_feature(row) for row in some)
        between = ",\n"
    yield "]}\n"


def _feature(row: list[Any]) -> str:
    point = [row[_LON], row[_LAT]]
    properties = {name: value for name, value in zip(NAMES, row, strict=True)
                  if name not in {"lon", "lat"}}  # fmt: skip
    feature = {
        "type": "Feature",
        "id": row[0],
        "geometry": None if None in point else {"type": "Point", "coordinates": point},
        "properties": properties,
    }
    return json.dumps(feature, ensure_ascii=False, separators=(",", ":"))


def _lines(rows: Iterable[list[Any]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue()


def _pieces(rows: Iterable[list[Any]]) -> Iterator[list[list[Any]]]:
    rest = iter(rows)
    while some := list(islice(rest, PIECE)):
        yield some
