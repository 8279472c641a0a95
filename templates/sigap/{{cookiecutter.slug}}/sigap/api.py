"""The API: tasks for who has a token, what LAKSA orders (by the apps' own), the card's figures."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from ninja.errors import HttpError
from pydantic import Field

from smartcity_base import links
from smartcity_base.api import indicator
from smartcity_base.config import config
from smartcity_base.models import Agency, Village
from smartcity_base.openapi import REFUSES, Moment, Page
from smartcity_base.tokens.auth import needs

from sigap import figures, orders
from sigap.models import Source, Task
from sigap.states import State
from sigap.work import Order

router = Router(tags=["tasks"])


class TaskOut(Schema):
    """A task without its officer: who works where is no matter of another system."""

    number: str
    state: str
    source: str
    reference: str
    title: str
    category: str
    priority: str
    agency: str = Field(alias="agency_id")
    village: str | None = Field(alias="village_id")
    address: str
    lon: float | None
    lat: float | None
    created_at: datetime
    due: datetime | None
    finished_at: datetime | None
    verified_at: datetime | None


class Tasks(Schema):
    count: int
    items: list[TaskOut]


class Narrow(Page):
    state: State | None = Field(None, description="Kosong: semua.")
    agency: str = Field("", description="Id instansi.", max_length=100)
    since: Moment | None = Field(None, description="Dibuat sejak waktu ini.")


class Told(Schema):
    """The task of an order; null when there was none to change."""

    task: str | None
    state: str | None = None
    url: str | None = None


class Place(Schema):
    lon: float | None = Field(None, ge=-180, le=180)
    lat: float | None = Field(None, ge=-90, le=90)
    address: str = Field("", max_length=200)
    village: str = ""


class Wanted(Schema):
    """A report that needs somebody on the spot. `cancelled`: the reason why it no longer does."""

    source: str = "laksa"
    reference: str = Field(max_length=40)
    title: str = Field(max_length=120)
    text: str = ""
    category: str = Field("", max_length=100)
    place: Place = Field(default_factory=lambda: Place.model_validate({}))
    agency: str
    due: Moment | None = None
    priority: str = "biasa"
    url: str = Field("", max_length=200)
    photos: list[str] = []
    cancelled: str = ""


@router.get("/tasks", auth=needs("tasks:read"), response=Tasks, summary="Tugas, terbaru lebih dulu")
def tasks(request: HttpRequest, response: HttpResponse, narrow: Query[Narrow]) -> dict[str, Any]:
    names = {"state": narrow.state, "agency": narrow.agency, "created_at__gte": narrow.since}
    found = Task.objects.filter(**{name: value for name, value in names.items() if value})
    count, page = narrow.of(request, response, found)
    return {"count": count, "items": page}


@router.post(
    "/tautan/tugas",
    auth=links.caller,
    response=Told,
    exclude_unset=True,
    summary="Tugas baru dari laporan warga",
    openapi_extra=REFUSES,
)
def order(request: HttpRequest, wanted: Wanted) -> dict[str, Any]:
    return links.once(request, lambda: _told(orders.take(_order(request, wanted), wanted.photos)))


@router.put(
    "/tautan/tugas/{reference}",
    auth=links.caller,
    response=Told,
    exclude_unset=True,
    summary="Perubahan atau pembatalan",
    openapi_extra=REFUSES,
)
def follow(request: HttpRequest, reference: str, wanted: Wanted) -> dict[str, Any]:
    def change() -> dict[str, Any]:
        task = orders.current(reference)
        if wanted.cancelled:
            task = orders.cancel(reference, wanted.cancelled)
        elif task is not None:
            orders.change(task, _order(request, wanted))
            task.refresh_from_db()
        return _told(task)

    return links.once(request, change)


def _order(request: HttpRequest, wanted: Wanted) -> Order:
    # Ninja sets what `caller` answered.
    if request.auth != Source.LAKSA or wanted.source != Source.LAKSA:  # type: ignore[attr-defined]
        raise HttpError(403, _("Hanya LAKSA yang dapat memesan tugas."))
    agency = Agency.objects.filter(pk=wanted.agency, active=True).first()
    if agency is None:
        message = _("Instansi %(agency)s tidak dikenal di SIGAP.")
        raise HttpError(409, message % {"agency": wanted.agency})
    place = wanted.place
    return Order(
        title=wanted.title,
        agency=agency,
        source=Source.LAKSA,
        text=wanted.text,
        category=wanted.category,
        village=Village.objects.filter(pk=place.village, active=True).first(),
        lon=place.lon,
        lat=place.lat,
        address=place.address,
        priority=orders.priority(wanted.priority),
        due=wanted.due,
        reference=wanted.reference,
        url=wanted.url,
    )


def _told(task: Task | None) -> dict[str, Any]:
    if task is None:
        return {"task": None}
    address = config().app.url + reverse("task", args=[task.number])
    return {"task": task.number, "state": task.state, "url": address}


def _now(figure: Callable[..., float | int | None]) -> float | int | None:
    return figure(timezone.now())


for _name, _figure in figures.FIGURES.items():
    indicator(_name)(partial(_now, _figure))
