"""Posts: the tree of agencies with who holds each, and who stands in for it (Plt., Plh.)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from smartcity_base.models import Agency, User
from smartcity_base.roles import role_required, staff
from smartcity_base.signin.proof import proven_recently

from live import acting, delegation
from live.forms import ActingForm
from live.models import Acting, Position, Staff


@dataclass(slots=True)
class Post:
    """A position with who holds it and who acts for it today."""

    position: Position
    holders: list[User]
    acting: list[Acting]


@dataclass(slots=True)
class Branch:
    """An agency, its posts, and the agencies below it."""

    agency: Agency
    posts: list[Post] = field(default_factory=list)
    below: list[Branch] = field(default_factory=list)


@require_safe
@role_required(*delegation.MANAGERS)
@never_cache
def tree(request: HttpRequest) -> HttpResponse:
    """What the region's tables say, with today's acting officials."""
    actor = staff(request)
    reach = None if delegation.everywhere(actor) else actor.reach()
    return render(request, "live/posts.html", {"branches": _branches(reach)})


def _branches(reach: set[str] | None) -> list[Branch]:
    holders: dict[str | None, list[User]] = defaultdict(list)
    for one in Staff.objects.filter(listed=True).exclude(position=None).select_related("user"):
        holders[one.position_id].append(one.user)
    today = timezone.localdate()
    stand_ins: dict[str | None, list[Acting]] = defaultdict(list)
    for stand_in in Acting.objects.filter(
        ended_at=None, since__lte=today, until__gte=today
    ).select_related("user"):
        stand_ins[stand_in.position_id].append(stand_in)
    branches = {one.pk: Branch(one) for one in Agency.objects.filter(active=True)
                if reach is None or one.pk in reach}  # fmt: skip
    for position in Position.objects.filter(active=True, agency__in=list(branches)):
        post = Post(position, holders[position.pk], stand_ins[position.pk])
        branches[position.agency_id].posts.append(post)
    roots: list[Branch] = []
    for branch in branches.values():
        above = branches.get(branch.agency.parent_id or "")
        (above.below if above else roots).append(branch)
    return roots


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*delegation.MANAGERS)
@proven_recently()
@never_cache
def stand_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let this person act for a post."""
    actor = staff(request)
    person = get_object_or_404(delegation.managed(actor), pk=pk, is_active=True)
    form = ActingForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        made = form.made(person)
        acting.begin(made, by=actor)
        messages.success(
            request, _("%s dicatat. Aplikasi memakainya dalam beberapa menit.") % made.title
        )
        return redirect("person", pk=pk)
    status = 422 if form.is_bound else 200
    return render(request, "live/acting.html", {"person": person, "form": form}, status=status)


@require_POST
@role_required(*delegation.MANAGERS)
def stop(request: HttpRequest, pk: UUID, acting_pk: int) -> HttpResponse:
    actor = staff(request)
    person = get_object_or_404(delegation.managed(actor), pk=pk)
    found = get_object_or_404(acting.coming(person), pk=acting_pk)
    acting.end(found, by=actor)
    messages.success(request, _("%s diakhiri.") % found.title)
    return redirect("person", pk=pk)
