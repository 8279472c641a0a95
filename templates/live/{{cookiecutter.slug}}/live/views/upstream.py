"""Signing in through the region's own OpenID provider, and out of it again."""

from __future__ import annotations

import logging
from urllib.parse import urlencode

from allauth.account import views as account
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.views import LogoutView
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from smartcity_base import audit
from smartcity_base.config import config
from smartcity_base.models import User

from live import upstream
from live.forms import WORKING_DAY_S
from live.models import Staff

log = logging.getLogger(__name__)

_ASKED = "upstream_asked"
_HINT = "upstream_id_token"
_AGAIN = "lagi"


def _callback() -> str:
    return config().app.origin + reverse("upstream_back")


@require_safe
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    if not config().setting("upstream_issuer"):
        raise Http404
    going = request.GET.get("next", "")
    going = going if url_has_allowed_host_and_scheme(going, None) else ""
    asked = upstream.Asked(going, max_age=0 if _AGAIN in request.GET else None)
    try:
        where = upstream.address(asked, _callback())
    except upstream.Away as error:
        return _not_in(request, "away", str(error), 503)
    request.session[_ASKED] = asked.kept()
    return redirect(where)


@require_safe
@never_cache
def back(request: HttpRequest) -> HttpResponseBase:
    """Answered once: what was asked is forgotten, whatever the answer is."""
    kept = request.session.pop(_ASKED, None)
    if kept is None:
        return _not_in(request, "refused", "nothing was asked", 400)
    asked = upstream.Asked(**kept)
    try:
        known = upstream.redeem(asked, _callback(), request.GET.dict())
    except upstream.Away as error:
        return _not_in(request, "away", str(error), 503)
    except upstream.Refused as error:
        return _not_in(request, "refused", str(error), 400)
    user = _officer(known)
    if user is None:
        return _not_in(request, "unknown", "no officer", 403)
    proven = {"at": known.proven_at} if known.proven_at else {}
    if asked.max_age is not None:
        if user != request.user:
            return _not_in(request, "refused", "proven by somebody else", 403)
        record_authentication(request, user, "upstream", reauthenticated=True, **proven)
        return redirect(asked.going or "account")
    record_authentication(request, user, "upstream", **proven)
    login = Login(user=user, redirect_url=asked.going or None)
    response: HttpResponseBase = perform_login(request, login)
    request.session[_HINT] = known.id_token
    request.session.set_expiry(WORKING_DAY_S)
    return response


def reauthenticate(request: HttpRequest) -> HttpResponseBase:
    """Where it was proven the first time: the region's provider, or here."""
    if _HINT in request.session and config().setting("upstream_issuer"):
        query = urlencode({_AGAIN: 1, "next": request.GET.get("next", "")})
        return redirect(f"{reverse('upstream_start')}?{query}")
    here: HttpResponseBase = account.reauthenticate(request)
    return here


class SignOut(LogoutView):
    def get_redirect_url(self) -> str:
        """On to the region's provider, where the person came in through it."""
        return getattr(self, "after", "") or str(super().get_redirect_url())

    def post(self, *args: object, **kwargs: object) -> HttpResponseBase:
        hint = self.request.session.get(_HINT)
        if hint:
            self.after = upstream.leaving(hint, f"{config().app.origin}/")
        answer: HttpResponseBase = super().post(*args, **kwargs)
        return answer


sign_out = SignOut.as_view()


def _officer(known: upstream.Known) -> User | None:
    """Somebody whom the region's own list names: by whom the provider meant the first time.

    The first time by the address that it vouches for. Later another one with that address is a
    stranger: mailboxes are handed on, people are not.
    """
    officers = Staff.objects.filter(listed=True, user__is_active=True).select_related("user")
    met = officers.filter(upstream_sub=known.sub).first()
    if met:
        return met.user
    new = officers.filter(upstream_sub=None, user__email=known.email.lower()).first()
    if new is None or not known.email:
        return None
    new.upstream_sub = known.sub
    new.save(update_fields=["upstream_sub"])
    audit.record(None, "upstream.bound", new.user)
    return new.user


def _not_in(request: HttpRequest, why: str, reason: str, status: int) -> HttpResponse:
    log.warning("sign-in through the region's provider: %s (%s)", why, reason)
    about = {"why": why, "name": config().setting("upstream_name")}
    return render(request, "live/upstream_failed.html", about, status=status)
