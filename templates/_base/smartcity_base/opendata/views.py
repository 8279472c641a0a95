"""The open data's page with its dictionaries, its files, and its catalogue."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from smartcity_base import dcat
from smartcity_base.opendata.csvw import metadata
from smartcity_base.opendata.dataset import Dataset, File, datasets
from smartcity_base.tables.columns import values
from smartcity_base.tables.write import as_csv

HOUR_S = 3600
# Whoever wants to show it on a page of their own may.
OPEN = {"Access-Control-Allow-Origin": "*"}
_public = cache_control(public=True, max_age=HOUR_S)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """GET /data/: what there is, what each column means, and under which licence."""
    context = {"datasets": _there(), "licence": dcat.licence()}
    return render(request, "base/data.html", context)


@require_safe
@_public
def catalogue(request: HttpRequest) -> HttpResponseBase:
    """GET /data/katalog.jsonld: for other portals."""
    first, *_more = _there()

    def send(request: HttpRequest) -> HttpResponse:
        return _json(dcat.catalogue(datasets()), "application/ld+json")

    return _unless_known(first, send)(request)


@require_safe
@_public
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """GET /data/laporan.csv, its metadata, and what else a data set has."""
    for dataset in datasets():
        if name == dataset.metadata:
            return _json(metadata(dataset), "application/csvm+json")
        others = {other.name: partial(_other, other) for other in dataset.files}
        send = ({dataset.csv: partial(_csv, dataset)} | others).get(name)
        if send:
            return _unless_known(dataset, send)(request)
    raise Http404


def _other(file: File, request: HttpRequest) -> StreamingHttpResponse:
    return _text(file.text(request), file.media_type, file.name)


def _csv(dataset: Dataset, request: HttpRequest) -> StreamingHttpResponse:
    names = [column.name for column in dataset.columns]
    rows = values(dataset.columns, dataset.rows(request))
    return _text(as_csv(names, rows), "text/csv; charset=utf-8; header=present", dataset.csv)


def _text(text: Any, media_type: str, name: str) -> StreamingHttpResponse:
    """Sent as it is read."""
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(text, content_type=media_type, headers=OPEN | disposition)


def _json(told: dict[str, Any], media_type: str) -> JsonResponse:
    return JsonResponse(told, content_type=media_type, headers=OPEN)


def _unless_known(
    dataset: Dataset, send: Callable[[HttpRequest], HttpResponseBase]
) -> Callable[[HttpRequest], HttpResponseBase]:
    """304 to who has it already, where the data set knows of what it was made."""
    made: Callable[[HttpRequest], HttpResponseBase] = (
        condition(etag_func=dataset.etag)(send) if dataset.etag else send
    )
    return made


def _there() -> tuple[Dataset, ...]:
    found = datasets()
    if not found:
        raise Http404
    return found
