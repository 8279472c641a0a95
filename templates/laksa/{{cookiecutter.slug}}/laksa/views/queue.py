"""The officers' side: what waits for them, and one report with all that may be done to it."""

from collections.abc import Iterable, Iterator

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from smartcity_base.documents.forms import DocumentForm
from smartcity_base.models import User
from smartcity_base.roles import role_required
from smartcity_base.signin.proof import proven_recently
from smartcity_base.tables import export
from smartcity_base.tiles import allow_tiles, map_options
from smartcity_base.workdays import Calendar

from laksa import documents, queries, timeline, work
from laksa.field import views as field
from laksa.forms import DeedForm, QueueFilter
from laksa.forms.bulk import BulkForm
from laksa.models import Photo, Report
from laksa.privacy import access, review
from laksa.replies.fill import filled, for_report
from laksa.states import OPEN, Action, Actor, Audience, Need, State, find
from laksa.support import nearby
from laksa.tables import QUEUE
from laksa.views import memory
from laksa.views.act import act
from laksa.views.browse import send_photo

PER_PAGE, MANY = 25, 100
STAFF = ("operator", "officer", "head", "administrator")


@never_cache
@require_safe
@role_required(*STAFF)
def queue(request: HttpRequest) -> HttpResponseBase:
    """What has priority first, then by deadline; an officer sees those of their agency alone."""
    if query := memory.remembered(request):
        return redirect(f"{request.path}?{query}")
    user = _staff(request)
    reports = work.reports_for(user)
    form = QueueFilter(request.GET)
    sees_all = user.has_role("operator", "administrator")
    if not sees_all:
        del form.fields["agency"]
    found = queries.queue(reports, form.wanted())
    if export.wanted(request):
        return export.answer(request, "antrean", QUEUE, found.prefetch_related(None))
    per_page = MANY if request.GET.get("banyak") else PER_PAGE
    page = Paginator(found, per_page).get_page(request.GET.get("halaman"))
    counts = queries.counts(reports, timezone.now())
    context = {
        "form": form,
        "reader": "officer",
        "sees_all": sees_all,
        "tabs": [(state.value, state.label, counts[state]) for state in State if state in OPEN],
        "page": page,
        "rows": list(_rows(user, page)),
        "counts": counts,
        "many": MANY,
        "few": PER_PAGE,
        "narrowed": any(
            request.GET.get(name) for name in form.fields if name not in {"state", "tab"}
        ),
        "clear": f"{request.path}?{memory.FORGET}=1",
        "bulk": BulkForm(),
        "wanted": form.wanted(),
        "special": form.wanted().get("tab") in {"late", "soon", "appeal"},
        "calendar": Calendar.load(),
        "to_review": review.waiting(work.in_charge(user)).count(),
        "no_agency": not sees_all and not user.reach(),
    }
    return render(request, "laksa/queue.html", context)


@never_cache
@require_safe
@role_required(*STAFF)
@allow_tiles
def work_on(request: HttpRequest, number: str) -> HttpResponse:
    user = _staff(request)
    return _page(request, user, _theirs(user, number))


@never_cache
@require_POST
@role_required(*STAFF)
@allow_tiles
def officer_act(request: HttpRequest, number: str, action: str) -> HttpResponse:
    """Do what was posted, then back to where it was posted from; or say why not."""
    user = _staff(request)
    report = _theirs(user, number)
    form = act(request, report, action, _actor(user, report))
    if form is not None:
        return _page(request, user, report, form)
    back = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        return redirect(back)
    if not work.reports_for(user).filter(pk=report.pk).exists():
        return redirect("queue")  # it belongs to another agency now
    return redirect("work", number=report.number)


@never_cache
@require_POST
@role_required(*STAFF)
@allow_tiles
def attach(request: HttpRequest, number: str) -> HttpResponse:
    """Keep a document of the report; what is wrong with it comes back beside the field."""
    user = _staff(request)
    report = _theirs(user, number)
    form = documents.OfficerDocumentForm(request.POST, request.FILES)
    if not form.is_valid() or form.attach(report, user, form.part) is None:
        return _page(request, user, report, document_form=form)
    messages.success(request, _("Dokumen sudah ditambahkan."))
    return redirect("work", number=report.number)


