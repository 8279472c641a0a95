from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import File, Query, Router, Schema, UploadedFile

from smartcity_base.api import indicator
from smartcity_base.models import Village
from smartcity_base.openapi import Moment, Page

router = Router()


class Thing(Schema):
    size: int


class Things(Schema):
    things: list[Thing]


@router.get("/hitung/{number}")
def count(request: HttpRequest, number: int) -> dict[str, int]:
    if number == 0:
        raise Http404
    return {"number": number}


@router.post("/kirim")
def send(request: HttpRequest, given: Things) -> int:
    return len(given.things)


@router.post("/berkas")
def file(request: HttpRequest, one: File[UploadedFile]) -> int:
    return one.size or 0


@router.get("/rusak")
def broken(request: HttpRequest) -> None:
    raise RuntimeError("a word of why")


@router.get("/sejak")
def since(request: HttpRequest, at: Moment) -> str:
    return at.isoformat()


@router.get("/wilayah")
def villages(request: HttpRequest, response: HttpResponse, page: Query[Page]) -> Any:
    count, found = page.of(request, response, Village.objects.order_by("pk"))
    return {"count": count, "items": [village.pk for village in found]}


@indicator("jumlah")
def amount() -> int:
    return 7
