"""What LIVE announces to the other apps, and to whoever reads feeds."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from smartcity_base import news, portal

from live.models import Announcement


def urgent() -> list[dict[str, Any]]:
    """What stands on top of every page now, as `news.keep` takes it."""
    return [
        {"id": one.slug, "title": one.title, "url": address(one), "until": one.until}
        for one in shown().filter(urgent=True)[: news.MOST]
    ]


def keep() -> None:
    """LIVE's own pages show the same; in the transaction of what was written or withdrawn."""
    news.keep(urgent())


def shown() -> QuerySet[Announcement]:
    return Announcement.objects.shown(timezone.localdate())


def address(announcement: Announcement) -> str:
    return portal.address(reverse("announcement", args=[announcement.slug]))
