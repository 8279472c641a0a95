"""Figures for other people's pages: a frame that any site may show, and how to put it there."""

from datetime import timedelta
from typing import Any

from csp.decorators import csp_replace, csp_update
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from smartcity_base.config import config

from laksa import queries
from laksa.forms import FigureFilter
from laksa.measures import summary

DAYS = 30
KEPT_S = 300
NEWEST = 3


@require_safe
@csp_update({"frame-src": ["'self'"]})
def embed(request: HttpRequest) -> HttpResponse:
    """GET /sematkan/: the frame as it looks, and the line of HTML that shows it elsewhere."""
    form = FigureFilter(request.GET)
    del form.fields["period"], form.fields["agency"]
    query = "&".join(f"{name}={value.pk}" for name, value in form.wanted().items())
    path = reverse("frame") + (f"?{query}" if query else "")
    context = {"form": form, "path": path, "address": config().app.url + path}
    return render(request, "laksa/embed.html", context | {"narrowed": bool(query)})


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # this page alone: it has no form and knows no visitor
@cache_control(public=True, max_age=KEPT_S)
def frame(request: HttpRequest) -> HttpResponse:
    """GET /sematkan/bingkai/: the last 30 days in four lines, for an iframe."""
    wanted = FigureFilter(request.GET).wanted()
    names = ("category", "district")
    about: dict[str, Any] = {name: wanted[name] for name in names if name in wanted}
    key = "laksa:bingkai:" + ":".join(f"{name}={value.pk}" for name, value in about.items())
    told = cache.get_or_set(key, lambda: _told(about), KEPT_S)
    return render(request, "laksa/frame.html", {"about": about, "days": DAYS, **(told or {})})


def _told(about: dict[str, Any]) -> dict[str, Any]:
    now, today = timezone.now(), timezone.localdate()
    measures = queries.public_measures(about, today - timedelta(DAYS - 1), today)
    newest = queries.public(about)[:NEWEST]
    return {"whole": summary.whole(measures, now), "newest": list(newest)}
