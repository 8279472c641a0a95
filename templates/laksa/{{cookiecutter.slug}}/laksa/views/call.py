"""An operator types a telephone call, and reads the number and the code to the caller."""

import uuid

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from smartcity_base import audit
from smartcity_base.models import User
from smartcity_base.roles import role_required
from smartcity_base.tiles import allow_tiles, map_options

from laksa import intake, work
from laksa.channels.forms import CallForm
from laksa.channels.models import Arrival, Channel
from laksa.models import Report
from laksa.numbers import spaced_code
from laksa.states import Action, Actor
from laksa.support import nearby
from laksa.work import Deed

NOTED = "laporan-telepon-dicatat"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@role_required("operator", "administrator")
@allow_tiles
def call(request: HttpRequest) -> HttpResponse:
    """The form; then, this once, what the caller has to write down."""
    assert isinstance(request.user, User)  # noqa: S101  (role_required sees to it)
    if request.method != "POST":
        return render(request, "laksa/call.html", {"form": CallForm()} | map_options())
    form = CallForm(request.POST)
    earlier = Report.objects.filter(
        submission__in=_submission(request), channel=Channel.PHONE
    ).first()
    if earlier is None and not form.is_valid():
        return render(request, "laksa/call.html", {"form": form} | map_options(), status=422)
    report = earlier or _make(request.user, form)
    context = {
        "report": report,
        "code": spaced_code(report.code),
        # The caller is still there to be asked whether it is the same.
        "alike": nearby.alike(nearby.of_report(report), work.reports_for(request.user)),
    }
    return render(request, "laksa/call_done.html", context)


def _submission(request: HttpRequest) -> list[uuid.UUID]:
    """The name of this very form, when it was sent already: the button was pressed twice."""
    try:
        return [uuid.UUID(request.POST.get("submission", ""))]
    except ValueError:
        return []


def _make(user: User, form: CallForm) -> Report:
    with transaction.atomic():
        report = intake.receive(form.sent(None))
        if form.cleaned_data["incident"]:
            Arrival.objects.create(
                channel=Channel.PHONE,
                reference=form.cleaned_data["incident"],
                report=report,
                at=timezone.now(),
            )
        audit.record(user, NOTED, report)
        if priority := form.cleaned_data["priority"]:
            deed = Deed(priority=priority)
            work.perform(report, Action.PRIORITISE, Actor.OPERATOR, user, deed)
    return report
