"""Where editors write, change and withdraw what the portal announces."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from smartcity_base import audit
from smartcity_base.models import User
from smartcity_base.roles import role_required

from live import announcing
from live.forms import AnnouncementForm
from live.models import Announcement

EDITORS = ("editor", "administrator")


@require_safe
@role_required(*EDITORS)
def index(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "live/announcements_edit.html",
        {"announcements": Announcement.objects.all()[:100], "today": timezone.localdate()},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*EDITORS)
def edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Write a new one, or change one that an editor wrote; the profile's own are read-only here."""
    there = get_object_or_404(Announcement, pk=pk, from_profile=False) if pk else None
    first = {} if there else {"date": timezone.localdate()}
    form = AnnouncementForm(request.POST or None, instance=there, initial=first)
    if request.method == "POST" and form.is_valid():
        announcement = form.save(commit=False)
        if there is None:
            announcement.slug = f"{slugify(announcement.title)[:60]}-{get_random_string(6).lower()}"
        with transaction.atomic():
            announcement.save()
            announcing.keep()
        _note(request, "announcement.changed" if there else "announcement.written", announcement)
        messages.success(request, _("Pengumuman disimpan."))
        return redirect("announcements_edit")
    return render(request, "live/announcement_edit.html", {"form": form, "announcement": there})


@require_POST
@role_required(*EDITORS)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Off the portal, or back on it; nothing that was said is deleted."""
    announcement = get_object_or_404(Announcement, pk=pk, from_profile=False)
    announcement.withdrawn = not announcement.withdrawn
    with transaction.atomic():
        announcement.save(update_fields=["withdrawn", "changed_at"])
        announcing.keep()
    if announcement.withdrawn:
        _note(request, "announcement.withdrawn", announcement)
        messages.success(request, _("Pengumuman ditarik dari halaman depan."))
    else:
        _note(request, "announcement.shown", announcement)
        messages.success(request, _("Pengumuman ditampilkan kembali."))
    return redirect("announcements_edit")


def _note(request: HttpRequest, action: str, announcement: Announcement) -> None:
    actor = request.user if isinstance(request.user, User) else None
    audit.record(actor, action, announcement)
