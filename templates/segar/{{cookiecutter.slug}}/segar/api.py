"""The API: what is sold where, every approved price, the readings of today; the card's figures."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from smartcity_base.api import indicator
from smartcity_base.models import Place
from smartcity_base.openapi import Day, Page

from segar.board import approved, board
from segar.figures import FIGURES
from segar.markets import markets
from segar.models import Commodity

router = Router(tags=["prices"])


class CommodityOut(Schema):
    id: str
    group: str
    name: str
    variant: str
    unit: str


class MarketOut(Schema):
    id: str
    name: str
    village: str | None = Field(alias="village_id")
    lon: float | None
    lat: float | None


class Narrow(Page):
    market: str = Field("", max_length=60, description="Id pasar.")
    commodity: str = Field("", max_length=60, description="Id bahan.", examples=["beras-medium"])
    since: Day | None = None
    until: Day | None = None


class PriceOut(Schema):
    day: date
    market: str = Field(alias="market_id")
    commodity: str = Field(alias="commodity_id")
    price: int = Field(description="Rupiah per satuan.")
    traders: int
    source: str


class Prices(Schema):
    count: int
    items: list[PriceOut]


class ReadingOut(Schema):
    """Average: the plain mean over the markets' newest prices; changes in percent."""

    commodity: str
    day: date
    average: int
    low: int
    high: int
    cheapest: list[str]
    markets: int
    day_change: float | None
    week_change: float | None
    month_change: float | None


@router.get("/commodities", response=list[CommodityOut], summary="Bahan yang dicatat")
def commodities(request: HttpRequest) -> list[Commodity]:
    return list(Commodity.objects.filter(active=True))


@router.get("/markets", response=list[MarketOut], summary="Pasar")
def all_markets(request: HttpRequest) -> list[Place]:
    return list(markets())


@router.get("/prices", response=Prices, summary="Harga yang disetujui, terbaru lebih dulu")
def prices(request: HttpRequest, response: HttpResponse, narrow: Query[Narrow]) -> dict[str, Any]:
    names = {"market": "market", "commodity": "commodity", "since": "day__gte",
             "until": "day__lte"}  # fmt: skip
    given = {path: getattr(narrow, name) for name, path in names.items()}
    found = approved().filter(**{path: value for path, value in given.items() if value})
    count, page = narrow.of(request, response, found)
    return {"count": count, "items": page}


@router.get("/readings", response=list[ReadingOut], summary="Rata-rata dan perubahan sekarang")
def readings(request: HttpRequest) -> list[dict[str, Any]]:
    return [
        {
            "commodity": row.commodity.pk,
            **{name: getattr(row.reading, name) for name in ReadingOut.model_fields
               if name != "commodity"},
        }
        for row in board()
        if row.reading
    ]  # fmt: skip


for _name, _figure in FIGURES.items():
    indicator(_name)(_figure)
