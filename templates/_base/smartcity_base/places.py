"""places.csv: schools, clinics, markets, offices, each in an area of the region where known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from smartcity_base.cells import latitude, longitude, slug
from smartcity_base.loading import Column, DataFolder
from smartcity_base.models import PlaceKind

COLUMNS = [
    Column("id", slug),
    Column("name"),
    Column("kind"),
    Column("village", required=False, optional=True, empty=None),
    Column("address", required=False, optional=True),
    Column("lon", longitude, required=False, optional=True, empty=None),
    Column("lat", latitude, required=False, optional=True, empty=None),
    Column("phone", required=False, optional=True),
    Column("agency", slug, required=False, optional=True, empty=None),
]


def read(
    data: DataFolder,
    villages: Mapping[str, str],
    districts: Collection[str],
    agencies: Collection[str],
) -> list[dict[str, Any]]:
    """The rows as fields of `Place`. `villages`: code to district; a place may name either."""
    found = []
    for row in data.table("places", COLUMNS, key="id"):
        area, agency = row["village"], row["agency"]
        if row["kind"] not in PlaceKind.values:
            known = ", ".join(PlaceKind.values)
            data.fault("places", row.number, "kind", f"{row['kind']!r} bukan salah satu: {known}")
        if area and area not in villages and area not in districts:
            data.fault("places", row.number, "village", f"wilayah {area!r} tidak ada")
        if agency and agency not in agencies:
            data.fault("places", row.number, "agency", f"instansi {agency!r} tidak ada")
        if (row["lon"] is None) != (row["lat"] is None):
            missing = "lon" if row["lon"] is None else "lat"
            data.fault(
                "places", row.number, missing, "lon dan lat diisi keduanya atau tidak sama sekali"
            )
        fields = {
            name: row[name] for name in ("id", "name", "kind", "address", "lon", "lat", "phone")
        }
        found.append(
            fields
            | {
                "village_id": area if area in villages else None,
                "district_id": villages.get(area, area) if area else None,
                "agency_id": agency,
            }
        )
    return found
