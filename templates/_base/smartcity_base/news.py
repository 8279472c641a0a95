"""What LIVE announces as urgent stands on every page of every app: pulled, and kept.

LIVE gives it at /pengumuman/penting.json. The worker asks every two minutes, for nothing but "has
it changed" as a rule; an app shows what it had last for as long as LIVE does not answer.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from smartcity_base.config import config
from smartcity_base.jobs import periodic, task
from smartcity_base.kept import forget, kept
from smartcity_base.models import Headline
from smartcity_base.portal import PORTAL

log = logging.getLogger(__name__)

PATH = "/pengumuman/penting.json"
MOST = 3  # more of them on each page would be read by nobody
TIMEOUT_S = 10
LARGEST = 64 * 1024
_ETAG = "news:etag"


def headlines() -> list[Headline]:
    """What is shown today, newest first."""
    today = timezone.localdate()
    return [line for line in _all() if line.until is None or line.until >= today]


@kept
def _all() -> tuple[Headline, ...]:
    return tuple(Headline.objects.all())


@transaction.atomic
def keep(rows: Iterable[Mapping[str, Any]]) -> None:
    """Make these the headlines: {"id", "title", "url", "until": date or None}, in their order."""
    wanted = list(rows)[:MOST]
    Headline.objects.exclude(pk__in=[row["id"] for row in wanted]).delete()
    for order, row in enumerate(wanted):
        Headline.objects.update_or_create(
            pk=row["id"],
            defaults={
                "title": row["title"],
                "url": row["url"],
                "until": row["until"],
                "order": order,
            },
        )
    forget()


@periodic("ambil-pengumuman", every=timedelta(minutes=2))
@task()
def fetch() -> None:
    """Ask LIVE; it has no need to ask itself."""
    if config().app.name == PORTAL:
        return
    # Not `requests`: each app's worker would keep what that loads.
    from http.client import HTTPException
    from urllib.error import HTTPError
    from urllib.request import Request, urlopen

    live = next((app.url.rstrip("/") for app in config().apps if app.name == PORTAL), "")
    if not live.startswith(("https://", "http://")):
        return
    known = cache.get(_ETAG) if Headline.objects.exists() else None
    # S310 below: the scheme was looked at just now, and it is our own region's LIVE.
    asked = Request(live + PATH, headers={"If-None-Match": known} if known else {})  # noqa: S310
    try:
        with urlopen(asked, timeout=TIMEOUT_S) as answer:  # noqa: S310
            told, etag = json.loads(answer.read(LARGEST)), answer.headers.get("ETag")
            keep(_checked(told, live))
    except HTTPError as error:
        if error.code != 304:
            log.info("no announcements: HTTP %d", error.code)
        return
    except (OSError, HTTPException, ValueError, KeyError, TypeError) as error:
        log.info("no announcements: %s", type(error).__name__)
        return
    cache.set(_ETAG, etag, None)


def _checked(told: Any, live: str) -> list[dict[str, Any]]:
    """What LIVE said, as rows; ValueError, KeyError or TypeError where it is no such thing."""
    rows = []
    for item in told["announcements"]:
        url, until = str(item["url"]), item["until"]
        if not url.startswith(f"{live}/"):
            raise ValueError("an announcement of another place")
        rows.append(
            {
                "id": str(item["id"])[:80],
                "title": str(item["title"])[:150],
                "url": url[:500],
                "until": date.fromisoformat(until) if until else None,
            }
        )
    return rows
