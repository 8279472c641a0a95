"""One press on somebody else's report: I see that too."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from smartcity_base.models import User

from laksa import limits, queries
from laksa.models import Report
from laksa.support.deeds import Support, support
from laksa.work import Refused

SEEN = "laksa-didukung"  # the reports that this browser has supported
REMEMBERED = 100


@require_POST
def press(request: HttpRequest, number: str) -> HttpResponse:
    """Support without a word; once for each browser."""
    report = get_object_or_404(queries.public({}), number=number.upper())
    seen = request.session.get(SEEN, [])
    if report.number not in seen and _support(request, report):
        request.session[SEEN] = [*seen, report.number][-REMEMBERED:]
    return redirect("report", number=report.number)


def thank(request: HttpRequest, report: Report) -> None:
    said = _("Terima kasih. Anda ikut mendukung laporan %(number)s.")
    messages.success(request, said % {"number": report.number})


def _support(request: HttpRequest, report: Report) -> bool:
    limits.SENT.count(request)
    user = request.user if isinstance(request.user, User) else None
    try:
        support(report, Support(_submission(request), user=user))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    thank(request, report)
    return True


def _submission(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("submission", ""))
    except ValueError:
        return uuid.uuid4()
