"""The public figures: what was counted, how long it took, and how that was computed."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from smartcity_base.tiles import allow_tiles, map_options

from laksa import queries
from laksa.forms import FigureFilter
from laksa.measures import heat, summary
from laksa.measures.worktime import office_hours
from laksa.models import Measure

# Adding up 200,000 reports takes the database a good second: it is done once for all who ask.
KEPT_S = 300


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """GET /angka/: the figures of the public reports, narrowed by the filter above them."""
    form = FigureFilter(request.GET)
    told = _kept("angka", form, compute)
    opens, closes = office_hours()
    context = {
        "form": form,
        "narrowed": bool(form.wanted()),
        "query": request.GET.urlencode(),
        "first": form.span()[0],
        "last": form.span()[1],
        "opens": opens,
        "closes": closes,
        "per_day": closes - opens,
    }
    return render(request, "laksa/figures.html", context | told)


def compute(measures: QuerySet[Measure]) -> dict[str, Any]:
    """All the tables of the page, and the moment of which they speak."""
    now = timezone.now()
    in_years = summary.is_long(measures)
    return {
        "at": now,
        "whole": summary.whole(measures, now),
        "in_years": in_years,
        "trend": (summary.by_year if in_years else summary.by_month)(measures, now),
        "tables": {name: summary.by(name, measures, now) for name in summary.BY},
    }


@require_safe
@allow_tiles
def heat_map(request: HttpRequest) -> HttpResponse:
    """GET /angka/peta/: where most reports are; the table says the same in villages."""
    form = FigureFilter(request.GET)
    context = {"form": form, "narrowed": bool(form.wanted()), "query": request.GET.urlencode()}
    return render(
        request, "laksa/heat.html", context | map_options() | _kept("peta", form, _places)
    )


@require_safe
@cache_control(public=True, max_age=KEPT_S)
def heat_grid(request: HttpRequest) -> JsonResponse:
    """GET /angka/peta.json: the squares of the map."""
    return JsonResponse(
        _kept("kotak", FigureFilter(request.GET), heat.grid), content_type="application/geo+json"
    )


def _places(measures: QuerySet[Measure]) -> dict[str, Any]:
    with_point = measures.exclude(column=None).count()
    return {
        "with_point": with_point,
        "without_point": measures.count() - with_point,
        "villages": heat.by_village(measures),
    }


def _kept(name: str, form: FigureFilter, make: Callable[[QuerySet[Measure]], Any]) -> Any:
    """What `make` computes of the reports that the form wants, or has computed just now."""
    wanted, span = form.wanted(), form.span()
    chosen = sorted((key, value.pk) for key, value in wanted.items() if key in summary.BY)
    digest = hashlib.sha256(f"{span} {chosen}".encode()).hexdigest()[:24]
    measures = queries.public_measures(wanted, *span)
    return cache.get_or_set(
        f"laksa:{name}:{get_language()}:{digest}", lambda: make(measures), KEPT_S
    )
