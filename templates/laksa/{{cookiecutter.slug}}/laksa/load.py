"""The lists that only LAKSA reads: what reports are about, who receives them, what is asked."""

from collections.abc import Mapping
from typing import Any

from smartcity_base import audit
from smartcity_base.cells import slug
from smartcity_base.config import config
from smartcity_base.loading import Column, Counts, DataFolder, Row, sync, with_ids
from smartcity_base.models import Agency, District

from laksa import classes
from laksa.models import Category, Route
from laksa.questions import load as questions

SERVICES_CHANGED = "jenis-laporan-berubah"


def load(data: DataFolder) -> Mapping[str, Counts]:
    """Bring both lists in line with the profile; what is missing is retired, never deleted.

    A category whose agency is not in agencies.csv is a fault: its reports would reach nobody.
    """
    categories = data.table(
        "categories",
        [
            Column("id", slug),
            Column("name"),
            Column("agency", slug),
            Column("icon", slug, required=False, optional=True),
            Column("description", required=False, optional=True),
            Column("deadline", classes.deadline, required=False, optional=True),
        ],
        key="id",
    )
    routing = data.table(
        "routing",
        [Column("category", slug), Column("district"), Column("agency", slug)],
        key=("category", "district"),
    )
    agencies = set(Agency.objects.filter(active=True).values_list("pk", flat=True))
    _refer(
        data,
        "categories",
        categories,
        "agency",
        agencies,
        "instansi {} tidak ada dalam agencies.csv",
    )
    preset = config().setting("deadline_preset")
    if preset not in classes.PRESETS:
        known_presets = " atau ".join(classes.PRESETS)
        data.fault("categories", 0, "", f"deadline_preset {preset!r}: tulis {known_presets}")
    if not categories:
        data.fault("categories", 0, "", "tidak ada satu pun jenis laporan")
    known = {row["id"] for row in categories}
    districts = set(District.objects.filter(active=True).values_list("pk", flat=True))
    _refer(data, "routing", routing, "category", known, "jenis {} tidak ada dalam categories.csv")
    _refer(data, "routing", routing, "district", districts, "kecamatan {} tidak ada")
    _refer(data, "routing", routing, "agency", agencies, "instansi {} tidak ada dalam agencies.csv")
    data.check()
    ordered = [with_ids(row, "agency") | {"order": order} for order, row in enumerate(categories)]
    routes = [with_ids(row, "category", "district", "agency") for row in routing]
    counts = {
        "categories": sync(Category, ordered, key="id"),
        "questions": questions.load(data),
    }
    if any(count.any for count in counts.values()):
        # Open311 clients ask when the services last changed.
        audit.record(None, SERVICES_CHANGED, "laksa.category")
    return counts | {"routing": sync(Route, routes, key=("category_id", "district_id"))}


def _refer(
    data: DataFolder, table: str, rows: list[Row], column: str, known: set[Any], message: str
) -> None:
    """A fault for every row whose `column` names nothing there is."""
    for row in rows:
        if row[column] not in known:
            data.fault(table, row.number, column, message.format(repr(row[column])))
