"""The region's colours, logo and icons, served as files so that no page needs an inline style."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from smartcity_base.config import config

_KINDS = {".svg": "image/svg+xml", ".ico": "image/x-icon"}
# The address carries the version, so that it may be kept for ever and changes at once.
_FOREVER = "public, max-age=31536000, immutable"
# Asked for by a name that never changes.
_DAY = "public, max-age=86400"

ICONS = (
    "favicon.ico", "apple-touch-icon.png", "icon-192.png", "icon-512.png", "icon-maskable-512.png",
)  # fmt: skip


@lru_cache(maxsize=1)
def version() -> str:
    """A short hash of colours and logo."""
    return sha256(_css().encode() + config().logo.read_bytes()).hexdigest()[:12]


@require_safe
def stylesheet(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        _css(), content_type="text/css; charset=utf-8", headers={"Cache-Control": _FOREVER}
    )


@require_safe
def logo(request: HttpRequest) -> HttpResponse:
    """The region's logo.

    It may be an SVG: the policy lets it load and run nothing when it is opened alone.
    """
    policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return _picture(config().logo, _FOREVER, {"Content-Security-Policy": policy})


@require_safe
def icon(request: HttpRequest, name: str) -> HttpResponse:
    """What browsers and phones ask for by a fixed name; 404 where it was not drawn."""
    path = config().picture(name)
    if not path.is_file():
        raise Http404
    return _picture(path, _FOREVER if request.GET else _DAY)


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """The app as something to put on a phone's home screen. https://www.w3.org/TR/appmanifest/"""
    known = config()
    icons = [("icon-192.png", 192, "any"), ("icon-512.png", 512, "any"),
             ("icon-maskable-512.png", 512, "maskable")]  # fmt: skip
    body = {
        "name": known.full_title,
        "short_name": known.app.title,
        "description": known.app.summary,
        "lang": "id",
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "theme_color": known.branding.primary,
        "background_color": "#ffffff",
        "icons": [
            {"src": f"/{name}?{version()}", "sizes": f"{side}x{side}", "type": "image/png",
             "purpose": purpose}
            for name, side, purpose in icons
        ],
    }  # fmt: skip
    return JsonResponse(
        body, content_type="application/manifest+json", headers={"Cache-Control": _DAY}
    )


def _picture(path: Path, keep: str, headers: dict[str, str] | None = None) -> HttpResponse:
    kind = _KINDS.get(path.suffix, "image/png")
    return HttpResponse(
        path.read_bytes(), content_type=kind, headers={"Cache-Control": keep, **(headers or {})}
    )


def _css() -> str:
    brand = config().branding
    return (
        f":root{{--primary:{brand.primary};--primary-dark:{brand.primary_dark};"
        f"--on-primary:{brand.on_primary};--link:{brand.link};--link-dark:{brand.link_dark};"
        f"--tint:{brand.tint}}}"
    )
