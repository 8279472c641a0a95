"""services.csv: what the region's agencies do for people, and by what standard."""

from __future__ import annotations

from smartcity_base.cells import link, slug, whole
from smartcity_base.loading import Column, Counts, DataFolder, sync, with_ids
from smartcity_base.models import Agency, Place

from live.models import Service

_WORDS = (
    *("topics", "description", "requirements", "steps", "time", "cost", "product", "complaints"),
    *("legal_basis", "facilities", "competence", "supervision", "staff_count", "guarantee"),
    *("safety", "evaluation", "keywords"),
)
COLUMNS = [
    Column("id", slug),
    Column("name"),
    Column("agency", slug, required=False, optional=True, empty=None),
    Column("days", whole, required=False, optional=True, empty=None),
    Column("url", link, required=False, optional=True),
    Column("app", slug, required=False, optional=True),
    Column("place", slug, required=False, optional=True, empty=None),
    *(Column(name, required=False, optional=True) for name in _WORDS),
]


def load(data: DataFolder) -> Counts:
    """Bring the services in line with the table; an app that the region lacks is no fault."""
    rows = data.table("services", COLUMNS, key="id")
    known = {
        "agency": set(Agency.objects.filter(active=True).values_list("pk", flat=True)),
        "place": set(Place.objects.filter(active=True).values_list("pk", flat=True)),
    }
    words = {"agency": "instansi", "place": "tempat"}
    tables = {"agency": "agencies.csv", "place": "places.csv"}
    for row in rows:
        for name, there in known.items():
            if row[name] and row[name] not in there:
                message = f"{words[name]} {row[name]!r} tidak ada dalam {tables[name]}"
                data.fault("services", row.number, name, message)
    data.check()
    return sync(Service, (with_ids(row, "agency", "place") for row in rows), key="id")
