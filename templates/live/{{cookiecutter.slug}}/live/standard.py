"""A service's standard: which components UU 25/2009 article 21 has, and what of them is published.

PermenPANRB 15/2014 parts them: six are about the delivery, and every citizen is to know them; eight
are about how the agency sees to it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from smartcity_base.config import App, config

from live.models import Service

MANAGED = {
    "legal_basis": _("Dasar hukum"),
    "facilities": _("Sarana, prasarana, dan fasilitas"),
    "competence": _("Kompetensi pelaksana"),
    "supervision": _("Pengawasan internal"),
    "staff_count": _("Jumlah pelaksana"),
    "guarantee": _("Jaminan pelayanan"),
    "safety": _("Jaminan keamanan dan keselamatan"),
    "evaluation": _("Evaluasi kinerja pelaksana"),
}
"""The eight of managing a service, in the order of the law, with their names."""


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    text: str


def managed(service: Service) -> list[Part]:
    """Those of the eight that the region tells."""
    told = ((title, getattr(service, name)) for name, title in MANAGED.items())
    return [Part(str(title), text) for title, text in told if text]


def is_complete(service: Service) -> bool:
    """Whether the six of the delivery are all there."""
    words = (service.requirements, service.steps, service.cost, service.product, service.complaints)
    return all(words) and (service.days is not None or bool(service.time))


def app_of(service: Service) -> App | None:
    """The app in which this is applied for, where the region has it."""
    return next((app for app in config().apps if service.app and app.name == service.app), None)
