"""Teams with their areas, and the roster of a day."""

from datetime import date, timedelta

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from smartcity_base import audit
from smartcity_base.roles import role_required, staff

from sigap.forms import ShiftForm, TeamForm
from sigap.forms.teams import agencies_of
from sigap.models import Shift, Team
from sigap.people import ABOVE


@never_cache
@require_safe
@role_required(*ABOVE)
def teams(request: HttpRequest) -> HttpResponse:
    found = Team.objects.filter(agency__in=agencies_of(staff(request))).select_related("agency")
    found = found.prefetch_related("members", "districts", "villages").order_by("-active", "name")
    return render(request, "sigap/teams.html", {"teams": found})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*ABOVE)
def team(request: HttpRequest, team_id: int | None = None) -> HttpResponse:
    """Make or change a team; one that has tasks is put to rest, never deleted."""
    user = staff(request)
    found = None
    if team_id is not None:
        found = get_object_or_404(Team.objects.filter(agency__in=agencies_of(user)), pk=team_id)
    form = TeamForm(user, request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            saved = form.save()
            members = sorted(str(one.pk) for one in saved.members.all())
            audit.record(user, "team", saved, members=members, active=saved.active)
        messages.success(request, _("Tim %(name)s disimpan.") % {"name": saved.name})
        return redirect("teams")
    status = 422 if form.errors else 200
    return render(request, "sigap/team.html", {"form": form, "team": found}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*ABOVE)
def roster(request: HttpRequest) -> HttpResponse:
    """Who works on a day, and a form that puts people on it."""
    user = staff(request)
    day = _day(request.GET.get("hari", ""))
    shifts = Shift.objects.filter(day=day, officer__agency__in=agencies_of(user))
    if request.method == "POST" and request.POST.get("hapus", "").isdigit():
        gone = get_object_or_404(shifts, pk=int(request.POST["hapus"]))
        with transaction.atomic():
            audit.record(user, "shift-removed", gone, officer=str(gone.officer_id), day=str(day))
            gone.delete()
        return _to(day)
    form = ShiftForm(
        user, request.POST or None, initial={"day": day, "starts": "08:00", "ends": "16:00"}
    )
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            count = form.save()
            audit.record(user, "roster", str(form.cleaned_data["day"]), officers=count)
        told = ngettext("%(n)d petugas dijadwalkan.", "%(n)d petugas dijadwalkan.", count)
        messages.success(request, told % {"n": count})
        return _to(form.cleaned_data["day"])
    context = {
        "form": form,
        "day": day,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "today": timezone.localdate(),
        "shifts": shifts.select_related("officer", "team"),
    }
    status = 422 if form.errors else 200
    return render(request, "sigap/roster.html", context, status=status)


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return timezone.localdate()


def _to(day: date) -> HttpResponse:
    return redirect(f"{reverse('roster')}?hari={day.isoformat()}")
