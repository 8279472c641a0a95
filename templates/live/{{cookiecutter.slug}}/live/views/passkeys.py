"""Passkeys on our pages: the list, a new one, another name, one less, and signing in by one."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from smartcity_base.models import User

from live import passkeys
from live.forms import WORKING_DAY_S


@require_safe
@login_required
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)  # noqa: S101  (login_required has seen to it)
    found = [(key, key.wrap().name) for key in passkeys.of(request.user)]
    return render(request, "live/passkeys.html", {"passkeys": found})


@method_decorator(never_cache, name="dispatch")
class Add(webauthn.AddWebAuthnView):
    """Made by the browser, which the page asks to; allauth asks for the password again first."""

    template_name = "live/passkey_add.html"

    def get_initial(self) -> dict[str, Any]:
        return {"name": passkeys.suggested_name(self.request.META.get("HTTP_USER_AGENT", ""))}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        about: dict[str, Any] = super().get_context_data(**kwargs)
        options = auth.begin_registration(self.request.user, passwordless=True)
        return {**about, "js_data": options}

    def get_success_url(self) -> str:
        if self.did_generate_recovery_codes:
            return str(super().get_success_url())
        going_on = "after_second_factor" in self.request.session
        return reverse("after_second_factor" if going_on else "mfa_list_webauthn")


class Rename(webauthn.EditWebAuthnView):
    template_name = "live/passkey_rename.html"

    def get_success_url(self) -> str:
        return reverse("mfa_list_webauthn")


class Remove(webauthn.RemoveWebAuthnView):
    template_name = "live/passkey_remove.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "name": self.object.wrap().name}

    def get_success_url(self) -> str:
        return reverse("mfa_list_webauthn")


@method_decorator(never_cache, name="dispatch")
class SignIn(webauthn.LoginWebAuthnView):
    """The passkey alone: it says whose it is. GET: what the browser needs to ask it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return JsonResponse(dict(auth.begin_authentication(user=None)))

    def form_valid(self, form: Any) -> HttpResponseBase:
        """Not "until the browser closes", as with a password."""
        response: HttpResponseBase = super().form_valid(form)
        if "remember" not in self.request.POST:
            self.request.session.set_expiry(WORKING_DAY_S)
        return response

    def form_invalid(self, form: Any) -> HttpResponseBase:
        """Back to the sign-in page, and from there to where the person was going."""
        messages.error(
            self.request,
            _(
                "Kunci sandi ini tidak dikenal di sini atau tidak terbaca. Anda belum masuk. "
                "Coba lagi, atau masuk dengan kata sandi."
            ),
        )
        going = self.request.POST.get("next", "")
        query = f"?{urlencode({'next': going})}" if going else ""
        return redirect(reverse("account_login") + query)


@method_decorator(never_cache, name="dispatch")
class SecondStep(AuthenticateView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Nobody without a passkey is offered one."""
        has = passkeys.of(self.stage.login.user).exists()
        return {**super().get_context_data(**kwargs), "has_passkey": has}


class Confirm(webauthn.ReauthenticateWebAuthnView):
    template_name = "live/passkey_confirm.html"

    def form_invalid(self, form: Any) -> HttpResponseBase:
        messages.error(self.request, _("Kunci sandi tidak terbaca. Coba lagi."))
        return redirect(self.request.get_full_path())
