"""The public API: reports as GeoJSON (RFC 7946), and the figures of the card.

It gives what the public pages give: no reporter, no code, no words that nobody has verified.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from smartcity_base.api import indicator
from smartcity_base.config import config
from smartcity_base.openapi import Page
from smartcity_base.skm import results

from laksa import figures, queries
from laksa.field.api import router as field_router
from laksa.forms import PublicFilter
from laksa.models import Report
from laksa.pages import counted
from laksa.privacy.review import masked
from laksa.templatetags.laksa import subject

router = Router(tags=["reports"])
router.add_router("/tautan", field_router)
# Open311 is a standard with a document of its own; here it is only pointed to.
EXTRA = {
    "externalDocs": {
        "description": "Open311 GeoReport v2",
        "url": "https://wiki.open311.org/GeoReport_v2/",
    }
}


class Properties(Schema):
    number: str
    title: str
    state: str
    colour: str
    category: str
    category_name: str
    agency: str
    district: str | None
    village: str | None
    village_confirmed: bool
    text: str | None
    received_at: datetime
    verified_at: datetime | None
    closed_at: datetime | None
    due: datetime | None
    url: str


class Point(Schema):
    type: str = "Point"
    coordinates: tuple[float, float]


class Feature(Schema):
    type: str = "Feature"
    id: str
    geometry: Point | None
    properties: Properties


class Collection(Schema):
    type: str = "FeatureCollection"
    numberMatched: int
    numberReturned: int
    features: list[Feature]


class Wanted(Page):
    """Narrows the list as the public page does."""

    category: str = Field("", description="Id jenis laporan.", examples=["sampah"])
    district: str = Field("", description="Kode Kemendagri kecamatan.")
    state: str = Field("", description="Status.", examples=["proses"])
    days: str = Field("", description="7, 30, 90, atau 365 hari terakhir.", examples=["30"])
    q: str = Field("", description="Kata atau nomor.", max_length=100, examples=["lampu"])
    with_point: bool = Field(False, description="Hanya yang punya titik.")


@router.get(
    "/reports",
    response=Collection,
    summary="Laporan warga sebagai GeoJSON",
    description="Untuk mengirim laporan: Open311 GeoReport v2, lihat /api/open311/",
)
def reports(request: HttpRequest, response: HttpResponse, wanted: Query[Wanted]) -> dict[str, Any]:
    asked = PublicFilter(wanted.model_dump()).wanted()
    found = queries.public(asked).prefetch_related(None)
    if wanted.with_point:
        found = found.exclude(lon=None)
    there = counted(found, asked, f"with_point={wanted.with_point}")
    there, page = wanted.of(request, response, found, there)
    return {
        "numberMatched": there,
        "numberReturned": len(page),
        "features": [feature(report) for report in page],
    }


@router.get("/reports/{number}", response=Feature, summary="Satu laporan")
def report(request: HttpRequest, number: str) -> dict[str, Any]:
    found = queries.with_names(queries.open_to_all())
    return feature(get_object_or_404(found, number=number.upper()))


def feature(report: Report) -> dict[str, Any]:
    """A report as the public may know it; `text` is null until somebody has verified it."""
    village = report.village
    has_point = report.lon is not None and report.lat is not None
    return {
        "id": report.number,
        "geometry": {"coordinates": (report.lon, report.lat)} if has_point else None,
        "properties": {
            "number": report.number,
            "title": subject(report),
            "state": report.state,
            "colour": report.status.colour,
            "category": report.category_id,
            "category_name": report.category.name,
            "agency": report.agency.name,
            "district": village.district.name if village else None,
            "village": village.name if village else None,
            "village_confirmed": report.place_confirmed,
            "text": masked(report, report.text) if report.is_published else None,
            **{
                name: timezone.localtime(moment) if moment else None
                for name in ("received_at", "verified_at", "closed_at", "due")
                for moment in [getattr(report, name)]
            },
            "url": config().app.url + reverse("report", args=[report.number]),
        },
    }


def _now(figure: Callable[[datetime], float | int | None]) -> float | int | None:
    return figure(timezone.now())


indicator("satisfaction")(results.index_this_year)
for _name, _figure in figures.FIGURES.items():
    indicator(_name)(partial(_now, _figure))
