"""One page for the head of the region: what is late, where, and with whom."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Count, F, Min, QuerySet, When
from django.db.models.expressions import Combinable
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from smartcity_base.roles import role_required
from smartcity_base.workdays import Calendar, working_days_between

from laksa.measures import summary
from laksa.models import Measure, Report
from laksa.states import OPEN

DAYS = 30
# What fits on one sheet of A4 beside the rest.
AGENCIES, DISTRICTS, REPORTS = 8, 8, 12


@dataclass(frozen=True)
class Overdue:
    """The late reports of one agency or district."""

    label: str
    late: int
    longest: int  # working days


@never_cache
@require_safe
@role_required("leader", "administrator")
def overview(request: HttpRequest) -> HttpResponse:
    """GET /ringkasan/: a sheet of paper, from all reports.

    A leader reads which are late, and of those what strangers read: they handle none.
    """
    now, today, calendar = timezone.now(), timezone.localdate(), Calendar.load()
    reports = Report.objects.all()
    waiting = reports.filter(due__lt=now).order_by("due", "pk")
    shown = waiting.select_related("agency", "category", "village__district")[:REPORTS]
    late = waiting.count()
    measures = Measure.objects.filter(report__in=reports)
    recent = measures.filter(day__gt=today - timedelta(DAYS))
    before = measures.filter(day__gt=today - timedelta(2 * DAYS), day__lte=today - timedelta(DAYS))

    def days_since(due: datetime) -> int:
        return working_days_between(due, now, calendar)

    context = {
        "at": now,
        "days": DAYS,
        "late": late,
        "open": reports.filter(state__in=OPEN).count(),
        "recent": summary.whole(recent, now),
        "before": summary.whole(before, now),
        "agencies": _overdue(waiting, _AGENCY, days_since)[:AGENCIES],
        "districts": _overdue(waiting, F("village__district__name"), days_since)[:DISTRICTS],
        "reports": [(report, days_since(report.due)) for report in shown if report.due],
        "more": max(late - REPORTS, 0),
        # The decorator lets nobody in who is not signed in.
        "handles": request.user.has_role("administrator"),  # type: ignore[union-attr]
    }
    return render(request, "laksa/overview.html", context)


_AGENCY = Case(When(agency__short_name="", then="agency__name"), default="agency__short_name")


def _overdue(
    waiting: QuerySet[Report], name: Combinable, days_since: Callable[[datetime], int]
) -> list[Overdue]:
    """Most late reports first, then whose have waited longest."""
    rows = waiting.order_by().values(name=name).annotate(late=Count("pk"), since=Min("due"))
    return [
        Overdue(row["name"] or "–", row["late"], days_since(row["since"]))
        for row in rows.order_by("-late", "since")
    ]
