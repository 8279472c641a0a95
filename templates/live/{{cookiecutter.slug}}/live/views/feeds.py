"""Announcements for other programs: the apps of the region (JSON) and feed readers (Atom)."""

from __future__ import annotations

from datetime import datetime, time

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from smartcity_base import portal
from smartcity_base.config import config

from live import announcing
from live.models import Announcement

NEWEST = 30


def _etag(request: HttpRequest) -> str:
    """Of what is urgent now: most of the time nothing has changed, and nothing is sent."""
    from hashlib import sha256

    return f'"{sha256(repr(announcing.urgent()).encode()).hexdigest()[:32]}"'


@require_safe
@condition(etag_func=_etag)
def urgent(request: HttpRequest) -> HttpResponse:
    """GET /pengumuman/penting.json, for smartcity_base.news in every app."""
    return JsonResponse({"announcements": announcing.urgent()})


class AtomFeed(Feed):  # type: ignore[type-arg]  # Django's own takes none at run time
    """GET /pengumuman/atom.xml (RFC 4287): the newest, whole."""

    feed_type = Atom1Feed

    def title(self) -> str:
        return _("Pengumuman %(region)s") % {"region": config().region.government}

    def link(self) -> str:
        return portal.address(reverse("announcements"))

    def feed_url(self) -> str:
        return portal.address(reverse("announcements_feed"))

    def author_name(self) -> str:
        return config().region.government

    def items(self) -> list[Announcement]:
        return list(announcing.shown()[:NEWEST])

    def item_title(self, item: Announcement) -> str:
        return item.title

    def item_description(self, item: Announcement) -> str:
        return item.body

    def item_link(self, item: Announcement) -> str:
        return announcing.address(item)

    def item_guid(self, item: Announcement) -> str:
        return announcing.address(item)

    def item_pubdate(self, item: Announcement) -> datetime:
        return timezone.make_aware(datetime.combine(item.date, time()))

    def item_updateddate(self, item: Announcement) -> datetime:
        return item.changed_at
