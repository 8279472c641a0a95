"""Pages of verifying who somebody is: the citizen's own, and the officer's desk."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from smartcity_base.config import config
from smartcity_base.levels import CONTACT, IN_PERSON, KNOWN, RESIDENT, reaches
from smartcity_base.models import User
from smartcity_base.roles import role_required, staff

from live import roles, verification
from live.models import Verification
from live.reach.messages import is_there
from live.verification_forms import DeskCodeForm, EndForm, ResidentForm, SeenForm

VERIFIER = "verifier"
_ASKED = "verification_asked"  # in the session: which app asked, for what, and the way back
_RECENT = 20
_NO_MATCH = (
    "Data itu tidak cocok dengan data kependudukan yang ada di sini. Periksa lagi seperti pada "
    "KTP-el, atau datanglah ke petugas. Tidak ada yang diubah."
)


@require_safe
@login_required
@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    """Where the account stands, why more may be asked, and each way to it."""
    _remember(request)
    user = _person(request)
    level = verification.level_of(user)
    asked = request.session.get(_ASKED, {})
    wanted = asked.get("level", "")
    return render(
        request,
        "live/verification.html",
        {
            "level": level,
            "ladder": [(name, about, reaches(level, name)) for name, about in KNOWN.items()],
            "asking": next((app for app in config().apps if app.name == asked.get("app")), None),
            "wanted": wanted,
            "wanted_means": KNOWN.get(wanted, ""),
            "going_on": asked.get("next"),
            "by_phone": not level and is_there(),
            "by_residents": verification.by_residents() and not reaches(level, RESIDENT),
            "in_person": not reaches(level, IN_PERSON),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@sensitive_post_parameters("nik", "name", "born")
def residents(request: HttpRequest) -> HttpResponse:
    """L1. What was typed is compared and forgotten; only whether it fits is told."""
    user = _person(request)
    if not verification.by_residents() or reaches(verification.level_of(user), RESIDENT):
        return redirect("verification")
    form = ResidentForm(request.POST or None, initial={"name": user.name})
    if request.method == "POST" and form.is_valid():
        try:
            verification.claim(request, user, form.cleaned_data["claimed"])
        except verification.TooOften:
            told = _("Sudah terlalu banyak percobaan. Coba lagi besok, atau datanglah ke petugas.")
        except verification.Refused:
            told = _(_NO_MATCH)
        else:
            messages.success(request, _("Identitas Anda sudah terverifikasi."))
            return go_on(request)
        # Empty again: a number of a person is in no page that is sent.
        form = ResidentForm(initial={"name": user.name})
        return render(request, "live/verify_resident.html", {"form": form, "told": told})
    return render(request, "live/verify_resident.html", {"form": form})


@require_POST
@login_required
@never_cache
def desk_code(request: HttpRequest) -> HttpResponse:
    code = verification.desk_code(_person(request))
    return render(request, "live/desk_code.html", {"code": code})


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(VERIFIER)
@never_cache
def desk(request: HttpRequest) -> HttpResponse:
    """The officer types the code that the person in front of them shows."""
    form = DeskCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        person = verification.at_desk(code)
        if person == request.user:
            form.add_error("code", _("Akun Anda sendiri harus diperiksa petugas lain."))
        elif person:
            seen = SeenForm(initial={"code": code})
            return render(request, "live/desk_confirm.html", {"person": person, "form": seen})
        else:
            form.add_error("code", _("Kode ini tidak berlaku. Minta warga menampilkan kode baru."))
    given = Verification.objects.filter(by=staff(request), level=IN_PERSON)
    recent = given.select_related("user")[:_RECENT]
    return render(request, "live/desk.html", {"form": form, "recent": recent})


@require_POST
@role_required(VERIFIER)
@never_cache
def confirm(request: HttpRequest) -> HttpResponse:
    form = SeenForm(request.POST)
    officer = staff(request)
    person = verification.at_desk(request.POST.get("code", ""))
    if person is None or person == officer:
        messages.error(request, _("Kode itu sudah tidak berlaku. Tidak ada yang diubah."))
        return redirect("desk")
    if not form.is_valid():
        return render(request, "live/desk_confirm.html", {"person": person, "form": form})
    data = form.cleaned_data
    verification.confirm(person, officer, data["document"], data["code"])
    messages.success(request, _("Akun %s sekarang terverifikasi.") % person.name)
    return redirect("desk")


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(VERIFIER, roles.ADMINISTRATOR)
@never_cache
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a verification back: one's own as an officer, any as an administrator."""
    given = get_object_or_404(Verification.objects.select_related("user"), pk=pk, ended_at=None)
    who = staff(request)
    is_administrator = who.has_role(roles.ADMINISTRATOR)
    if given.by_id != who.pk and not is_administrator:
        raise PermissionDenied
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        verification.end(given, who, form.cleaned_data["reason"])
        messages.success(request, _("Verifikasi dibatalkan."))
        return redirect("person", pk=given.user_id) if is_administrator else redirect("desk")
    back = reverse("person", args=[given.user_id]) if is_administrator else reverse("desk")
    return render(
        request, "live/verification_end.html", {"given": given, "form": form, "back": back}
    )


def _remember(request: HttpRequest) -> None:
    """Who sent the person here, and where they go on: over other pages, and a visit to the desk."""
    back = request.GET.get("next", "")
    if back and url_has_allowed_host_and_scheme(back, None):
        request.session[_ASKED] = {
            "next": back,
            "app": request.GET.get("untuk", ""),
            "level": request.GET.get("tingkat", ""),
        }


def go_on(request: HttpRequest, else_to: str = "verification") -> HttpResponse:
    """To the app that asked, once its level is reached; else to a page of ours."""
    asked = request.session.get(_ASKED, {})
    if not reaches(verification.level_of(_person(request)), asked.get("level") or CONTACT):
        return redirect("verification" if asked else else_to)
    request.session.pop(_ASKED, None)
    return redirect(asked.get("next") or else_to)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  (login_required sees to it)
    return request.user
