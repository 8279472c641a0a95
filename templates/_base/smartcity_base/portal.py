"""LIVE, as every app knows it: the one place where a person finds what all apps have for them.

What an app tells it goes through the outbox: written with the deed, once, in order, and not lost
while LIVE is away. What LIVE tells itself is done at once (`live.inbox.take`).
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from smartcity_base import outbox
from smartcity_base.config import config
from smartcity_base.links import linked

PORTAL = "live"
PATH = "/api/v1/tautan/{}"


def tell(what: str, told: Mapping[str, Any], subject: str) -> None:
    """Tell LIVE of a `what` ("kabar", "pengajuan"), in the transaction of the deed.

    Where no LIVE is linked (a programmer's own runserver) there is nobody to tell.
    """
    if config().app.name == PORTAL:
        import_module(f"{PORTAL}.inbox.take").take(what, PORTAL, told)
    elif linked(PORTAL) is not None:
        outbox.send(PORTAL, "POST", PATH.format(what), told, subject=subject)


def address(path: str) -> str:
    """A path of this app as LIVE's pages and letters have it."""
    return config().app.url.rstrip("/") + path
