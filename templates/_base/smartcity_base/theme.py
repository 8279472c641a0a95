"""The region's colours and logo, served as files so that no page needs an inline style."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from mimetypes import guess_type

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from smartcity_base.config import config

# The address carries the version, so that it may be kept for ever and changes at once.
_FOREVER = "public, max-age=31536000, immutable"


@lru_cache(maxsize=1)
def version() -> str:
    """A short hash of colours and logo."""
    known = config()
    logo = known.logo.read_bytes() if known.logo else b""
    return sha256(_css().encode() + logo).hexdigest()[:12]


@require_safe
def stylesheet(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        _css(), content_type="text/css; charset=utf-8", headers={"Cache-Control": _FOREVER}
    )


@require_safe
def logo(request: HttpRequest) -> HttpResponseBase:
    """The region's logo. A picture may come as SVG: shown alone, it may load and run nothing."""
    path = config().logo
    if path is None:
        raise Http404
    response = FileResponse(path.open("rb"), content_type=guess_type(path.name)[0])
    response["Cache-Control"] = _FOREVER
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def _css() -> str:
    brand = config().branding
    return (
        f":root{{--primary:{brand.primary};--primary-dark:{brand.primary_dark};"
        f"--on-primary:{brand.on_primary}}}"
    )
