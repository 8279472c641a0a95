"""Where the region's apps tell LIVE of a person, each by the token that the two share."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.errors import HttpError
from pydantic import Field, StrictBool

from smartcity_base import links
from smartcity_base.notices import SUBJECT, TEXT, Kind
from smartcity_base.openapi import REFUSES, Moment
from smartcity_base.submissions import TITLE

from live.inbox.take import Unacceptable, take

router = Router(tags=["inbox"])
URL = Field(max_length=500)


class Notice(Schema):
    """A message to a person of LIVE; `about` is the reference of a submission."""

    person: UUID
    kind: Kind = Kind.OTHER
    subject: str = Field(min_length=1, max_length=SUBJECT)
    text: str = Field("", max_length=TEXT)
    url: str = URL
    at: Moment
    about: str = Field("", max_length=60)
    thread: str = Field("", max_length=250)
    reply_to: str = Field("", max_length=254)


class Submission(Schema):
    """How something that a person submitted stands now."""

    person: UUID
    reference: str = Field(min_length=1, max_length=60)
    title: str = Field(max_length=TITLE)
    state: str = Field(max_length=60)
    colour: Literal["red", "yellow", "green", "grey"]
    url: str = URL
    at: Moment
    ended: StrictBool = False


class Withdrawn(Schema):
    """It became secret: it is forgotten here, with the notices about it."""

    person: UUID
    reference: str = Field(min_length=1, max_length=60)
    withdrawn: Literal[True]


class Taken(Schema):
    """It is kept, or had been kept before."""

    taken: bool


@router.post(
    "/kabar",
    auth=links.caller,
    response=Taken,
    summary="Kabar untuk kotak masuk seseorang",
    openapi_extra=REFUSES,
)
def notice(request: HttpRequest, told: Notice) -> dict[str, Any]:
    return _taken(request, "kabar", told)


@router.post(
    "/pengajuan",
    auth=links.caller,
    response=Taken,
    summary="Keadaan pengajuan seseorang",
    openapi_extra=REFUSES,
)
def submission(request: HttpRequest, told: Withdrawn | Submission) -> dict[str, Any]:
    return _taken(request, "pengajuan", told)


def _taken(request: HttpRequest, what: str, told: Schema) -> dict[str, Any]:
    sender: str = request.auth  # type: ignore[attr-defined]  # ninja sets what `caller` answered

    def do() -> dict[str, Any]:
        try:
            take(what, sender, told.model_dump(mode="json"))
        except Unacceptable as refusal:
            raise HttpError(409, str(refusal)) from refusal
        return {"taken": True}

    return links.once(request, do)