@never_cache
@require_safe
@role_required(*STAFF)
def officer_photo(request: HttpRequest, number: str, photo_id: str, size: str) -> HttpResponseBase:
    user = _staff(request)
    report = _theirs(user, number)
    if size != "kecil":  # the small ones lie beside the words in the queue
        access.opened(user, report, contact=False)
    return send_photo(get_object_or_404(Photo, pk=photo_id, report=report), size)


def _staff(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  (role_required sees to it)
    return request.user


def _theirs(user: User, number: str) -> Report:
    """A report of another agency is as good as none: 404."""
    return get_object_or_404(queries.with_names(work.reports_for(user)), number=number.upper())


def _actor(user: User, report: Report) -> Actor:
    actor = work.actor_of(user, report)
    assert actor is not None  # noqa: S101  (_theirs sees to it)
    return actor


def _rows(user: User, reports: Iterable[Report]) -> Iterator[tuple[Report, Action | None, bool]]:
    """Each report with its next step, and whether another agency has it and asked for help."""
    family = user.reach()
    for report in reports:
        actor = work.actor_of(user, report, family)
        if actor is not None:
            yield report, _one_tap(report, actor), actor == Actor.HELPER


def _one_tap(report: Report, actor: Actor) -> Action | None:
    """The next step, when it needs no words: done from the queue itself."""
    for action in (Action.VERIFY, Action.ACCEPT):
        row = find(action, report.state, actor)
        if row is not None and not row.needs:
            return action
    return None


@never_cache
@require_POST
@role_required(*STAFF)
@proven_recently()
@allow_tiles
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """The report with the contact unmasked, for this one answer; that is written down."""
    user = _staff(request)
    return _page(request, user, _theirs(user, number), revealed=True)


def _offer_templates(request: HttpRequest, report: Report, forms: list[DeedForm]) -> None:
    """Each form gets the templates of its purpose; the one that was chosen fills its words."""
    known = [(template, filled(template, report)) for template in for_report(report)]
    for form in forms:
        form.replies = [pair for pair in known if pair[0].purpose == form.action]
        for template, words in form.replies:
            if str(template.pk) == request.GET.get("templat") and not form.is_bound:
                form.fields["text"].initial = words
                form.is_open = True


def _alike(user: User, report: Report, actor: Actor) -> list[nearby.Near]:
    """What this report may be merged with; nothing, for who may not."""
    if find(Action.MERGE, report.state, actor) is None:
        return []
    return nearby.alike(nearby.of_report(report), work.reports_for(user))


def _page(
    request: HttpRequest,
    user: User,
    report: Report,
    faulty: DeedForm | None = None,
    *,
    revealed: bool = False,
    document_form: DocumentForm | None = None,
) -> HttpResponse:
    actor = _actor(user, report)
    forms = [
        faulty
        if faulty is not None and faulty.action == action
        else DeedForm(report, action, actor, None, None)
        for action in work.possible(report, actor)
        if Need.ONE_PHOTO not in find(action, report.state, actor).needs  # type: ignore[union-attr]
    ]
    _offer_templates(request, report, forms)
    # What strangers see and who is sent there is up to the agency in charge, not to who helps it.
    decides = actor != Actor.HELPER
    contact = access.contact_for(user, report)
    access.opened(user, report, contact=revealed and contact is not None)
    context = {
        "report": report,
        "reader": "officer",
        "reached": contact,
        "revealed": revealed,
        "anonymous": contact is None and hasattr(report, "contact"),
        "lines": timeline.lines(report, Audience.OFFICERS),
        "steps": timeline.steps(report),
        "forms": forms,
        "faulty": faulty,
        "duplicates": report.duplicates.all(),
        "findings": report.findings.select_related("decided_by") if decides else (),
        "decides": decides,
        "next": queries.after(
            report, work.reports_for(user), QueueFilter(memory.filter_of(request)).wanted()
        ),
        "alike": _alike(user, report, actor),
    }
    context |= map_options() | field.on_page(report, actor)
    context |= documents.for_officers(report, document_form)
    status = 422 if faulty or document_form else 200
    return render(request, "laksa/work.html", context, status=status)
