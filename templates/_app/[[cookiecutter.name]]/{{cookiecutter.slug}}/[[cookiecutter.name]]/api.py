"""The API: the public list, and the figures of the card."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from smartcity_base.api import indicator
from smartcity_base.openapi import Page

from [[ cookiecutter.name ]] import queries
from [[ cookiecutter.name ]].models import Item, ItemEvent

router = Router(tags=["items"])
PERIOD = timedelta(days=30)


class Narrow(Page):
    q: str = Field("", max_length=100)
[% if cookiecutter.table %]
    kind: str = Field("", description="Id jenis.", max_length=60)
[% endif %]
    district: str = Field("", description="Kode Kemendagri kecamatan.", max_length=8)


class ItemOut(Schema):
    id: int
    title: str
    text: str
[% if cookiecutter.table %]
    kind: str = Field(alias="kind_id")
[% endif %]
    agency: str = Field(alias="agency_id")
    village: str | None = Field(alias="village_id")


class Items(Schema):
    count: int
    items: list[ItemOut]


@router.get("/items", response=Items, summary="Butir yang tampil")
def items(request: HttpRequest, response: HttpResponse, narrow: Query[Narrow]) -> dict[str, object]:
    count, page = narrow.of(request, response, queries.public(narrow.dict()))
    return {"count": count, "items": page}


@router.get("/items/{int:item_id}", response=ItemOut, summary="Satu butir")
def item(request: HttpRequest, item_id: int) -> Item:
    found = queries.public({}).filter(pk=item_id).first()
    if found is None:
        raise Http404
    return found


@indicator("shown")
def shown() -> int:
    return queries.public({}).count()


@indicator("changed")
def changed() -> int:
    since = timezone.now() - PERIOD
    return ItemEvent.objects.filter(at__gt=since).values("item").distinct().count()
