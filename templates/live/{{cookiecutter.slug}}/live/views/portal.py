"""What a citizen opens first: the region's services, what is new, and a search that forgives."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from smartcity_base.config import App, config

from live import directory, search
from live.models import Announcement

_NEWEST = 3
_FIRST = 5


@require_safe
def portal(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("q", "").strip()[: search.LONGEST]
    services = [app for app in config().apps if app.name != config().app.name]
    found = search.find(asked, services) if asked else services
    return render(
        request,
        "live/portal.html",
        {
            "asked": asked,
            "groups": _grouped(found),
            "found": len(found),
            "shelves": directory.shelves(),
            **(_also_found(asked) if asked else {}),
            "announcements": Announcement.objects.shown(timezone.localdate())[:_NEWEST],
        },
    )


@require_safe
def announcements(request: HttpRequest) -> HttpResponse:
    shown = Announcement.objects.shown(timezone.localdate())
    return render(request, "live/announcements.html", {"announcements": shown[:50]})


@require_safe
def announcement(request: HttpRequest, slug: str) -> HttpResponse:
    shown = Announcement.objects.shown(timezone.localdate())
    return render(
        request, "live/announcement.html", {"announcement": get_object_or_404(shown, slug=slug)}
    )


def _also_found(asked: str) -> dict[str, Any]:
    """What the directories have for these words, beside the apps."""
    services = directory.find_services(asked)
    return {
        "services": services[:_FIRST],
        "found_services": len(services),
        "found_places": directory.places(asked).count(),
    }


def _grouped(apps: list[App]) -> dict[str, list[App]]:
    """In the order of region.json: a group stands where its first app does."""
    groups: dict[str, list[App]] = {}
    for app in apps:
        groups.setdefault(app.group, []).append(app)
    return groups
