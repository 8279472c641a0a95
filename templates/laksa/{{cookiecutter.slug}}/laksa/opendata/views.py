"""The open data's page with its dictionary, its files, and its catalogue."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Max, Min
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from smartcity_base.dcat import licence

from laksa import queries
from laksa.forms import FigureFilter
from laksa.models import Measure, ReportEvent
from laksa.opendata.catalogue import catalogue
from laksa.opendata.columns import COLUMNS, rows
from laksa.opendata.files import as_csv, as_geojson

HOUR_S = 3600


def _etag(request: HttpRequest) -> str:
    """Another one after each event, in a new release, and on a new day, when more is late."""
    last = ReportEvent.objects.aggregate(Max("pk"))["pk__max"]
    basis = f"{settings.RELEASE} {last} {timezone.localdate()} {request.get_full_path()}"
    return f'"{hashlib.sha256(basis.encode()).hexdigest()[:24]}"'


_public = cache_control(public=True, max_age=HOUR_S)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """GET /data/: what there is, what each column means, and under which licence."""
    context = {"columns": COLUMNS, "licence": licence(), "form": FigureFilter()}
    return render(request, "laksa/data.html", context)


@require_safe
@_public
@condition(etag_func=_etag)
def csv_file(request: HttpRequest) -> StreamingHttpResponse:
    """GET /data/laporan.csv?period=&agency=&district=&category="""
    return _file(as_csv(_rows(request)), "text/csv; charset=utf-8; header=present", "csv")


@require_safe
@_public
@condition(etag_func=_etag)
def geojson_file(request: HttpRequest) -> StreamingHttpResponse:
    """GET /data/laporan.geojson, narrowed in the same way."""
    return _file(as_geojson(_rows(request)), "application/geo+json", "geojson")


@require_safe
@_public
@condition(etag_func=_etag)
def catalogue_file(request: HttpRequest) -> JsonResponse:
    """GET /data/katalog.jsonld: for other portals."""
    first = Measure.objects.filter(public=True).aggregate(Min("day"))["day__min"]
    return JsonResponse(
        catalogue(first, _last_event()),
        content_type="application/ld+json",
        headers={"Access-Control-Allow-Origin": "*"},
    )


def _rows(request: HttpRequest) -> Iterator[list[Any]]:
    """The reports that are asked for; without a period, all."""
    form = FigureFilter({"period": "semua", **request.GET.dict()})
    return rows(queries.public_measures(form.wanted(), *form.span()))


def _file(text: Iterator[str], media_type: str, ending: str) -> StreamingHttpResponse:
    """Sent as it is read. Whoever wants to show it on a page of their own may (CORS)."""
    return StreamingHttpResponse(
        text,
        content_type=media_type,
        headers={
            "Content-Disposition": f'attachment; filename="laporan.{ending}"',
            "Access-Control-Allow-Origin": "*",
        },
    )


def _last_event() -> datetime | None:
    return ReportEvent.objects.order_by("-pk").values_list("at", flat=True).first()
