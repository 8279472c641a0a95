"""API, files and catalogue: what is approved, and nothing else."""

import csv
import io
import json
from typing import Any

from smartcity_base.testing.cast import Person

from segar.opendata.columns import COLUMNS

from .conftest import EGGS, HILL, RICE, WIDE, Pricing, ago


def told(person: Person, address: str) -> Any:
    return person.client.get(address).json()


def test_prices_are_narrowed_and_what_waits_is_not_among_them(
    stranger: Person, priced: Pricing
) -> None:
    priced(1, {RICE: 13000})
    priced(0, {RICE: 13200, EGGS: 28000})
    priced(0, {RICE: 1}, market=WIDE, approved=False)
    everything = told(stranger, "/api/v1/prices")
    assert everything["count"] == 3
    assert everything["items"][0] == {
        "day": ago(0).isoformat(), "market": HILL, "commodity": RICE, "price": 13200,
        "traders": 3, "source": "pedagang",
    }  # fmt: skip
    assert told(stranger, f"/api/v1/prices?commodity={RICE}&until={ago(1)}")["count"] == 1
    assert told(stranger, f"/api/v1/prices?market={WIDE}")["count"] == 0
    assert stranger.client.get("/api/v1/prices?since=kemarin").status_code == 422


def test_readings_markets_and_commodities_are_there(stranger: Person, priced: Pricing) -> None:
    priced(7, {RICE: 12000})
    priced(0, {RICE: 13200})
    (reading,) = told(stranger, "/api/v1/readings")
    assert (reading["average"], reading["week_change"], reading["cheapest"]) == (
        13200,
        10.0,
        [HILL],
    )
    assert {market["id"] for market in told(stranger, "/api/v1/markets")} >= {HILL, WIDE}
    assert told(stranger, "/api/v1/commodities")[0]["unit"] == "kg"


def test_the_figures_of_the_card_are_counted(stranger: Person, priced: Pricing) -> None:
    priced(2, {RICE: 14000})
    priced(0, {RICE: 14000})
    priced(0, {RICE: 14000}, market=WIDE, approved=False)
    figures = {one["name"]: one["value"] for one in told(stranger, "/api/v1/indicators")}
    assert figures == {"markets_today": 1, "waiting": 1, "missing": 1, "over_reference": 1}


def test_the_csv_has_the_columns_of_its_dictionary(stranger: Person, priced: Pricing) -> None:
    priced(1, {RICE: 13000})
    priced(0, {EGGS: 28000})
    answer = stranger.client.get(f"/data/harga.csv?commodity={RICE}")
    (row,) = csv.DictReader(io.StringIO(b"".join(answer).decode()))
    assert list(row) == [column.name for column in COLUMNS]
    assert (row["price"], row["market_name"], row["unit"]) == ("13000", "Pasar Bukit", "kg")
    page = stranger.client.get("/data/").content.decode()
    assert all(f"<code>{column.name}</code>" in page for column in COLUMNS)


def test_offers_are_those_of_schema_org(stranger: Person, priced: Pricing) -> None:
    priced(0, {RICE: 13200})
    priced(0, {RICE: 12800}, market=WIDE)
    answer = stranger.client.get("/data/penawaran.jsonld")
    (product,) = json.loads(answer.getvalue())["@graph"]
    offer = product["offers"]
    assert (offer["@type"], offer["priceCurrency"]) == ("AggregateOffer", "IDR")
    assert (offer["lowPrice"], offer["highPrice"], offer["offerCount"]) == (12800, 13200, 2)


def test_the_catalogue_leads_other_portals_to_the_files(stranger: Person, priced: Pricing) -> None:
    priced(3, {RICE: 13000})
    answer = stranger.client.get("/data/katalog.jsonld")
    assert answer["Content-Type"] == "application/ld+json"
    (dataset,) = answer.json()["dcat:dataset"]
    assert dataset["dct:issued"]["@value"] == ago(3).isoformat()
    for file in dataset["dcat:distribution"]:
        address = file["dcat:downloadURL"]["@id"]
        assert stranger.client.get("/data/" + address.split("/data/")[1]).status_code == 200
