"""What an app has told LIVE, as its tests look at it: the messages that wait in the outbox."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from smartcity_base.models import Outgoing, User
from smartcity_base.portal import PATH, PORTAL


def notices() -> list[Any]:
    """Each with `person` (the User), `subject`, `text`, `url`, `kind` …, in their order."""
    return [
        SimpleNamespace(**{**body, "person": User.objects.get(pk=body["person"])})
        for body in _told("kabar")
    ]


def submissions() -> list[Any]:
    """Each with `reference`, `title`, `state`, `colour`, `ended` … as told, in their order."""
    return [SimpleNamespace(**body) for body in _told("pengajuan")]


def _told(what: str) -> list[dict[str, Any]]:
    rows = Outgoing.objects.filter(to=PORTAL, path=PATH.format(what)).order_by("pk")
    return list(rows.values_list("body", flat=True))


def forget() -> None:
    """Look only at what comes from here on."""
    Outgoing.objects.all().delete()
