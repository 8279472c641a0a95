"""The supervisor's side: what is open in the agency, making tasks, the figures."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from smartcity_base.config import card
from smartcity_base.roles import role_required, staff
from smartcity_base.tables import export
from smartcity_base.tiles import allow_tiles
from smartcity_base.workdays import Calendar

from sigap import figures, people, queries
from sigap.forms import OverviewFilter, TaskForm
from sigap.models import Team
from sigap.states import IN_HAND, OPEN, Actor, State
from sigap.tables import TASKS
from sigap.views.make import make

PER_PAGE = 25


@never_cache
@require_safe
@role_required(*people.ABOVE)
def overview(request: HttpRequest) -> HttpResponseBase:
    """Urgent and late tasks first; who is on shift today."""
    user = staff(request)
    tasks = people.supervised_tasks(user)
    form = OverviewFilter(user, request.GET)
    wanted = form.wanted()
    found = queries.overview(tasks, wanted)
    if export.wanted(request):
        return export.answer(request, "tugas", TASKS, found, personal=True)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("halaman"))
    counts = queries.counts(tasks, timezone.now())
    on_shift = people.shifts_of_today().select_related("officer", "team")
    if not user.has_role("administrator"):
        on_shift = on_shift.filter(officer__agency__in=user.reach())
    context = {
        "form": form,
        "page": page,
        "counts": counts,
        "tabs": [(state.value, state.label, counts[state]) for state in State if state in OPEN],
        "wanted": wanted,
        "narrowed": any(
            request.GET.get(name) for name in form.fields if name not in {"state", "late"}
        ),
        "on_shift": on_shift,
        "calendar": Calendar.load(),
        "no_agency": not user.has_role("administrator") and not user.reach(),
    }
    return render(request, "sigap/overview.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*people.ABOVE)
@allow_tiles
def new(request: HttpRequest) -> HttpResponse:
    """A task from a call to 112, from somebody's own finding, or by order."""
    user = staff(request)
    form = TaskForm(user, request.POST or None, request.FILES or None)
    return make(request, form, Actor.SUPERVISOR)


@never_cache
@require_safe
@role_required(*people.ABOVE)
def numbers(request: HttpRequest) -> HttpResponse:
    """The figures with their formulas, for what this person watches over; and team by team."""
    user, now = staff(request), timezone.now()
    tasks = people.supervised_tasks(user)
    about = card().get("indicators") or {}
    teams = Team.objects.filter(active=True, tasks__in=tasks).distinct()
    context = {
        "figures": [
            {**about.get(name, {}), "value": figure(now, tasks)}
            for name, figure in figures.FIGURES.items()
        ],
        "teams": [
            {
                "team": team,
                "in_hand": tasks.filter(team=team, state__in=IN_HAND).count(),
                "late": figures.late(now, tasks.filter(team=team)),
                "verified": figures.verified(now, tasks.filter(team=team)),
                "hours": figures.hours("created_at", "finished_at", now, tasks.filter(team=team)),
            }
            for team in teams
        ],
    }
    return render(request, "sigap/numbers.html", context)
