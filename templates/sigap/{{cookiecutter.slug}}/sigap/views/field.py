"""An officer's tasks on ordinary pages: without JavaScript, as long as there is signal."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from smartcity_base.roles import role_required, staff
from smartcity_base.tiles import allow_tiles
from smartcity_base.workdays import Calendar

from sigap import people, queries
from sigap.forms import FindingForm
from sigap.states import Actor, State
from sigap.views.make import make


@never_cache
@require_safe
@role_required("officer")
def mine(request: HttpRequest) -> HttpResponse:
    user = staff(request)
    tasks = list(queries.in_hand(people.own_tasks(user)))
    waiting = people.own_tasks(user).filter(state=State.SELESAI).count()
    context = {"tasks": tasks, "waiting": waiting, "calendar": Calendar.load()}
    return render(request, "sigap/mine.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@role_required("officer")
@allow_tiles
def finding(request: HttpRequest) -> HttpResponse:
    """What an officer saw on the way: a task for their supervisor to give to somebody."""
    user = staff(request)
    form = FindingForm(user, request.POST or None, request.FILES or None)
    if user.agency is None:
        messages.error(request, _("Akun Anda belum terhubung dengan instansi."))
        return redirect("mine")
    return make(request, form, Actor.OFFICER)
