"""The public figures: what was counted, how long it took, and how that was computed."""

from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from laksa import queries
from laksa.forms import FigureFilter
from laksa.measures import summary
from laksa.measures.worktime import office_hours
from laksa.models import Measure

# Adding up 200,000 reports takes the database a good second: it is done once for all who ask.
KEPT_S = 300


@require_safe
@cache_control(private=True, max_age=60)
def figures(request: HttpRequest) -> HttpResponse:
    """GET /angka/: the figures of the public reports, narrowed by the filter above them."""
    form = FigureFilter(request.GET)
    wanted, (first, last) = form.wanted(), form.span()
    chosen = {name: value.pk for name, value in wanted.items() if name in summary.BY}
    key = f"laksa:angka:{first}:{last}:{sorted(chosen.items())}"
    told = cache.get_or_set(
        key, lambda: compute(queries.public_measures(wanted, first, last)), KEPT_S
    )
    opens, closes = office_hours()
    context = {
        "form": form,
        "narrowed": bool(chosen) or "period" in wanted,
        "first": first,
        "last": last,
        "opens": opens,
        "closes": closes,
        "per_day": closes - opens,
    }
    return render(request, "laksa/figures.html", context | told)


def compute(measures: QuerySet[Measure]) -> dict[str, Any]:
    """All the tables of the page, and the moment of which they speak."""
    now = timezone.now()
    return {
        "at": now,
        "whole": summary.whole(measures, now),
        "months": summary.by_month(measures, now),
        "tables": {name: summary.by(name, measures, now) for name in summary.BY},
    }
