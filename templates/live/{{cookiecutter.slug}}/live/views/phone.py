"""The person's own number: a code is sent there, and typed here."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from smartcity_base.limits import TooMany

from live.limits import PHONE_CODES
from live.reach import phones
from live.reach.forms import CodeForm, NumberForm
from live.reach.messages import is_there
from live.reach.models import Phone
from live.reach.views import person
from live.views.verification import go_on


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@sensitive_post_parameters("number")
def number(request: HttpRequest) -> HttpResponse:
    """The number that counts, and a form for another one; a code is sent to that."""
    _offered(request)
    form = NumberForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _page(request)
    try:
        PHONE_CODES.count(request)
        if form.is_valid():
            phones.ask(person(request), form.cleaned_data["number"])
            return redirect("phone")
    except TooMany as refusal:
        form.add_error(None, str(refusal))
        return refusal.on(_page(request, number_form=form))
    except phones.Refused as refusal:
        form.add_error("number", str(refusal))
    return _page(request, status=422, number_form=form)


@require_POST
@login_required
@never_cache
@sensitive_post_parameters("code")
@sensitive_variables("form")
def code(request: HttpRequest) -> HttpResponse:
    """The code, which makes the number the person's."""
    if not is_there():
        raise Http404
    form = CodeForm(request.POST)
    if form.is_valid():
        if phones.confirm(person(request), form.cleaned_data["code"]):
            messages.success(request, _("Nomor ponsel Anda terverifikasi."))
            return go_on(request, else_to="phone")
        form.add_error(
            "code", _("Kode ini tidak benar atau sudah tidak berlaku. Nomor Anda belum diubah.")
        )
    return _page(request, status=422, code_form=form)


@require_POST
@login_required
def forget(request: HttpRequest) -> HttpResponse:
    phones.forget(person(request))
    messages.success(request, _("Nomor Anda dihapus. Tidak ada pesan lagi ke sana."))
    return redirect("account")


def _offered(request: HttpRequest) -> None:
    """Without a provider nothing is asked; who gave a number before may still take it away."""
    there = is_there()
    known = Phone.objects.filter(user=person(request)).exists()
    if not there and (request.method == "POST" or not known):
        raise Http404


def _page(request: HttpRequest, status: int = 200, **forms: Any) -> HttpResponse:
    context = {
        "number_form": NumberForm(),
        "code_form": CodeForm(),
        **forms,
        "phone": Phone.objects.filter(user=person(request)).first(),
        "offered": is_there(),
        "minutes": int(phones.GOOD_FOR.total_seconds() // 60),
    }
    return render(request, "live/phone.html", context, status=status)
