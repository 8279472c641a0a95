"""What people see of their own account, and how somebody with a code begins to use one."""

from __future__ import annotations

from uuid import UUID

from allauth.account import views as allauth
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.logout import logout
from allauth.core.internal.httpkit import authenticated_user
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from smartcity_base import audit
from smartcity_base.config import config
from smartcity_base.limits import TooMany, limited
from smartcity_base.models import User

from live import (
    limits,
    passkeys,
    people,
    roles,
    second_factors,
    sessions,
    setup_codes,
    verification,
)
from live.devices import describe
from live.forms import FirstAdministratorForm, PasswordForm, SetupCodeForm
from live.models import BrowserSession, SetupCode
from live.reach import messages as messages_of_region
from live.reach import phones

_CODE_IN_SESSION = "setup_code"
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_safe
@login_required
@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    user = _person(request)
    return render(
        request,
        "live/account.html",
        {
            "vouched_for": people.is_vouched_for(user),
            "level": verification.level_of(user),
            "phone": phones.proven(user),
            "messages_offered": messages_of_region.is_there(),
            "second_factor": is_mfa_enabled(user, second_factors.TYPES),
            "passkeys": passkeys.of(user).count(),
            "devices": sessions.alive(user).count(),
            "roles": [roles.title(role) for role in sorted(roles.of(user))],
            "may_change_email": config().mail is not None and not people.is_listed(user),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def devices(request: HttpRequest) -> HttpResponse:
    """Where this person is signed in; POST ends one of these sessions, or all others."""
    user = _person(request)
    here = sessions.current(request)
    others = sessions.alive(user)
    if here:
        others = others.exclude(pk=here.pk)
    if request.method == "POST":
        if "session" in request.POST:
            others = others.filter(pk=_uuid(request.POST["session"]))
        ended = sessions.end(others)
        audit.record(user, "session.revoked", user, sessions=ended)
        messages.success(request, _("%(n)d perangkat sudah dikeluarkan.") % {"n": ended})
        return redirect("devices")
    return render(
        request,
        "live/devices.html",
        {"here": _device(here), "others": [_device(session) for session in others]},
    )


def _device(session: BrowserSession | None) -> dict[str, object] | None:
    return {"session": session, "name": describe(session.user_agent)} if session else None


@require_safe
@login_required
@never_cache
def second_factor_needed(request: HttpRequest) -> HttpResponse:
    """Where an administrator lands who has none yet; remembers where they wanted to go."""
    after = request.GET.get("next", "/")
    if url_has_allowed_host_and_scheme(after, None):
        request.session["after_second_factor"] = after
    return render(request, "live/second_factor_needed.html")


@require_safe
@login_required
def after_second_factor(request: HttpRequest) -> HttpResponse:
    return redirect(request.session.pop("after_second_factor", None) or "account")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@limited(limits.BEGUN)
def begin(request: HttpRequest) -> HttpResponse:
    """For the code on paper: address and code together, tried no more often than a password."""
    form = SetupCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].lower()
        try:
            limits.BEGUN_BY.count_of(email)
        except TooMany as refusal:
            audit.record(None, "signin.failed", "unknown", reason="setup code")
            form.add_error(None, str(refusal))
            return refusal.on(render(request, "live/begin.html", {"form": form}))
        code = setup_codes.find(form.cleaned_data["code"])
        if code and code.user and code.user.email == email and code.user.is_active:
            return _remember(request, form.cleaned_data["code"])
        audit.record(None, "signin.failed", "unknown", reason="setup code")
        form.add_error(
            None,
            _(
                "Surel dan kode ini tidak cocok, atau kodenya sudah dipakai atau kedaluwarsa. "
                "Minta kode baru kepada administrator."
            ),
        )
    return render(request, "live/begin.html", {"form": form})


@require_safe
@never_cache
def begin_link(request: HttpRequest, code: str) -> HttpResponse:
    """The same from a link. The code leaves the address at once: addresses are kept and shown."""
    if setup_codes.find(code) is None:
        return render(request, "live/begin_expired.html", status=410)
    return _remember(request, code)


def _remember(request: HttpRequest, code: str) -> HttpResponse:
    logout(request, show_message=False)
    request.session[_CODE_IN_SESSION] = code
    return redirect("begin_password")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("password1", "password2")
def begin_password(request: HttpRequest) -> HttpResponse:
    """Choose the first password, and be signed in."""
    code = setup_codes.find(request.session.get(_CODE_IN_SESSION, ""))
    if code is None:
        return render(request, "live/begin_expired.html", status=410)
    user = code.user
    form = (
        PasswordForm(request.POST or None, user=user)
        if user
        else FirstAdministratorForm(request.POST or None)
    )
    if request.method == "POST" and form.is_valid():
        person = _begin(code, form)
        if person is None:
            return render(request, "live/begin_expired.html", status=410)
        request.session.pop(_CODE_IN_SESSION)
        login(request, person, backend=_BACKEND)
        record_authentication(request, person, method="password", email=person.email)
        return redirect("account")
    return render(request, "live/begin_password.html", {"form": form, "person": user})


@transaction.atomic
def _begin(code: SetupCode, form: PasswordForm) -> User | None:
    if not setup_codes.use(code):
        return None
    user = code.user
    if user is None:
        data = form.cleaned_data
        user = User.objects.filter(email__iexact=data["email"]).first()
        user = user or people.create(None, data["email"], name=data["name"])
        people.seize(user, by=None)
        roles.give(user, [("live", roles.ADMINISTRATOR)], by=None)
    people.begin(user, form.cleaned_data["password1"])
    return user


def recover(request: HttpRequest) -> HttpResponseBase:
    """A new password: by mail where the region has mail, else by a code from an officer."""
    if config().mail is None:
        return _in_person(request)
    response: HttpResponseBase = allauth.password_reset(request)
    return response


@require_safe
def _in_person(request: HttpRequest) -> HttpResponse:
    return render(request, "live/recover_in_person.html")


@login_required
def change_email(request: HttpRequest) -> HttpResponseBase:
    """Where an address can be checked; not for staff, whose address is the table's."""
    if config().mail is None or people.is_listed(_person(request)):
        raise Http404
    response: HttpResponseBase = allauth.email(request)
    return response


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _person(request: HttpRequest) -> User:
    user = authenticated_user(request)
    if not isinstance(user, User):
        raise Http404
    return user
