"""Bringing a table in: send it, read what it would do, say yes; take it back where it is safe."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from smartcity_base import audit
from smartcity_base.imports.forms import UploadForm
from smartcity_base.imports.importer import (
    CannotUndo,
    Checked,
    Importer,
    check,
    importers,
    remember,
)
from smartcity_base.models import Import, ImportState, User

SHOWN = 50  # of each kind


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def upload(request: HttpRequest, name: str) -> HttpResponse:
    """GET, POST /impor/<name>/: what the table has to hold, and the form that takes it."""
    importer, user = _allowed(request, name)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(importer.most_rows, *sent)
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        made = Import.objects.create(
            importer=name, by=user, file_name=file.name[:200], lines=form.lines
        )
        return redirect("import", name=name, pk=made.pk)
    context = {
        "importer": importer,
        "form": form,
        "earlier": Import.objects.filter(by=user, importer=name)[:10],
    }
    return render(request, "base/import.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def one(request: HttpRequest, name: str, pk: UUID) -> HttpResponse:
    """GET, POST /impor/<name>/<id>/: what it would do; doing it; what it did."""
    importer, user = _allowed(request, name)
    found = get_object_or_404(Import, by=user, importer=name, pk=pk)
    if request.method != "POST":
        return _page(request, importer, found, user)
    match request.POST.get("do"):
        case "pasangkan":
            _remember(request, importer)
        case "impor":
            again = _do(request, importer, pk, user)
            if again is not None:
                return again
        case "urungkan":
            _undo(request, importer, pk, user)
        case _:
            raise Http404
    return redirect("import", name=name, pk=pk)


def _do(request: HttpRequest, importer: Importer, pk: UUID, user: User) -> HttpResponse | None:
    """All of it, or none; None: it is done. Twice the same click does it once."""
    with transaction.atomic():
        found = Import.objects.select_for_update().get(pk=pk)
        if found.state != ImportState.CHECKED or not found.lines:
            return None
        checked = check(importer, found.file_name, found.lines, user)
        if checked.is_ready and checked.seen == request.POST.get("seen"):
            found.undo = importer.make(checked.doing, user)
            found.state, found.done_at = ImportState.DONE, timezone.now()
            found.counts, found.lines = dict(checked.counts), []
            found.save()
            audit.record(user, "impor", found, importer=importer.name, **found.counts)
            messages.success(request, _("Selesai: %d baris dimasukkan.") % len(checked.doing))
            return None
    messages.error(
        request,
        _("Belum dimasukkan: datanya berubah sejak Anda memeriksanya. Periksa sekali lagi."),
    )
    return _page(request, importer, found, user, status=409)


def _undo(request: HttpRequest, importer: Importer, pk: UUID, user: User) -> None:
    try:
        with transaction.atomic():
            found = Import.objects.select_for_update().get(pk=pk)
            if importer.undo is None or found.state != ImportState.DONE or found.undo is None:
                return
            importer.undo(found.undo, user)
            found.state, found.undo = ImportState.UNDONE, None
            found.save(update_fields=["state", "undo"])
            audit.record(user, "impor-diurungkan", found, importer=importer.name)
    except CannotUndo as refusal:
        messages.error(request, _("Tidak diurungkan: %s") % refusal)
    else:
        messages.success(request, _("Impor ini diurungkan."))


def _remember(request: HttpRequest, importer: Importer) -> None:
    """What each name of theirs is here, as it was chosen beside it."""
    told = zip(*(request.POST.getlist(key) for key in ("column", "theirs", "ours")), strict=False)
    for column, theirs, ours in told:
        if theirs and ours:
            remember(importer, column, theirs, ours)


def _allowed(request: HttpRequest, name: str) -> tuple[Importer, User]:
    importer = importers().get(name)
    user = request.user
    if importer is None:
        raise Http404
    if not isinstance(user, User) or not user.has_role(*importer.roles):
        raise PermissionDenied
    return importer, user


def _page(
    request: HttpRequest, importer: Importer, found: Import, user: User, status: int = 200
) -> HttpResponse:
    waits = found.state == ImportState.CHECKED and found.lines
    checked = check(importer, found.file_name, found.lines, user) if waits else Checked()
    context = {
        "importer": importer,
        "import": found,
        "checked": checked,
        "counts": checked.counts if waits else found.counts,
        "waits": waits,
        "changes": checked.doing[:SHOWN],
        "more": len(checked.doing[SHOWN:]),
        "faults": checked.faults[:SHOWN],
        "more_faults": len(checked.faults[SHOWN:]),
        "unknown": [
            (column, theirs, list(importer.matches[column]()))
            for column, names in checked.unknown.items()
            for theirs in names
        ],
        "can_undo": importer.undo is not None and found.undo is not None,
    }
    return render(request, "base/import_check.html", context, status=status)
