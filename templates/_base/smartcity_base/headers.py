"""What every answer forbids the browser, beside Django's own; and /.well-known/security.txt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from smartcity_base.config import config

# Where a report is, and nothing else; not for anything inside a frame.
_ALLOWED = {"geolocation": "(self)"}
_REFUSED = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "gyroscope",
    "hid", "magnetometer", "microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS = ", ".join(
    f"{name}={_ALLOWED.get(name, '()')}" for name in sorted({*_ALLOWED, *_REFUSED})
)
SECURITY_TXT_LIFE = timedelta(days=180)  # RFC 9116, 2.5.5: less than a year


def close_to_others(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: no page of another site may load ours, or use the device through them."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        answer = get_response(request)
        answer.headers.setdefault("Permissions-Policy", PERMISSIONS)
        answer.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return answer

    return middleware


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a weakness (RFC 9116): the region's public contact, or else its portal."""
    known = config()
    ways = [
        f"Contact: mailto:{known.contact.email}" if known.contact.email else "",
        f"Contact: tel:{''.join(c for c in known.contact.phone if c.isdigit() or c == '+')}"
        if known.contact.phone
        else "",
    ]
    portal = known.apps[0].url if known.apps else known.app.url
    told = [way for way in ways if way] or [f"Contact: {portal}"]
    until = (timezone.now() + SECURITY_TXT_LIFE).replace(microsecond=0)
    lines = [
        *told,
        f"Expires: {until.isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: id, en",
        f"Canonical: {known.app.origin}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
