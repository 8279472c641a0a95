"""The review queue: personal data caught in public words, for an officer to judge."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from smartcity_base.models import User
from smartcity_base.roles import role_required

from laksa import work
from laksa.privacy import access, review
from laksa.privacy.models import Decision, Finding
from laksa.views.queue import STAFF

PER_PAGE = 25


@never_cache
@require_safe
@role_required(*STAFF)
def findings(request: HttpRequest) -> HttpResponse:
    """What waits in the reports of this officer, oldest first."""
    user = _staff(request)
    waiting = review.waiting(work.in_charge(user))
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("halaman"))
    for finding in page:
        access.opened(user, finding.report, contact=False)
    return render(request, "laksa/review.html", {"page": page})


@never_cache
@require_POST
@role_required(*STAFF)
def decide(request: HttpRequest, pk: int, decision: str) -> HttpResponse:
    """`tutup` or `buka`; a decision may be taken back by the other one."""
    user = _staff(request)
    theirs = Finding.objects.filter(report__in=work.in_charge(user)).select_related("report")
    finding = get_object_or_404(theirs, pk=pk)
    if decision not in Finding.DECIDED:
        raise Http404
    review.decide(finding, Decision(decision), user)
    said = _("%(number)s: %(kind)s – %(decision)s.")
    told = {"number": finding.report.number, "kind": finding.get_kind_display()}
    messages.success(request, said % {**told, "decision": finding.get_decision_display()})
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return redirect(back if safe else "review")


def _staff(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  (role_required sees to it)
    return request.user
