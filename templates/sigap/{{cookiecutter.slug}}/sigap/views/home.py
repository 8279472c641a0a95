"""The first page, by what somebody is here; and what is set for this region."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from smartcity_base.models import User
from smartcity_base.roles import role_required

from sigap.people import ABOVE


@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Officers go on to their tasks, supervisors to theirs; everybody else reads what this is."""
    user = request.user
    if isinstance(user, User) and user.has_role("officer"):
        return redirect("field")
    if isinstance(user, User) and user.has_role(*ABOVE):
        return redirect("overview")
    return render(request, "sigap/home.html", {"known": isinstance(user, User)})


@never_cache
@require_safe
@role_required("administrator")
def rules(request: HttpRequest) -> HttpResponse:
    """Deadlines and limits: read here, changed in the profile."""
    return render(request, "sigap/rules.html")
