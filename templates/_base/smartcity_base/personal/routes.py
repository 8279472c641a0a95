"""What LIVE alone may ask of an app: a copy of what it holds of a person, and to erase it.

The person is named by the account's id; never by NIK, name or address.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.errors import HttpError
from pydantic import StrictBool

from smartcity_base import links
from smartcity_base.models import User
from smartcity_base.personal.holdings import Subject, copy, erase

router = Router(tags=["personal"])
LIVE = "live"


class Asked(Schema):
    """`checked`: LIVE knows that the account's address is the person's own."""

    sub: UUID
    checked: StrictBool = False


class Told(Schema):
    """What was copied or erased, part by part; empty: the person was never here."""

    parts: list[dict[str, Any]]


@router.post("/salinan", auth=links.caller, summary="Salinan data pribadi seseorang", response=Told)
def give_copy(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    subject = _subject(request, asked)
    return {"parts": copy(subject) if subject else []}


@router.post("/hapus", auth=links.caller, summary="Menghapus data pribadi seseorang", response=Told)
def take_away(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    subject = _subject(request, asked)
    return links.once(request, lambda: {"parts": erase(subject) if subject else []})


def _subject(request: HttpRequest, asked: Asked) -> Subject | None:
    """None: the person was never here. Raises 403 for any other app than LIVE."""
    if request.auth != LIVE:  # type: ignore[attr-defined]  # ninja sets what `caller` answered
        raise HttpError(403, "LIVE alone may ask this.")
    user = User.objects.filter(pk=asked.sub).first()
    if user is None:
        return None
    return Subject(user, (user.email or "") if asked.checked else "")
