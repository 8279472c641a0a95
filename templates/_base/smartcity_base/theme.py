"""The region's colours and logo, served as files so that no page needs an inline style."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from mimetypes import guess_type

from django.http import HttpRequest, HttpResponse
from django.utils.html import escape
from django.views.decorators.http import require_safe

from smartcity_base.config import config

_SVG = "image/svg+xml"
# The address carries the version, so that it may be kept for ever and changes at once.
_FOREVER = "public, max-age=31536000, immutable"


@lru_cache(maxsize=1)
def version() -> str:
    """A short hash of colours and logo."""
    known = config()
    logo = known.logo.read_bytes() if known.logo else known.region.name.encode()
    return sha256(_css().encode() + logo).hexdigest()[:12]


@require_safe
def stylesheet(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        _css(), content_type="text/css; charset=utf-8", headers={"Cache-Control": _FOREVER}
    )


@require_safe
def logo(request: HttpRequest) -> HttpResponse:
    """The region's logo, or its initials until there is one.

    A picture may come as SVG: the policy lets it load and run nothing when it is opened alone.
    """
    path = config().logo
    body, kind = (path.read_bytes(), guess_type(path.name)[0]) if path else (_initials(), _SVG)
    policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return HttpResponse(
        body,
        content_type=kind,
        headers={"Cache-Control": _FOREVER, "Content-Security-Policy": policy},
    )


def _css() -> str:
    brand = config().branding
    return (
        f":root{{--primary:{brand.primary};--primary-dark:{brand.primary_dark};"
        f"--on-primary:{brand.on_primary}}}"
    )


def _initials() -> bytes:
    """KG on the region's colour for Kota Gorontalo: neutral, and clearly no coat of arms."""
    known = config()
    letters = "".join(word[0] for word in known.region.name.split()[:2]).upper()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">'
        f'<rect width="40" height="40" rx="6" fill="{escape(known.branding.primary)}"/>'
        f'<text x="20" y="26" text-anchor="middle" font-family="sans-serif" font-weight="700"'
        f' font-size="17" fill="{escape(known.branding.on_primary)}">{escape(letters)}</text></svg>'
    ).encode()
