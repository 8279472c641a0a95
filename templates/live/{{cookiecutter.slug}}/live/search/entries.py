"""What can be found in this region, and the index of it that each process keeps."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smartcity_base.config import config
from smartcity_base.models import Agency, Place

from live.models import Announcement, Service, Synonym
from live.search.index import Entry, Index
from live.search.synonyms import Group, group, known

KINDS = {
    "emergency": _("Nomor darurat"),
    "service": _("Layanan"),
    "app": _("Aplikasi"),
    "agency": _("Instansi"),
    "place": _("Tempat"),
    "announcement": _("Pengumuman"),
}
"""What kinds of things are found, in the order in which a page offers them."""

_EDITION = "live:search:edition"
_MOST_OF_A_BODY = 2_000
_Edition = tuple[object, ...]
_kept: tuple[float, _Edition, Index] | None = None


def index() -> Index:
    """The index of what is there now: made anew after a load or a change of an announcement."""
    global _kept
    now = time.monotonic()
    if _kept and settings.KEPT_S and now - _kept[0] < settings.KEPT_S:
        return _kept[2]
    edition = _edition()
    same = _kept is not None and _kept[1] == edition
    made = _kept[2] if _kept and same else Index(entries(), synonyms())
    _kept = (now, edition, made)
    return made


def changed() -> None:
    """A load has changed what is there: every process learns of it within KEPT_S seconds."""
    cache.set(_EDITION, uuid.uuid4().hex, None)


def _edition() -> _Edition:
    counted = Announcement.objects.aggregate(n=Count("pk"), at=Max("changed_at"))
    tables = tuple(model._default_manager.count() for model in (Service, Agency, Place, Synonym))
    return (cache.get(_EDITION), counted["n"], counted["at"], timezone.localdate(), *tables)


def synonyms() -> Iterator[Group]:
    yield from known()
    for word, also in Synonym.objects.values_list("word", "also"):
        yield group([word, *also.split(";")])


def entries() -> Iterator[Entry]:
    """In an order that decides between equals."""
    for call in config().emergency:
        yield Entry("emergency", call.number, call.name, call.number, call.about, 1.3)
    for app in config().apps:
        if app.name != config().app.name:
            yield Entry("app", app.name, app.title, app.summary, app.group, 1.1)
    for service in Service.objects.filter(active=True).select_related("agency"):
        agency = service.agency
        by = f"{agency.short_name} {agency.name}" if agency else ""
        yield Entry(
            "service",
            service.pk,
            service.name,
            f"{service.topics} {service.keywords} {by}",
            f"{service.description} {service.product}",
            1.1,
        )
    for one in Agency.objects.filter(active=True):
        yield Entry("agency", one.pk, one.name, one.short_name)
    for place in Place.objects.filter(active=True).select_related("village", "district"):
        areas = " ".join(area.name for area in (place.village, place.district) if area)
        kind = place.get_kind_display()
        yield Entry("place", place.pk, place.name, f"{kind} {areas}", place.address, 0.95)
    for told in Announcement.objects.shown(timezone.localdate()):
        yield Entry("announcement", told.slug, told.title, "", told.body[:_MOST_OF_A_BODY], 0.95)
