"""The lists that only SEGAR reads: what is sold, and what it should cost at most."""

from collections.abc import Mapping
from pathlib import Path

from smartcity_base.cells import day, slug, whole
from smartcity_base.loading import Column, Counts, DataFolder, sync, with_ids

from segar.models import Commodity, ReferencePrice

# What a region without a list of its own begins with: staple goods (Perpres 71/2015), no prices.
USUAL = Path(__file__).with_name("lists")


def load(data: DataFolder) -> Mapping[str, Counts]:
    """Bring both in line with the profile; a commodity that is no longer listed is retired."""
    source = data if data.has("commodities") else DataFolder(USUAL)
    commodities = source.table(
        "commodities",
        [
            Column("id", slug),
            Column("group"),
            Column("name"),
            Column("variant", required=False, optional=True),
            Column("unit"),
        ],
        key="id",
    )
    references = data.table(
        "reference_prices",
        [
            Column("commodity", slug),
            Column("kind"),
            Column("price", whole),
            Column("since", day),
            Column("basis"),
        ],
        key=("commodity", "kind", "since"),
    )
    known = {row["id"] for row in commodities}
    for row in references:
        if row["commodity"] not in known:
            message = f"komoditas {row['commodity']!r} tidak ada"
            data.fault("reference_prices", row.number, "commodity", message)
    data.check()
    ranked = [{**row.values, "rank": rank} for rank, row in enumerate(commodities)]
    return {
        "commodities": sync(Commodity, ranked, key="id"),
        "reference_prices": sync(
            ReferencePrice,
            [with_ids(row, "commodity") for row in references],
            key=("commodity_id", "kind", "since"),
            retire=None,
        ),
    }
