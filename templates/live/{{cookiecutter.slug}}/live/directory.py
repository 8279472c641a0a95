"""What the region tells of itself: its services, its places, and how to reach its agencies."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from smartcity_base.models import Agency, Place

from live import search
from live.models import Service

_MOST = 2000  # services that one search looks at: more than any region has a standard for


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


def find_services(asked: str) -> list[Service]:
    """Those that suit the words asked, best first, slips of the finger forgiven."""
    return search.best(asked, services()[:_MOST], _said_of)


def _said_of(service: Service) -> str:
    agency = service.agency
    by = f"{agency.name} {agency.short_name}" if agency else ""
    return f"{service.name} {by} {service.description}"


def agencies(asked: str = "") -> QuerySet[Agency]:
    found = Agency.objects.filter(active=True).select_related("parent")
    for word in asked.split():
        found = found.filter(Q(name__icontains=word) | Q(short_name__icontains=word))
    return found


def places(asked: str = "", kind: str = "", district: str = "") -> QuerySet[Place]:
    """Each word asked is in the name, the address, or the name of the area."""
    found = Place.objects.filter(active=True).select_related("district", "village")
    if kind:
        found = found.filter(kind=kind)
    if district:
        found = found.filter(district=district)
    for word in asked.split():
        found = found.filter(
            Q(name__icontains=word)
            | Q(address__icontains=word)
            | Q(village__name__icontains=word)
            | Q(district__name__icontains=word)
        )
    return found
