"""Whom to call when it cannot wait: a page that opens without a line once it was seen."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from smartcity_base import theme
from smartcity_base.context import region

_ASK_AGAIN = "public, max-age=3600"


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The same for everybody, and so made without the request: any browser may keep it.

    In the visitor's language, which is a cookie.
    """
    body = render_to_string("base/emergency.html", region(request))
    return HttpResponse(body, headers={"Cache-Control": _ASK_AGAIN, "Vary": "Cookie"})


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """A service worker for this page alone: it keeps the page and what it needs to be read.

    It carries what it keeps, so that a new release or another colour makes it another worker.
    """
    version = theme.version()
    kept = [
        reverse("emergency"),
        static("base/smartcity.css"),
        static("base/icons.svg"),
        f"{reverse('theme')}?{version}",
        f"{reverse('logo')}?{version}",
    ]
    said = {"name": json.dumps(f"darurat-{version}"), "kept": json.dumps(kept)}
    return HttpResponse(
        render_to_string("base/emergency.js", said),
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "no-cache"},
    )
