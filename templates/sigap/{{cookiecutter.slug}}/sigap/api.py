"""The API: what LAKSA orders (by the apps' own token), and the figures of the card."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Schema
from ninja.errors import HttpError
from pydantic import Field

from smartcity_base import links
from smartcity_base.api import indicator
from smartcity_base.config import config
from smartcity_base.models import Agency, Village

from sigap import figures, orders
from sigap.models import Source, Task
from sigap.work import Order

router = Router(tags=["tasks"])


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
    due: datetime | None = None
    priority: str = "biasa"
    url: str = Field("", max_length=200)
    photos: list[str] = []
    cancelled: str = ""


@router.post("/tautan/tugas", auth=links.caller, summary="Tugas baru dari laporan warga")
def order(request: HttpRequest, wanted: Wanted) -> dict[str, Any]:
    return links.once(request, lambda: _told(orders.take(_order(request, wanted), wanted.photos)))


@router.put("/tautan/tugas/{reference}", auth=links.caller, summary="Perubahan atau pembatalan")
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
        raise HttpError(422, message % {"agency": wanted.agency})
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
