"""Whom to call when it cannot wait: a page that opens without a line (see shell.py)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from smartcity_base.context import region

_ASK_AGAIN = "public, max-age=3600"


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The same for everybody, and so made without the request: any browser may keep it.

    In the visitor's language, which is a cookie.
    """
    body = render_to_string("base/emergency.html", region(request))
    return HttpResponse(body, headers={"Cache-Control": _ASK_AGAIN, "Vary": "Cookie"})
