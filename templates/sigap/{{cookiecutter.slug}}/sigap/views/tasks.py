"""One task, with all that this person may do to it: the same page for officers and supervisors."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST, require_safe

from smartcity_base.documents.forms import DocumentForm
from smartcity_base.models import Outgoing, User
from smartcity_base.personal.looks import seen
from smartcity_base.roles import role_required, staff
from smartcity_base.tiles import allow_tiles, map_options
from smartcity_base.uploads import ImageRejected, send_upload

from sigap import documents, people, queries, timeline, uploads, work
from sigap.evidence import proof
from sigap.forms import DeedForm
from sigap.models import Photo, PhotoKind, Source, Task
from sigap.states import Action, Actor


@never_cache
@require_safe
@role_required(*people.STAFF)
@allow_tiles
def task(request: HttpRequest, number: str) -> HttpResponse:
    user = staff(request)
    found = _theirs(user, number)
    if not people.holds(user, found):  # it shows where and when an officer was
        seen(user, found)
    return _page(request, user, found)


@never_cache
@require_POST
@role_required(*people.STAFF)
@allow_tiles
def act(request: HttpRequest, number: str, action: str) -> HttpResponse:
    """Do what was posted; what is wrong comes back with the words that were typed."""
    user = staff(request)
    found = _theirs(user, number)
    if action not in Action.values or action in {Action.CREATE, Action.KEPT}:
        raise Http404
    faulty = _act(request, user, found, Action(action))
    if faulty is not None:
        return _page(request, user, found, faulty)
    messages.success(request, f"{found.number}: {Action(action).label}.")
    if not people.seen_tasks(user).filter(pk=found.pk).exists():
        return redirect("mine")
    return redirect("task", number=found.number)


@never_cache
@require_POST
@role_required(*people.STAFF)
@allow_tiles
def attach(request: HttpRequest, number: str) -> HttpResponse:
    """Keep a document of the task; what is wrong with it comes back beside the field."""
    user = staff(request)
    found = _theirs(user, number)
    form = DocumentForm(request.POST, request.FILES)
    if form.attach(found, user) is None:
        return _page(request, user, found, document_form=form)
    messages.success(request, _("Dokumen sudah ditambahkan."))
    return redirect("task", number=found.number)


@require_safe
@role_required(*people.STAFF)
@cache_control(private=True, max_age=86_400)
def photo(request: HttpRequest, photo_id: str, size: str) -> HttpResponseBase:
    """A photo of a task that this person may open."""
    found = get_object_or_404(Photo.objects.select_related("event"), pk=photo_id)
    tasks = people.seen_tasks(staff(request))
    if found.event is None or not tasks.filter(pk=found.event.task_id).exists():
        raise Http404
    return send_upload(str(found.small.name if size == "kecil" else found.image.name))


def _theirs(user: User, number: str) -> Task:
    """A task of other people is as good as none: 404."""
    return get_object_or_404(queries.with_names(people.seen_tasks(user)), number=number.upper())


def _act(request: HttpRequest, user: User, found: Task, action: Action) -> DeedForm | None:
    actor = work.possible(found, user).get(action) or _usual(user, found)
    form = DeedForm(found, action, actor, user, request.POST, request.FILES)
    if not form.is_valid():
        return form
    taken: list[Photo] = []
    try:
        for name, kind in (("before", PhotoKind.BEFORE), ("after", PhotoKind.AFTER)):
            taken += uploads.take_in(user, form.cleaned_data.get(name) or [], kind)
        work.perform(found, action, actor, user, form.deed(taken))
    except (work.Refused, ImageRejected) as refusal:
        uploads.discard(taken)
        form.add_error(None, str(refusal))
        return form
    return None


def _usual(user: User, found: Task) -> Actor:
    """As whom a step is refused that nobody may take now."""
    above = people.is_above(user, found.agency)
    return Actor.SUPERVISOR if above else Actor.OFFICER


def _page(
    request: HttpRequest,
    user: User,
    found: Task,
    faulty: DeedForm | None = None,
    document_form: DocumentForm | None = None,
) -> HttpResponse:
    if faulty is not None:
        found.refresh_from_db()
    forms = [
        faulty
        if faulty is not None and faulty.action == action
        else DeedForm(found, action, actor, user, None, None)
        for action, actor in work.possible(found, user).items()
    ]
    told = Outgoing.objects.filter(subject=f"laporan:{found.reference}")
    context = documents.on_page(found, document_form) | {
        "task": found,
        "lines": timeline.lines(found),
        "forms": forms,
        "faulty": faulty,
        "before": proof(found, PhotoKind.BEFORE),
        "after": proof(found, PhotoKind.AFTER),
        "from_report": Photo.objects.filter(event__task=found, kind=PhotoKind.REPORT),
        "untold": told.filter(delivered_at=None, refused_at=None).count()
        if found.source == Source.LAKSA
        else 0,
        "refused": told.exclude(refused_at=None).last() if found.source == Source.LAKSA else None,
    }
    status = 422 if faulty or document_form else 200
    return render(request, "sigap/task.html", context | map_options(), status=status)
