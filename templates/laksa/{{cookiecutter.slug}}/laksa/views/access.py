"""The access log, for the administrator: who opened which report, and saw whose contact."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from smartcity_base import audit
from smartcity_base.roles import role_required

from laksa.models import Report
from laksa.privacy import access

PER_PAGE = 50


@never_cache
@require_safe
@role_required("administrator")
def log(request: HttpRequest) -> HttpResponse:
    """Newest first; `nomor` narrows it to one report. That it was read is logged as well."""
    number = request.GET.get("nomor", "").strip()[:20]
    page = Paginator(access.entries(number), PER_PAGE).get_page(request.GET.get("halaman"))
    numbers = dict(
        Report.objects.filter(pk__in=[access.report_id(entry) for entry in page]).values_list(
            "pk", "number"
        )
    )
    audit.record(request.user, access.LOG_READ, "laksa.report", number=number)
    rows = [(entry, access.role_name(entry), numbers[access.report_id(entry)]) for entry in page]
    return render(request, "laksa/access.html", {"rows": rows, "page": page, "number": number})
