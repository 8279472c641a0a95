"""What every page knows: the region, this app, and the others."""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from typing import Any

from django.http import HttpRequest
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from smartcity_base import news
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
        "frame": frame(),
        "has_open_data": has_open_data(),
        "headlines": news.headlines,  # a template that shows them asks
    }


@lru_cache(maxsize=1)
def frame() -> str:
    """What a page of the base extends: the app's own page with its menu, when it has one."""
    for name in ("page", "base"):
        try:
            get_template(f"{config().app.name}/{name}.html")
        except TemplateDoesNotExist:
            continue
        return f"{config().app.name}/{name}.html"
    return "base/base.html"


@lru_cache(maxsize=1)
def has_open_data() -> bool:
    return find_spec(f"{config().app.name}.opendata") is not None
