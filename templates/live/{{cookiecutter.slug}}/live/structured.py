"""What a page says to machines: schema.org as JSON-LD, for search engines and assistants.

https://schema.org/GovernmentService. Such a script is data: no browser runs it, and the
Content-Security-Policy has nothing to say about it.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from smartcity_base.config import config
from smartcity_base.models import Agency

from live.models import Service
from live.standard import app_of
from live.templatetags.live import points

_CONTEXT = "https://schema.org"


def service(told: Service) -> dict[str, Any]:
    """A service, who gives it, where to apply and what it costs."""
    about: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "GovernmentService",
        "name": told.name,
        "description": told.description,
        "url": _at("service", told.pk),
        "serviceOperator": agency(told.agency) if told.agency else _government(),
        "areaServed": {"@type": "AdministrativeArea", "name": config().region.name},
        "serviceOutput": told.product,
        "availableChannel": _channel(told),
        "keywords": ", ".join([*points(told.topics), *points(told.keywords)]),
    }
    if told.cost.isascii() and told.cost.isdigit():
        about["offers"] = {"@type": "Offer", "price": told.cost, "priceCurrency": "IDR"}
    return _without_gaps(about)


def agency(told: Agency) -> dict[str, Any]:
    return _without_gaps(
        {
            "@type": "GovernmentOrganization",
            "name": told.name,
            "alternateName": told.short_name,
            "url": _at("agency", told.pk),
            "email": told.email,
            "telephone": told.phone,
            "address": told.address,
        }
    )


def agency_page(told: Agency) -> dict[str, Any]:
    return {"@context": _CONTEXT, **agency(told)}


def _channel(told: Service) -> dict[str, Any]:
    app = app_of(told)
    place = told.place
    return _without_gaps(
        {
            "@type": "ServiceChannel",
            "serviceUrl": told.url or (app.url if app else ""),
            "servicePhone": told.agency.phone if told.agency else "",
            "serviceLocation": _without_gaps(
                {
                    "@type": "Place",
                    "name": place.name if place else "",
                    "address": place.address if place else "",
                }
            ),
        }
    )


def _government() -> dict[str, Any]:
    known = config()
    return {
        "@type": "GovernmentOrganization",
        "name": known.region.government,
        "url": known.app.origin,
    }


def _at(view: str, *args: str) -> str:
    return config().app.origin + reverse(view, args=args)


def _without_gaps(about: dict[str, Any]) -> dict[str, Any]:
    """Without what is not known; a thing of which only its type is known is nothing."""
    told = {name: value for name, value in about.items() if value not in ("", None, {})}
    return {} if set(told) == {"@type"} else told
