"""Giving documents out, and the administrator's page of what they take up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from smartcity_base import audit
from smartcity_base.config import config
from smartcity_base.documents.take import MB, used
from smartcity_base.models import Document, DocumentState, User
from smartcity_base.roles import role_required
from smartcity_base.uploads import send_upload

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
}
MOST = 20
May = Callable[[HttpRequest, Document], bool]
_may: dict[str, May] = {}


def opens(label: str) -> Callable[[May], May]:
    """Register who may open the documents of this kind of thing: "sigap.task"."""

    def register(may: May) -> May:
        _may[label] = may
        return may

    return register


@never_cache
@require_safe
def download(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """A document, for whom the app lets open what it is attached to; 404 for all others."""
    document = get_object_or_404(Document, pk=pk)
    may = _may.get(document.about.split(":")[0])
    if may is None or not may(request, document):
        raise Http404
    return send(document)


@require_POST
def remove(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Who sent a document takes it back; the line in the audit stays."""
    owner = request.user if isinstance(request.user, User) else None
    document = get_object_or_404(Document.objects.exclude(owner=None), pk=pk, owner=owner)
    audit.record(owner, "document.removed", document, about=document.about, digest=document.digest)
    document.file.delete(save=False)
    document.delete()
    messages.success(request, _("Dokumen “%(name)s” sudah dihapus.") % {"name": document.name})
    origin = config().app.origin
    back = request.headers.get("Referer", "")
    return redirect(back if back.startswith(f"{origin}/") else "/")


def send(document: Document) -> HttpResponseBase:
    """The answer with a document, after a view has checked that this person may open it.

    Always a download, never a page: whatever is in it is opened by another program, at another
    address than the app's pages. What was not scanned, or was found bad, is not there.
    """
    if not document.is_free:
        raise Http404
    answer = send_upload(str(document.file.name), TYPES[document.kind])
    answer["Content-Disposition"] = str(content_disposition_header(True, document.name))
    return answer


@never_cache
@require_safe
@role_required("administrator")
def overview(request: HttpRequest) -> HttpResponse:
    """How much room there is, who takes it, and what waits or was refused."""
    safety = config().safety
    kept = Document.objects.exclude(file="")
    context: dict[str, Any] = {
        "used": used(),
        "most": safety.app_mb * MB,
        "person_most": safety.person_mb * MB,
        "antivirus": safety.antivirus,
        "people": kept.values("owner__name")
        .annotate(whole=Sum("size"), many=Count("pk"))
        .order_by("-whole")[:MOST],
        "held": kept.filter(state=DocumentState.HELD).order_by("sent_at"),
        "infected": Document.objects.filter(state=DocumentState.INFECTED).order_by("-sent_at")[
            :MOST
        ],
        "many": kept.aggregate(
            all=Count("pk"), held=Count("pk", filter=Q(state=DocumentState.HELD))
        ),
    }
    return render(request, "base/documents_overview.html", context)
