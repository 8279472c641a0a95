"""Where a person says how news reaches them, and by which number."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as flash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from smartcity_base.config import config
from smartcity_base.models import User

from live import people
from live.reach import phones, plan, push
from live.reach.forms import CodeForm, NumberForm, WishesForm
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
    return _page(request, user, form=form)


@never_cache
@require_POST
@login_required
def number(request: HttpRequest) -> HttpResponse:
    """A number, to which a code is sent."""
    return _tried(request, NumberForm(request.POST), "number", phones.ask)


@never_cache
@require_POST
@login_required
def code(request: HttpRequest) -> HttpResponse:
    """The code, which makes the number the person's."""

    def confirm(user: User, typed: str) -> None:
        if not phones.confirm(user, typed):
            raise phones.Refused(_("Kode ini tidak benar atau sudah tidak berlaku."))
        flash.success(request, _("Nomor Anda sudah terkonfirmasi."))

    return _tried(request, CodeForm(request.POST), "code", confirm)


@require_POST
@login_required
def forget_number(request: HttpRequest) -> HttpResponse:
    phones.forget(person(request))
    flash.success(request, _("Nomor Anda dihapus. Tidak ada pesan lagi ke sana."))
    return redirect("wishes")


def person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  (login_required sees to it)
    return request.user


def _tried(request: HttpRequest, form: Any, field: str, do: Any) -> HttpResponse:
    user = person(request)
    if Way.MESSAGE in plan.offered() and form.is_valid():
        try:
            do(user, form.cleaned_data[field])
        except phones.Refused as refusal:
            form.add_error(field, str(refusal))
        else:
            return redirect("wishes")
    return _page(request, user, status=422, **{f"{field}_form": form})


def _page(request: HttpRequest, user: User, status: int = 200, **forms: Any) -> HttpResponse:
    offered, known = plan.offered(), config()
    context = {
        "form": WishesForm(user=user, ways=offered),
        "number_form": NumberForm(),
        "code_form": CodeForm(),
        **forms,
        "vouched_for": people.is_vouched_for(user),
        "messages_offered": Way.MESSAGE in offered,
        "phone": Phone.objects.filter(pk=user.pk).first(),
        "push_key": push.public_key() if Way.PUSH in offered else "",
        "browsers": user.subscriptions.count(),
        # Browsers register no worker from a certificate that they do not trust.
        "own_authority": known.place == "servers" and not known.public_tls,
    }
    return render(request, "live/inbox/wishes.html", context, status=status)
