"""The reporter's own page: whoever has the code may read, add, and open the report again."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from smartcity_base.documents.forms import DocumentForm
from smartcity_base.documents.views import send as send_document
from smartcity_base.limits import limited
from smartcity_base.models import User
from smartcity_base.papers.serve import send

from laksa import documents, limits, photos, queries, survey, timeline, work
from laksa.forms import DeedForm
from laksa.models import Photo, Report
from laksa.numbers import plain_code, spaced_code
from laksa.privacy import access
from laksa.receipt.make import receipt_of
from laksa.states import Action, Actor, Audience
from laksa.views.act import act
from laksa.views.browse import send_photo

LOOKS = 10  # the latest; of the rest, how many


@require_http_methods(["GET", "HEAD", "POST"])
@limited(limits.TRACKED)
def track(request: HttpRequest) -> HttpResponse:
    """From a number to the public page, from a code to the reporter's own."""
    typed = request.POST.get("nomor", "").strip()
    if not typed:
        return render(request, "laksa/track.html")
    found = queries.open_to_all().filter(number=typed.upper()).first()
    if found is not None:
        return redirect("report", number=found.number)
    found = Report.objects.filter(code=plain_code(typed)).first()
    if found is not None:
        return redirect("follow", code=found.code)
    fault = _(
        "Tidak ada laporan dengan nomor atau kode “%(typed)s”. Periksa lagi tulisannya."
        " Laporan rahasia hanya dapat dibuka dengan kodenya."
    )
    context = {"typed": typed, "fault": fault % {"typed": typed}}
    return render(request, "laksa/track.html", context, status=404)


@never_cache
@require_safe
def follow(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, _own(code))


@never_cache
@require_POST
def reporter_act(request: HttpRequest, code: str, action: str) -> HttpResponse:
    """Answer or reopen; what is wrong comes back with the words that were typed."""
    report = _own(code)
    form = act(request, report, action, Actor.REPORTER)
    if form is None:
        return redirect("follow", code=report.code)
    return _page(request, report, form)


@never_cache
@require_safe
def own_photo(request: HttpRequest, code: str, photo_id: str, size: str) -> HttpResponseBase:
    """The reporter sees their photos before anybody has verified them."""
    report = _own(code)
    found = get_object_or_404(Photo, pk=photo_id, report=report)
    if str(found.pk) in report.hidden_photos or (
        found.event is None or found.event.audience == Audience.OFFICERS
    ):
        raise Http404
    return send_photo(found.shown, size)


@never_cache
@require_POST
@limited(limits.SENT)
def attach(request: HttpRequest, code: str) -> HttpResponse:
    """A document of the reporter, while the report is open."""
    report = _own(code)
    form = DocumentForm(request.POST, request.FILES)
    user = request.user if isinstance(request.user, User) else None
    if not report.is_open or form.attach(report, user, documents.PARTIES) is None:
        return _page(request, report, document_form=form)
    messages.success(request, _("Dokumen sudah ditambahkan."))
    return redirect("follow", code=report.code)


@never_cache
@require_safe
def own_document(request: HttpRequest, code: str, pk: UUID) -> HttpResponseBase:
    """What both sides may read, for whoever has the code."""
    return send_document(get_object_or_404(documents.of_reporter(_own(code)), pk=pk))


@never_cache
@require_safe
def own_receipt(request: HttpRequest, code: str) -> HttpResponseBase:
    """GET /ikuti/<code>/tanda-terima.pdf"""
    report = _own(code)
    return send(receipt_of(report), f"tanda-terima-{report.number}.pdf")


@never_cache
@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """The reports of a citizen who was signed in when they sent them."""
    assert isinstance(request.user, User)  # noqa: S101  (login_required sees to it)
    reports = queries.with_names(request.user.reports.all())
    return render(request, "laksa/mine.html", {"reports": reports})


@never_cache
@require_safe
@login_required
def own(request: HttpRequest, number: str) -> HttpResponse:
    """The same page for who was signed in when they sent it: LIVE and mailboxes need no code."""
    assert isinstance(request.user, User)  # noqa: S101  (login_required sees to it)
    report = get_object_or_404(request.user.reports, number=number.upper())
    return redirect("follow", code=report.code)


def _own(code: str) -> Report:
    return get_object_or_404(queries.with_names(Report.objects.all()), code=plain_code(code))


def _page(
    request: HttpRequest,
    report: Report,
    faulty: DeedForm | None = None,
    document_form: DocumentForm | None = None,
) -> HttpResponse:
    forms = [
        faulty
        if faulty is not None and faulty.action == action
        else DeedForm(report, action, Actor.REPORTER, None, None)
        for action in work.possible(report, Actor.REPORTER)
    ]
    seen = access.looks_at(report)
    context = {
        "report": report,
        "reader": "reporter",
        "code": spaced_code(report.code),
        "steps": timeline.steps(report),
        "lines": timeline.lines(report, Audience.PARTIES),
        # A word on the result is asked for before anything else.
        "forms": sorted(forms, key=lambda form: form.action != Action.RATE),
        "compared": photos.before_and_after(report),
        "looks": seen[:LOOKS],
        "more_looks": len(seen[LOOKS:]),
        "survey": survey.address(report),
        "can_reopen": Action.REOPEN in work.possible(report, Actor.REPORTER),
    }
    context |= documents.for_reporter(report, document_form)
    status = 422 if faulty or document_form else 200
    return render(request, "laksa/follow.html", context, status=status)
