"""When a session is over: unused for too long, too old, or in another browser.

Peraturan BSSN 4/2021, session management. The region's profile says how long (`safety`); a role of
a card may say otherwise for people who work hours without signal (`idle_minutes`). Citizens have no
idle limit: their phone is their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from django.http import HttpRequest
from django.utils import timezone

from smartcity_base.config import config
from smartcity_base.models import User

SEEN_EVERY = timedelta(minutes=1)  # how exactly the last use is known
Idle = Callable[[], timedelta | None]


class Over(Exception):
    """The session has ended; `reason`: idle, old or moved."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def idle_of(roles: Iterable[tuple[str, str]]) -> timedelta | None:
    """How long somebody with these (app, role) may be away: the longest of them; None: no limit."""
    known = {(app.name, role): about for app in config().apps for role, about in app.roles.items()}
    usual = config().safety.idle_minutes
    spans = [int(known.get(role, {}).get("idle_minutes") or usual) for role in roles]
    return timedelta(minutes=max(spans)) if spans else None


def idle_here(user: User) -> timedelta | None:
    """The same by the roles that this person has in this app."""
    return idle_of((config().app.name, role) for role in user.roles)


def longest() -> timedelta:
    """How long a session lasts at most, however much it is used."""
    return timedelta(hours=config().safety.session_hours)


def browser(said: str) -> str:
    """A sum of what a browser says it is, without versions: it may be renewed meanwhile."""
    return sha256(re.sub(r"[\d._]+", "", said[:300]).encode()).hexdigest()[:32]


def browser_of(request: HttpRequest) -> str:
    return browser(request.headers.get("User-Agent", ""))


def check(
    request: HttpRequest,
    *,
    began: datetime,
    seen: datetime,
    browser: str,
    idle: Idle,
    bound: Callable[[], bool] = lambda: True,
) -> None:
    """Raise Over, or tell the page by `request.idle` how long its reader may be away.

    `bound`: whether `longest` is for this person.
    """
    now = timezone.now()
    if browser and browser != browser_of(request):
        raise Over("moved")
    if now - began > longest() and bound():
        raise Over("old")
    # Most requests come soon after the last one: who is an officer is not asked for those.
    if now - seen > SEEN_EVERY and (limit := idle()) and now - seen > limit + SEEN_EVERY:
        raise Over("idle")
    # Django's request takes what a middleware puts on it.
    request.idle = idle  # type: ignore[attr-defined]
    request.seen_at = seen  # type: ignore[attr-defined]


def passive(request: HttpRequest) -> bool:
    """A page that only asks how long it has left is no sign of its reader."""
    return request.method == "GET" and request.path == "/sesi.json"
