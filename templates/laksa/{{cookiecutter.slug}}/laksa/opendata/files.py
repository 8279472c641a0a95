"""The open data as GeoJSON (RFC 7946), a piece at a time."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from smartcity_base.tables.columns import text, values
from smartcity_base.tables.write import pieces

from laksa.opendata.columns import COLUMNS, Given

NAMES = [column.name for column in COLUMNS]
_LON, _LAT = NAMES.index("lon"), NAMES.index("lat")


def as_geojson(rows: Iterable[Given]) -> Iterator[str]:
    """A FeatureCollection; a report without a point is a feature without geometry (3.2)."""
    yield '{"type":"FeatureCollection","features":['
    between = ""
    for some in pieces(values(COLUMNS, rows)):
        yield between + ",\n".join(_feature(row) for row in some)
        between = ",\n"
    yield "]}\n"


def _feature(row: list[Any]) -> str:
    point = [row[_LON], row[_LAT]]
    properties = {name: _value(value) for name, value in zip(NAMES, row, strict=True)
                  if name not in {"lon", "lat"}}  # fmt: skip
    feature = {
        "type": "Feature",
        "id": row[0],
        "geometry": None if None in point else {"type": "Point", "coordinates": point},
        "properties": properties,
    }
    return json.dumps(feature, ensure_ascii=False, separators=(",", ":"))


def _value(value: Any) -> Any:
    """JSON has nothing, true and numbers of its own; the rest is written as in the CSV."""
    return value if value is None or isinstance(value, bool) else text(value)
