"""What a citizen opens first: the region's services, what is new, and a search that forgives."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from smartcity_base.config import App, config

from live import directory
from live.models import Announcement

_NEWEST = 3
_TOPICS = 9


@require_safe
def portal(request: HttpRequest) -> HttpResponse:
    if asked := request.GET.get("q", "").strip():  # where the search was before
        return redirect(f"{reverse('search')}?{urlencode({'q': asked})}")
    apps = [app for app in config().apps if app.name != config().app.name]
    return render(
        request,
        "live/portal.html",
        {
            "groups": _grouped(apps),
            "shelves": directory.shelves(),
            "topics": _most_used(directory.topics()),
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


def _most_used(topics: dict[str, directory.Topic]) -> list[directory.Topic]:
    """Those with the most services, as many as the first page has room for."""
    by_size = sorted(topics.values(), key=lambda topic: (-len(topic.services), topic.name))
    return sorted(by_size[:_TOPICS], key=lambda topic: topic.name)


def _grouped(apps: list[App]) -> dict[str, list[App]]:
    """In the order of region.json: a group stands where its first app does."""
    groups: dict[str, list[App]] = {}
    for app in apps:
        groups.setdefault(app.group, []).append(app)
    return groups
