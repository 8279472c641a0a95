"""/masuk/, the way back from LIVE, /keluar/, and LIVE's word that a session has ended."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import requests
from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.models import Session
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView

from smartcity_base import audit, backchannel, levels, limits
from smartcity_base.config import config
from smartcity_base.models import SignIn, User
from smartcity_base.signin import lifetime, proof, provider
from smartcity_base.signin.backend import Tokens

log = logging.getLogger(__name__)


def _setting(name: str, *default: Any) -> Any:
    """mozilla-django-oidc's settings; the addresses come from LIVE when they are needed."""
    if name == "OIDC_OP_AUTHORIZATION_ENDPOINT":
        return provider.endpoint("authorization_endpoint")
    return getattr(settings, name, *default)


class SignInView(OIDCAuthenticationRequestView):
    get_settings = staticmethod(_setting)

    def get_extra_params(self, request: HttpRequest) -> dict[str, str]:
        """The level that a page needs, as a wish to LIVE (`acr_values`)."""
        wanted = request.GET.get("acr", "")
        return {"acr_values": wanted} if wanted in levels.KNOWN else {}

    def get(self, request: HttpRequest) -> HttpResponseBase:
        limits.SIGN_IN.count(request)
        answer: HttpResponseBase = super().get(request)
        return answer


class ProveView(SignInView):
    """To LIVE once more, for who is signed in: the last time must be no longer ago than asked."""

    def get_extra_params(self, request: HttpRequest) -> dict[str, str]:
        return {"max_age": str(proof.age_asked(request))}

    def get(self, request: HttpRequest) -> HttpResponseBase:
        answer = super().get(request)
        asked = parse_qs(urlsplit(answer["Location"]).query)
        # Beside state and nonce, for the answer to be held against.
        request.session["oidc_states"][asked["state"][0]]["max_age"] = int(asked["max_age"][0])
        request.session.modified = True
        return answer


class CallbackView(OIDCAuthenticationCallbackView):
    get_settings = staticmethod(_setting)

    def get(self, request: HttpRequest) -> HttpResponseBase:
        asked = request.session.get("oidc_states", {}).get(request.GET.get("state", ""), {})
        self.max_age: int | None = asked.get("max_age")
        try:
            answer: HttpResponseBase = super().get(request)
        except SuspiciousOperation as error:
            log.warning("sign-in refused: %s", error)
            return self.login_failure()
        except (provider.ProviderAway, requests.RequestException) as error:
            log.warning("LIVE did not answer a sign-in: %s", type(error).__name__)
            return render(request, "base/signin_away.html", status=503)
        return answer

    def login_success(self) -> HttpResponseBase:
        tokens: Tokens = self.request.tokens  # set by our backend
        if self.max_age is not None and not _proves(tokens, self.max_age):
            log.warning("the provider was asked for max_age and did not heed it")
            about = {"prove": proof.way(self.max_age // 60, self.success_url)}
            return render(self.request, "base/not_proven.html", about, status=403)
        answer: HttpResponseBase = super().login_success()
        user: User = self.user
        self.request.session.save()
        SignIn.objects.update_or_create(
            session_id=self.request.session.session_key,
            defaults={
                "user": user,
                "sid": tokens.sid,
                "id_token": tokens.id_token,
                "refresh_token": tokens.refresh_token,
                "checked_at": timezone.now(),
                "seen_at": timezone.now(),
                "proven_at": tokens.proven_at,
                "browser": lifetime.browser_of(self.request),
            },
        )
        audit.record(user, "signin", user)
        return answer

    def login_failure(self) -> HttpResponseBase:
        return render(self.request, "base/signin_failed.html", status=400)


def _proves(tokens: Tokens, max_age_s: int) -> bool:
    """OpenID Connect Core 1.0, 3.1.3.7 (13): a provider may have passed over what was asked."""
    return tokens.proven_at is not None and proof.is_recent(tokens.proven_at, max_age_s)


@never_cache
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """Ask first (a link must not sign anybody out); then end it here and at LIVE."""
    if request.method != "POST":
        return render(request, "base/signout.html")
    where = settings.LOGOUT_REDIRECT_URL
    if isinstance(request.user, User):
        kept = SignIn.objects.filter(session_id=request.session.session_key).first()
        audit.record(request.user, "signout", request.user)
        where = _end_session_address(kept.id_token) if kept else where
    auth.logout(request)
    return HttpResponseRedirect(where)


def _end_session_address(id_token: str) -> str:
    """OpenID Connect RP-Initiated Logout 1.0, 2."""
    query = {
        "id_token_hint": id_token,
        "client_id": settings.OIDC_RP_CLIENT_ID,
        "post_logout_redirect_uri": f"{config().app.url.rstrip('/')}/",
    }
    return f"{provider.endpoint('end_session_endpoint')}?{urlencode(query)}"


@csrf_exempt  # the caller is LIVE, not a browser: its token is what counts
@require_POST
@never_cache
def backchannel_logout(request: HttpRequest) -> HttpResponse:
    """End the sessions LIVE names. 400: the token is no good; 503: that cannot be told now."""
    token = request.POST.get("logout_token", "")
    try:
        told = backchannel.verify_logout_token(
            token,
            issuer=config().issuer,
            audience=settings.OIDC_RP_CLIENT_ID,
            signing_key=provider.signing_key,
            spend=backchannel.spend,
        )
    except (jwt.InvalidTokenError, provider.UnknownKey) as error:
        log.warning("logout token refused: %s", type(error).__name__)
        return JsonResponse({"error": "invalid_request"}, status=400)
    except provider.ProviderAway:
        return JsonResponse({"error": "temporarily_unavailable"}, status=503)
    ended = Session.objects.all()
    if told.sid:
        ended = ended.filter(signin__sid=told.sid)
    if told.sub:
        ended = ended.filter(signin__user_id=told.sub)
    ended.delete()
    return HttpResponse()
