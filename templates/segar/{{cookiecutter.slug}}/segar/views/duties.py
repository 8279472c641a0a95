"""Who writes down the prices of which market, and what is set for this region."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from smartcity_base import audit
from smartcity_base.roles import role_required, staff

from segar.forms import DutyForm
from segar.markets import markets
from segar.models import Duty


@never_cache
@require_safe
@role_required("administrator")
def duties(request: HttpRequest) -> HttpResponse:
    """GET /petugas/: each market with its surveyors; and the settings."""
    people: dict[str, list[str]] = {}
    for duty in Duty.objects.select_related("user").order_by("user__name"):
        people.setdefault(duty.market_id, []).append(duty.user.name)
    listed = [(market, people.get(market.pk, [])) for market in markets()]
    return render(request, "segar/duties.html", {"markets": listed})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@role_required("administrator")
def duty(request: HttpRequest, market_id: str) -> HttpResponse:
    """GET, POST /petugas/pasar-bukit/: who is on duty there from now on."""
    market = get_object_or_404(markets(), pk=market_id)
    form = DutyForm(market, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen()
        with transaction.atomic():
            Duty.objects.filter(market=market).exclude(user__in=chosen).delete()
            for user in chosen:
                Duty.objects.get_or_create(market=market, user=user)
            people = sorted(str(user.pk) for user in chosen)
            audit.record(staff(request), "market-duty", market, people=people)
        messages.success(request, _("Petugas %(market)s disimpan.") % {"market": market.name})
        return redirect("duties")
    context = {"form": form, "market": market}
    return render(request, "segar/duty.html", context, status=422 if form.errors else 200)
