"""The lists that only LAKSA reads: categories.csv, which routes reports, and questions.csv."""

from collections.abc import Mapping

from smartcity_base import audit
from smartcity_base.loading import Column, Counts, DataFolder, sync
from smartcity_base.models import Agency
from smartcity_base.region_data import slug

from laksa.models import Category
from laksa.questions import load as questions

SERVICES_CHANGED = "jenis-laporan-berubah"


def load(data: DataFolder) -> Mapping[str, Counts]:
    """Bring the categories in line with the profile; a missing one is retired, never deleted.

    A category whose agency is not in agencies.csv is a fault: its reports would reach nobody.
    """
    rows = data.table(
        "categories",
        [
            Column("id", slug),
            Column("name"),
            Column("agency", slug),
            Column("icon", slug, required=False, optional=True),
            Column("description", required=False, optional=True),
        ],
        key="id",
    )
    agencies = set(Agency.objects.filter(active=True).values_list("pk", flat=True))
    for row in rows:
        if row["agency"] not in agencies:
            message = f"instansi {row['agency']!r} tidak ada dalam agencies.csv"
            data.fault("categories", row.number, "agency", message)
    if not rows:
        data.fault("categories", 0, "", "tidak ada satu pun jenis laporan")
    data.check()
    wanted = [
        {
            "id": row["id"],
            "name": row["name"],
            "agency_id": row["agency"],
            "icon": row["icon"],
            "description": row["description"],
            "order": order,
        }
        for order, row in enumerate(rows)
    ]
    counts = {"categories": sync(Category, wanted, key="id")}
    counts["questions"] = questions.load(data)
    if any(count.any for count in counts.values()):
        # Open311 clients ask when the services last changed.
        audit.record(None, SERVICES_CHANGED, "laksa.category")
    return counts
