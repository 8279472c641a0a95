"""What the region tells of itself: its services, its places, and how to reach its agencies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils.text import slugify

from smartcity_base.kept import kept
from smartcity_base.models import Agency, Place

from live import search
from live.models import Service
from live.templatetags.live import points

M = TypeVar("M", bound=Model)

_MOST = 500  # of a kind that one search lists


@dataclass(frozen=True, slots=True)
class Topic:
    """What people need something for ("Kelahiran"), as the services name it."""

    slug: str
    name: str
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shelves:
    """How much there is of each; what is empty has no link."""

    services: int
    places: int
    agencies: int

    @property
    def any(self) -> bool:
        return bool(self.services or self.places or self.agencies)


def shelves() -> Shelves:
    reachable = agencies().exclude(phone="", email="", address="")
    return Shelves(
        services=services().count(),
        places=Place.objects.filter(active=True).count(),
        agencies=reachable.count(),
    )


def services() -> QuerySet[Service]:
    return Service.objects.filter(active=True).select_related("agency")


@kept
def topics() -> dict[str, Topic]:
    """By their slug, in the order of their names."""
    named: dict[str, tuple[str, list[str]]] = {}
    for pk, told in services().values_list("pk", "topics"):
        for name in points(told):
            if slug := slugify(name):
                named.setdefault(slug, (name, []))[1].append(pk)
    found = (Topic(slug, name, tuple(pks)) for slug, (name, pks) in named.items())
    return {topic.slug: topic for topic in sorted(found, key=lambda topic: topic.name)}


def find_services(asked: str) -> list[Service]:
    """Those that suit the words asked, best first, slips of the finger forgiven."""
    return _in_order(services(), _found(asked, "service"))


def agencies() -> QuerySet[Agency]:
    return Agency.objects.filter(active=True).select_related("parent")


def find_agencies(asked: str) -> list[Agency]:
    return _in_order(agencies(), _found(asked, "agency"))


def _found(asked: str, kind: str) -> list[str]:
    found = search.index().find(asked, kind)
    return [entry.key for entry in found.entries[:_MOST]] if found.whole else []


def _in_order(rows: QuerySet[M], keys: list[str]) -> list[M]:
    there = rows.in_bulk(keys)
    return [there[key] for key in keys if key in there]


def places(asked: str = "", kind: str = "", district: str = "") -> QuerySet[Place]:
    """Those that the words asked are about, of that kind and there."""
    found = Place.objects.filter(active=True).select_related("district", "village")
    if kind:
        found = found.filter(kind=kind)
    if district:
        found = found.filter(district=district)
    return found.filter(pk__in=_found(asked, "place")) if asked else found
