"""Sending a report: the first page, and the form."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from smartcity_base.config import config
from smartcity_base.levels import RESIDENT, level_required
from smartcity_base.limits import TooMany
from smartcity_base.models import User, Village
from smartcity_base.shared import shared

from laksa import figures, intake, limits, photos, queries
from laksa.again import Made, made_before
from laksa.forms import ReportForm
from laksa.models import Category, Photo
from laksa.support import deeds, nearby
from laksa.support.deeds import Support
from laksa.support.nearby import About, Near
from laksa.support.views import thank
from laksa.work import Refused

WORKS_THE_QUEUE = ("operator", "officer", "head")


@require_safe
@shared
def home(request: HttpRequest) -> HttpResponse:
    """What to report, as tiles that begin the form; how things stand; what others reported."""
    if isinstance(request.user, User):  # each to the one page that they come for
        if request.user.has_role("leader"):
            return redirect("overview")
        if request.user.has_role(*WORKS_THE_QUEUE):
            return redirect("queue")
    return render(
        request,
        "laksa/home.html",
        {
            "categories": Category.objects.filter(active=True),
            "received": figures.received(timezone.now()),
            "closed": figures.closed(timezone.now()),
            "open": figures.open_reports(timezone.now()),
            "latest": queries.rows(queries.public({}))[:5],
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@level_required(RESIDENT, setting="verified_senders")
def send(request: HttpRequest) -> HttpResponse:
    """The form. A mistake costs nothing that was typed, and no photo that was uploaded."""
    user = request.user if isinstance(request.user, User) else None
    if request.method != "POST":
        return _page(request, ReportForm(initial=_known(request, user)))
    data = request.POST.copy()
    submission = _submission(data.get("submission", ""))
    before = made_before(submission)
    if before.code is not None and before.text == data.get("text", "").strip():
        return redirect("follow", code=before.code)
    if before.supported is not None:
        return redirect("report", number=before.supported)
    if before.code is not None:
        # Somebody went back to the form and wrote another report in it.
        submission, before = uuid.uuid4(), Made()
    data["submission"] = str(submission)
    form = ReportForm(data, request.FILES)
    valid = form.is_valid()
    try:
        limits.SENT.count(request)
    except TooMany as refusal:
        form.add_error(None, str(refusal))
        return refusal.on(_page(request, form))
    kept = photos.drafts(submission) if before.photos else []
    kept, fresh = _take_photos(form, submission, kept, request.POST.getlist("drop"))
    if not valid or not form.is_valid():
        photos.keep(fresh)
        return _page(request, form, kept + fresh)
    sent = form.sent(user)
    if number := request.POST.get("dukung"):
        photos.keep(fresh)
        return _support(request, form, sent, number)
    # What is told in secret goes to the agency alone, never behind somebody's public report.
    if config().setting("suggest_duplicates") and not (sent.secret or data.get("berbeda")):
        known = About(sent.category, sent.text, sent.lon, sent.lat, _code(sent.village))
        if found := nearby.alike(known):
            photos.keep(fresh)
            return _page(request, form, kept + fresh, alike=found)
    report = intake.receive(sent, kept + fresh)
    return redirect("follow", code=report.code)


def _support(
    request: HttpRequest, form: ReportForm, sent: intake.Sent, number: str
) -> HttpResponse:
    """Somebody else was first: this form stands behind their report."""
    report = get_object_or_404(queries.public({}), number=number)
    given = Support(
        sent.submission, sent.text, sent.name, sent.email, sent.phone, sent.anonymous, sent.user
    )
    try:
        deeds.support(report, given)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, photos.drafts(sent.submission))
    thank(request, report)
    return redirect("report", number=report.number)


def _code(village: Village | None) -> str | None:
    return village.pk if village else None


def _page(
    request: HttpRequest,
    form: ReportForm,
    kept: list[Photo] | None = None,
    status: int = 200,
    alike: list[Near] | None = None,
) -> HttpResponse:
    context = {
        "alike": alike,
        "form": form,
        "kept": kept or [],
        # The tile was pressed on the page before: one line instead of all the tiles again.
        "chosen": Category.objects.filter(pk=form.initial.get("category"), active=True).first(),
        "photo_limit": config().setting("photo_limit"),
        "has_mail": config().mail is not None,
    }
    return render(request, "laksa/send.html", context, status=status)


def _submission(given: str) -> uuid.UUID:
    try:
        return uuid.UUID(given)
    except ValueError:
        return uuid.uuid4()


def _take_photos(
    form: ReportForm, submission: uuid.UUID, kept: list[Photo], drop: list[str]
) -> tuple[list[Photo], list[Photo]]:
    """What stays of the photos that were kept, and those that came now and are not saved yet."""
    dropped = [photo for photo in kept if str(photo.pk) in drop]
    stay = [photo for photo in kept if photo not in dropped]
    photos.discard(dropped)
    limit = config().setting("photo_limit")
    files = form.cleaned_data.get("photos") or []
    if len(stay) + len(files) > limit:
        form.add_error("photos", _("Paling banyak %(limit)d foto.") % {"limit": limit})
        return stay, []
    fresh, rejected = photos.write_down(submission, files)
    for complaint in rejected:
        form.add_error("photos", complaint)
    return stay, fresh


def _known(request: HttpRequest, user: User | None) -> dict[str, object]:
    """What need not be asked: the tile that was pressed, and who is signed in."""
    known: dict[str, object] = {"submission": uuid.uuid4()}
    if "jenis" in request.GET:
        known["category"] = request.GET["jenis"]
    if user is not None:
        known |= {"name": user.name, "email": user.email or "", "phone": user.phone}
    return known
