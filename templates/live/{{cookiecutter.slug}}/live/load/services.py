"""services.csv: what the region's agencies do for people, and by what standard."""

from __future__ import annotations

from smartcity_base.cells import link, slug, whole
from smartcity_base.loading import Column, Counts, DataFolder, sync, with_ids
from smartcity_base.models import Agency

from live.models import Service

COLUMNS = [
    Column("id", slug),
    Column("name"),
    Column("agency", slug, required=False, optional=True, empty=None),
    Column("description", required=False, optional=True),
    Column("requirements", required=False, optional=True),
    Column("days", whole, required=False, optional=True, empty=None),
    Column("cost", required=False, optional=True),
    Column("url", link, required=False, optional=True),
]


def load(data: DataFolder) -> Counts:
    rows = data.table("services", COLUMNS, key="id")
    agencies = set(Agency.objects.filter(active=True).values_list("pk", flat=True))
    for row in rows:
        if row["agency"] and row["agency"] not in agencies:
            message = f"instansi {row['agency']!r} tidak ada dalam agencies.csv"
            data.fault("services", row.number, "agency", message)
    data.check()
    return sync(Service, (with_ids(row, "agency") for row in rows), key="id")
