"""The monthly reports: the list, the files, and making one again."""

from datetime import date, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST, require_safe

from smartcity_base import audit
from smartcity_base.models import User
from smartcity_base.papers.serve import send
from smartcity_base.roles import role_required

from laksa.monthly.make import months, report_of


@never_cache
@require_safe
def monthly(request: HttpRequest) -> HttpResponse:
    """GET /angka/bulanan/: newest first; what is not there, only who can have it made sees."""
    known = [(month, report_of(month)) for month in months()]
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
    report = report_of(begun)
    if report is None:
        raise Http404
    return send(report, f"laporan-bulanan-{begun:%Y-%m}.pdf")


@require_POST
@role_required("administrator")
def make_monthly(request: HttpRequest) -> HttpResponse:
    """POST /angka/bulanan/buat/: the worker makes it, with the figures as they are now."""
    from laksa.jobs import make_report_of

    month = _month(request.POST.get("month", ""))
    if month not in months():
        raise Http404
    make_report_of.enqueue(month.isoformat())
    user = request.user if isinstance(request.user, User) else None
    audit.record(user, "monthly-report", f"{month:%Y-%m}")
    messages.success(request, _("Laporan sedang dibuat. Muat ulang halaman ini sebentar lagi."))
    return redirect("monthly")


def _month(written: str) -> date:
    try:
        return datetime.strptime(written, "%Y-%m").date()
    except ValueError as error:
        raise Http404 from error
