"""Where a person says how news reaches them."""

from __future__ import annotations

from django.contrib import messages as flash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from smartcity_base.config import config
from smartcity_base.models import User

from live import people
from live.reach import plan, push
from live.reach.forms import WishesForm
from live.reach.models import Phone, Way, Wishes


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def wishes(request: HttpRequest) -> HttpResponse:
    """Whatever is chosen, the inbox has everything."""
    user = person(request)
    sent = request.POST if request.method == "POST" else None
    form = WishesForm(sent, user=user, ways=plan.offered())
    if sent is not None and form.is_valid():
        Wishes.objects.update_or_create(user=user, defaults={"ways": form.wanted()})
        flash.success(request, _("Pilihan Anda disimpan."))
        return redirect("wishes")
    return _page(request, user, form)


def person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  (login_required sees to it)
    return request.user


def _page(request: HttpRequest, user: User, form: WishesForm) -> HttpResponse:
    offered, known = plan.offered(), config()
    context = {
        "form": form,
        "vouched_for": people.is_vouched_for(user),
        "messages_offered": Way.MESSAGE in offered,
        "phone": Phone.objects.filter(pk=user.pk).first(),
        "push_key": push.public_key() if Way.PUSH in offered else "",
        "browsers": user.subscriptions.count(),
        # Browsers register no worker from a certificate that they do not trust.
        "own_authority": known.place == "servers" and not known.public_tls,
    }
    return render(request, "live/inbox/wishes.html", context)
