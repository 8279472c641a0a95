"""An operator types a telephone call, and reads the number and the code to the caller."""

import uuid

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from smartcity_base import audit
from smartcity_base.roles import role_required

from laksa import intake
from laksa.channels.forms import CallForm
from laksa.channels.models import Arrival, Channel
from laksa.models import Report
from laksa.numbers import spaced_code

NOTED = "laporan-telepon-dicatat"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@role_required("operator", "administrator")
def call(request: HttpRequest) -> HttpResponse:
    """The form; then, this once, what the caller has to write down."""
    if request.method != "POST":
        return render(request, "laksa/call.html", {"form": CallForm()})
    form = CallForm(request.POST)
    earlier = Report.objects.filter(
        submission__in=_submission(request), channel=Channel.PHONE
    ).first()
    if earlier is None and not form.is_valid():
        return render(request, "laksa/call.html", {"form": form}, status=422)
    report = earlier or _make(request, form)
    context = {"report": report, "code": spaced_code(report.code)}
    return render(request, "laksa/call_done.html", context)


def _submission(request: HttpRequest) -> list[uuid.UUID]:
    """The name of this very form, when it was sent already: the button was pressed twice."""
    try:
        return [uuid.UUID(request.POST.get("submission", ""))]
    except ValueError:
        return []


def _make(request: HttpRequest, form: CallForm) -> Report:
    with transaction.atomic():
        report = intake.receive(form.sent(None))
        if form.cleaned_data["incident"]:
            Arrival.objects.create(
                channel=Channel.PHONE,
                reference=form.cleaned_data["incident"],
                report=report,
                at=timezone.now(),
            )
        audit.record(request.user, NOTED, report)
    return report
