"""The inbox and the submissions of who is signed in, from all apps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from smartcity_base.config import App, config
from smartcity_base.models import User

from live.inbox.forms import InboxFilter, SubmissionFilter

PER_PAGE = 20


@never_cache
@require_safe
@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    own = _person(request).notices.all()
    form = InboxFilter(request.GET, _told_by(own))
    wanted = form.wanted()
    shown = own.filter(**_where(wanted, aplikasi="app", jenis="kind"))
    if wanted.get("hanya"):
        shown = shown.filter(read_at=None)
    unread = own.filter(read_at=None).count()
    context = {
        "tabs": [("", _("Semua"), own.count()), ("baru", _("Belum dibaca"), unread)],
        "tab": wanted.get("hanya", ""),
        "narrowed": bool(wanted.keys() & {"aplikasi", "jenis"}),
        "unread": unread,
    }
    return render(request, "live/inbox/inbox.html", context | _page(request, form, shown))


@never_cache
@require_safe
@login_required
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """One message; to open it is to have read it."""
    found = get_object_or_404(_person(request).notices, pk=pk)
    if found.read_at is None:
        found.read_at = timezone.now()
        found.save(update_fields=["read_at"])
    return render(request, "live/inbox/notice.html", {"notice": found, "from_app": _app(found.app)})


@require_POST
@login_required
def unread(request: HttpRequest, pk: int) -> HttpResponse:
    """To come back to it later."""
    _person(request).notices.filter(pk=pk).update(read_at=None)
    return redirect("inbox")


@require_POST
@login_required
def read_all(request: HttpRequest) -> HttpResponse:
    count = _person(request).notices.filter(read_at=None).update(read_at=timezone.now())
    messages.success(request, _("%(n)d kabar ditandai sudah dibaca.") % {"n": count})
    return redirect("inbox")


@never_cache
@require_safe
@login_required
def submissions(request: HttpRequest) -> HttpResponse:
    own = _person(request).submissions.all()
    form = SubmissionFilter(request.GET, _told_by(own))
    wanted = form.wanted()
    shown = own.filter(**_where(wanted, aplikasi="app"))
    if words := wanted.get("q"):
        shown = shown.filter(Q(reference__icontains=words) | Q(title__icontains=words))
    if wanted.get("keadaan"):
        shown = shown.filter(ended=wanted["keadaan"] == "selesai")
    running = own.filter(ended=False).count()
    every = own.count()
    context = {
        "tabs": [
            ("", _("Semua"), every),
            ("jalan", _("Masih berjalan"), running),
            ("selesai", _("Sudah berakhir"), every - running),
        ],
        "tab": wanted.get("keadaan", ""),
        "narrowed": bool(wanted.keys() & {"aplikasi", "q"}),
    }
    return render(request, "live/inbox/submissions.html", context | _page(request, form, shown))


def _page(request: HttpRequest, form: Any, rows: QuerySet[Any]) -> dict[str, Any]:
    """A page of the list, each row with the app it comes from."""
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("halaman"))
    return {
        "form": form,
        "page": page,
        "rows": [(row, _app(row.app)) for row in page],
        # One app alone is nothing to choose from.
        "choosable": len(form.fields["aplikasi"].choices) > 2 or "q" in form.fields,
    }


def _where(wanted: dict[str, Any], **fields: str) -> dict[str, Any]:
    return {field: wanted[name] for name, field in fields.items() if name in wanted}


def _told_by(rows: QuerySet[Any]) -> list[str]:
    return list(rows.order_by().values_list("app", flat=True).distinct())


def _app(name: str) -> App | None:
    """The app that told it; None when it has left the region."""
    return next((app for app in config().apps if app.name == name), None)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  (login_required sees to it)
    return request.user
