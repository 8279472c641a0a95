"""positions.csv: the posts that the staff table names by their id."""

from __future__ import annotations

from django.db.models import F

from smartcity_base.cells import slug
from smartcity_base.loading import Column, Counts, DataFolder, parents_first, sync, with_ids
from smartcity_base.models import Agency

from live import people
from live.models import Position, Staff

COLUMNS = [
    Column("id", slug),
    Column("name"),
    Column("agency", slug),
    Column("parent", slug, required=False, optional=True, empty=None),
]


def load(data: DataFolder) -> Counts:
    """Posts in line with the table; who holds one that was renamed has the new title at once."""
    rows = data.table("positions", COLUMNS, key="id")
    agencies = set(Agency.objects.filter(active=True).values_list("pk", flat=True))
    for row in rows:
        if row["agency"] not in agencies:
            message = f"instansi {row['agency']!r} tidak ada dalam agencies.csv"
            data.fault("positions", row.number, "agency", message)
    ordered = parents_first(data, "positions", rows, "jabatan")
    data.check()
    counts = sync(Position, (with_ids(row, "agency", "parent") for row in ordered), key="id")
    holders = Staff.objects.filter(listed=True, position__active=True)
    for holder in holders.exclude(user__position=F("position__name")).select_related(
        "user", "position"
    ):
        people.change(holder.user, None, position=str(holder.position))
    return counts
