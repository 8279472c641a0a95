"""The monthly reports: the list, the files, and making one again."""

from datetime import date, datetime

from django.contrib import messages
from django.core.files.storage import default_storage
from django.db.models import Min
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST, require_safe

from smartcity_base import audit
from smartcity_base.models import User
from smartcity_base.roles import role_required
from smartcity_base.uploads import send_upload

from laksa.models import Measure
from laksa.monthly.content import month_before
from laksa.monthly.make import file_of

MONTHS = 25


@never_cache
@require_safe
def monthly(request: HttpRequest) -> HttpResponse:
    """GET /angka/bulanan/: newest first; what is not there, only who can have it made sees."""
    known = [(month, default_storage.exists(file_of(month))) for month in _months()]
    user = request.user
    if not (isinstance(user, User) and user.has_role("administrator")):
        known = [(month, made) for month, made in known if made]
    context = {"months": known, "current": timezone.localdate().replace(day=1)}
    return render(request, "laksa/monthly.html", context)


@require_safe
@cache_control(public=True, max_age=3600)
def monthly_file(request: HttpRequest, month: str) -> HttpResponseBase:
    """GET /angka/bulanan/2026-06.pdf"""
    begun = _month(month)
    answer = send_upload(file_of(begun), "application/pdf")
    name = f"laporan-bulanan-{begun:%Y-%m}.pdf"
    # To keep, not to show: in the sandbox that every upload is sent in, no viewer starts.
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_POST
@role_required("administrator")
def make_monthly(request: HttpRequest) -> HttpResponse:
    """POST /angka/bulanan/buat/: the worker makes it, with the figures as they are now."""
    from laksa.jobs import make_report_of

    month = _month(request.POST.get("month", ""))
    if month not in _months():
        raise Http404
    make_report_of.enqueue(month.isoformat())
    user = request.user if isinstance(request.user, User) else None
    audit.record(user, "monthly-report", f"{month:%Y-%m}")
    messages.success(request, _("Laporan sedang dibuat. Muat ulang halaman ini sebentar lagi."))
    return redirect("monthly")


def _months() -> list[date]:
    """From this month back to that of the first report, or two years."""
    first = Measure.objects.filter(public=True).aggregate(Min("day"))["day__min"]
    month = timezone.localdate().replace(day=1)
    found: list[date] = []
    while first and month >= first.replace(day=1) and len(found) < MONTHS:
        found.append(month)
        month = month_before(month)
    return found


def _month(written: str) -> date:
    try:
        return datetime.strptime(written, "%Y-%m").date()
    except ValueError as error:
        raise Http404 from error
