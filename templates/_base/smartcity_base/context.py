"""What every page knows: the region, this app, and the others."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from smartcity_base.config import config
from smartcity_base.theme import version


def region(request: HttpRequest) -> dict[str, Any]:
    known = config()
    return {
        "region": known.region,
        "branding": known.branding,
        "contact": known.contact,
        "app": known.app,
        "apps": known.apps,
        "portal": known.portal,
        "brand": known.brand,
        "emergency": known.emergency,
        "theme_version": version(),
    }
