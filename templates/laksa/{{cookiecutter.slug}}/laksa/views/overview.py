"""One page for the head of the region: what is late, where, and with whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from smartcity_base.models import User
from smartcity_base.roles import role_required
from smartcity_base.workdays import Calendar, working_days_between

from laksa import work
from laksa.measures import summary
from laksa.models import Measure, Report
from laksa.states import OPEN

DAYS = 30
# What fits on one sheet of A4 beside the rest.
AGENCIES, DISTRICTS, REPORTS = 8, 8, 12


@dataclass
class Overdue:
    """The late reports of one agency or district."""

    label: str
    late: int = 0
    longest: int = 0  # working days


@never_cache
@require_safe
@role_required("administrator")
def overview(request: HttpRequest) -> HttpResponse:
    """GET /ringkasan/: a sheet of paper, from all reports that an administrator may see."""
    now, today, calendar = timezone.now(), timezone.localdate(), Calendar.load()
    reports = work.reports_for(cast(User, request.user))
    waiting = reports.filter(due__lt=now).order_by("due", "pk")
    late = list(waiting.select_related("agency", "category", "village__district"))
    days = {report.pk: working_days_between(report.due or now, now, calendar) for report in late}
    measures = Measure.objects.filter(report__in=reports)
    recent = measures.filter(day__gt=today - timedelta(DAYS))
    before = measures.filter(day__gt=today - timedelta(2 * DAYS), day__lte=today - timedelta(DAYS))
    agencies = _overdue(((report.agency.label, days[report.pk]) for report in late), AGENCIES)
    places = ((_district(report), days[report.pk]) for report in late)
    context = {
        "at": now,
        "days": DAYS,
        "late": len(late),
        "open": reports.filter(state__in=OPEN).count(),
        "recent": summary.whole(recent, now),
        "before": summary.whole(before, now),
        "agencies": agencies,
        "districts": _overdue(places, DISTRICTS),
        "reports": [(report, days[report.pk]) for report in late[:REPORTS]],
        "more": max(len(late) - REPORTS, 0),
    }
    return render(request, "laksa/overview.html", context)


def _overdue(late: Iterable[tuple[str, int]], most: int) -> list[Overdue]:
    """Most late reports first, then whose have waited longest."""
    found: dict[str, Overdue] = {}
    for label, days in late:
        line = found.setdefault(label, Overdue(label))
        line.late += 1
        line.longest = max(line.longest, days)
    return sorted(found.values(), key=lambda line: (-line.late, -line.longest, line.label))[:most]


def _district(report: Report) -> str:
    return report.village.district.name if report.village else "–"
