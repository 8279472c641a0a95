"""Today's prices as schema.org AggregateOffer (https://schema.org/AggregateOffer), as JSON-LD."""

from typing import Any

from django.urls import reverse

from smartcity_base.config import config

from segar.board import Row


def offers(rows: list[Row]) -> dict[str, Any]:
    """One Product for each commodity that has a price now."""
    return {"@context": "https://schema.org", "@graph": [_product(row) for row in rows]}


def _product(row: Row) -> dict[str, Any]:
    reading, one = row.reading, row.commodity
    assert reading is not None  # noqa: S101  (rows without a price are no offers)
    address = config().app.url + reverse("commodity", args=[one.pk])
    return {
        "@type": "Product",
        "@id": address,
        "name": str(one),
        "category": one.group,
        "sku": one.pk,
        "offers": {
            "@type": "AggregateOffer",
            "priceCurrency": "IDR",
            "lowPrice": reading.low,
            "highPrice": reading.high,
            "offerCount": reading.markets,
            "areaServed": {"@type": "AdministrativeArea", "name": config().region.name},
            "priceSpecification": {
                "@type": "UnitPriceSpecification",
                "price": reading.average,
                "priceCurrency": "IDR",
                "unitText": one.unit,
                "validFrom": reading.day.isoformat(),
            },
            "url": address,
        },
    }
