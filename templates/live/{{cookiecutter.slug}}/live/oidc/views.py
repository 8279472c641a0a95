"""The provider's endpoints: allauth's, with what a region's apps may rely on made certain.

Added to allauth: PKCE with S256 for every client, redirect addresses compared letter by letter, a
code that is usable once whatever happens at the same instant, refresh tokens whose second use ends
all that came of the first, levels that an app may ask for, tokens that end with the session, and a
sign-out that reaches every app.
"""

from __future__ import annotations

import hashlib
import json
import time
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from allauth.account.internal.flows.logout import logout
from allauth.core.internal.httpkit import add_query_params, del_query_params
from allauth.idp.oidc import views
from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.forms import RPInitiatedLogoutForm
from allauth.idp.oidc.models import Client, Token
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from smartcity_base import audit, levels
from smartcity_base.config import config
from smartcity_base.models import User

from live import sessions, verification
from live.models import Grant
from live.oidc import families
from live.oidc.clients import SCOPES
from live.oidc.credentials import Authenticated, named
from live.reach import messages

_VERIFIER_LENGTH = 43  # of a SHA-256 in base64url, RFC 7636 section 4.2


@require_safe
def discovery(request: HttpRequest) -> JsonResponse:
    """OpenID Provider Metadata, with every address below the issuer."""

    def at(name: str) -> str:
        return config().issuer + reverse(f"idp:oidc:{name}")

    # A region that sends no codes promises no number; those it has are told all the same.
    phone = messages.is_there()
    response = JsonResponse(
        {
            "issuer": config().issuer,
            "authorization_endpoint": at("authorization"),
            "token_endpoint": at("token"),
            "userinfo_endpoint": at("userinfo"),
            "revocation_endpoint": at("revoke"),
            "end_session_endpoint": at("logout"),
            "jwks_uri": at("jwks"),
            "scopes_supported": [scope for scope in SCOPES if phone or scope != "phone"],
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
            "claims_supported": [
                *("sub", "sid", "auth_time", "acr", "amr", "name", "email", "email_verified"),
                *(("phone_number", "phone_number_verified") if phone else ()),
                *("agency", "agency_name", "position", "roles"),
            ],
            "acr_values_supported": list(levels.KNOWN),
            "prompt_values_supported": ["none", "login"],
            "organization_name": config().brand,
            "authorization_response_iss_parameter_supported": True,
            "backchannel_logout_supported": True,
            "backchannel_logout_session_supported": True,
        }
    )
    response["Access-Control-Allow-Origin"] = "*"
    return response


class AuthorizationView(views.AuthorizationView):
    """Hands an app a code for the person who is signed in; asks them to sign in when nobody is."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        elsewhere = self._refusal(request) or self._ask_again(request) or self._step_up(request)
        if elsewhere:
            return self._signed(request, elsewhere)
        response = super().get(request, *args, **kwargs)
        code = parse_qs(urlsplit(response.get("Location", "")).query).get("code")
        if code and request.user.is_authenticated:
            self._note(request, code[0])
        return self._signed(request, response)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """OpenID Connect allows a POST; there is no consent form here that could be meant by it."""
        address = reverse("idp:oidc:authorization")
        return views._ClientHttpResponseRedirect(f"{address}?{request.POST.urlencode()}")

    def _refusal(self, request: HttpRequest) -> HttpResponse | None:
        """Before anything is sent to an address, it must be one of the client's, letter by letter.

        allauth compares parts, and on loopback ignores the port, where another program may listen.
        """
        client = Client.objects.filter(pk=request.GET.get("client_id", "")).first()
        address = request.GET.get("redirect_uri", "")
        if client is None or address not in client.get_redirect_uris():
            return render(request, "idp/oidc/error.html", status=400)
        challenge = request.GET.get("code_challenge", "")
        method = request.GET.get("code_challenge_method")
        if len(challenge) != _VERIFIER_LENGTH or method != "S256":
            told = "PKCE with code_challenge_method=S256 is required"
            return _answered(request, "invalid_request", told)
        if len(prompts := _prompts(request)) > 1 and "none" in prompts:
            return _answered(request, "invalid_request", "prompt=none stands alone")
        return None

    def _signed(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Say who answers, so that a client of several providers mixes none up (RFC 9207)."""
        where = response.get("Location", "")
        if where.startswith(f"{request.GET.get('redirect_uri')}?"):
            response["Location"] = add_query_params(where, {"iss": config().issuer})
        return response

    def _ask_again(self, request: HttpRequest) -> HttpResponse | None:
        """`max_age`: sign in again when the last time is longer ago (Core, section 3.1.2.1).

        Whoever comes back from signing in has just done so: the way there asks for it no more.
        """
        limit, prompts = request.GET.get("max_age", ""), _prompts(request)
        if not limit.isdecimal() or "login" in prompts:
            return None
        signed_in = request.user.is_authenticated
        age = time.time() - sessions.authenticated_at(request)
        if signed_in and age <= int(limit) and limit != "0":
            return None
        if "none" in prompts:
            return _answered(request, "login_required", "the last sign-in is longer ago")
        view = "account_reauthenticate" if signed_in else "account_login"
        return _by_way_of(view, request, "max_age")

    def _step_up(self, request: HttpRequest) -> HttpResponse | None:
        """`acr_values`: a level that the person lacks is asked for, once, and with its reason.

        A wish and no condition (Core, section 3.1.2.1): the app is told which level there is.
        """
        wanted = [acr for acr in request.GET.get("acr_values", "").split() if acr in levels.KNOWN]
        if not wanted or not isinstance(request.user, User) or "none" in _prompts(request):
            return None
        if levels.reaches(verification.level_of(request.user), wanted[0]):
            return None
        about = {"untuk": request.GET["client_id"], "tingkat": wanted[0]}
        return _by_way_of("verification", request, "acr_values", **about)

    def _note(self, request: HttpRequest, code: str) -> None:
        session = sessions.current(request)
        if session is None:
            raise RuntimeError("a signed-in request without a session of LIVE")
        Grant.objects.create(
            session=session,
            client_id=request.GET["client_id"],
            code_digest=_digest(code),
            authenticated_at=sessions.proven_at(request),
            amr=" ".join(sessions.methods(request)),
        )


class TokenView(Authenticated, views.TokenView):
    """Changes a code or a refresh token for new tokens: once, and only within its session."""

    @transaction.atomic
    def post(self, request: HttpRequest) -> HttpResponse:
        grant = self._grant(request)
        replayed = grant is not None and self._is_code(request) and grant.redeemed_at is not None
        if grant is not None and not replayed and not self._alive(grant):
            sessions.end(sessions.running().filter(pk=grant.session_id))
            return _invalid_grant()
        request.live_grant = grant  # type: ignore[attr-defined]  # read by the adapter
        response = super().post(request)
        answer = json.loads(response.content)
        if answer.get("error") == "invalid_grant":
            if grant is not None and replayed:
                _end_family(grant, "oidc.code-replayed")  # RFC 6749, section 4.1.2
            elif not self._is_code(request):
                spent = families.grant_of(request.POST.get("refresh_token", ""), named(request))
                if spent is not None:
                    _end_family(spent, "oidc.refresh-replayed")
        if grant is None or response.status_code != 200:
            return response
        if replayed:
            raise RuntimeError("a code was taken twice")  # rolls back what was issued
        if self._is_code(request):
            grant.redeemed_at = timezone.now()
            grant.save(update_fields=["redeemed_at"])
        issued = [answer[kind] for kind in ("access_token", "refresh_token") if kind in answer]
        hashes = [get_adapter().hash_token(value) for value in issued]
        Token.objects.filter(hash__in=hashes).update(data={"grant": grant.pk})
        return response

    def _alive(self, grant: Grant) -> bool:
        """The session goes on; whoever is busy in an app is not away from LIVE."""
        return bool(sessions.alive().filter(pk=grant.session_id)) and sessions.seen_in_app(
            grant.session
        )

    def _is_code(self, request: HttpRequest) -> bool:
        return request.POST.get("grant_type") == Client.GrantType.AUTHORIZATION_CODE

    def _grant(self, request: HttpRequest) -> Grant | None:
        """The grant behind the code or refresh token, locked: a second request waits its turn."""
        grants = Grant.objects.select_for_update(of=("self",)).select_related("session__user")
        if self._is_code(request):
            return grants.filter(code_digest=_digest(request.POST.get("code", ""))).first()
        value = get_adapter().hash_token(request.POST.get("refresh_token", ""))
        token = Token.objects.filter(type=Token.Type.REFRESH_TOKEN, hash=value).first()
        key = (token.data or {}).get("grant") if token else None
        return grants.filter(pk=key).first() if key is not None else None


class RevokeView(Authenticated, views.RevokeView):
    """Ends what a client was given, and of a refresh token all that came of it (RFC 7009, 2.1)."""

    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Somebody else's token is left alone, and answered as one that is not known."""
        token = Token.objects.by_value(request.POST.get("token", "")).first()
        if token and token.client_id != named(request):
            form = request.POST.copy()
            form["token"] = "unknown"  # noqa: S105  (it is the token of nobody)
            # allauth reads it there, and Django types it as what cannot be changed.
            request.POST, token = form, None  # type: ignore[assignment]
        response = super().post(request, *args, **kwargs)
        if token and response.status_code == 200 and token.type == Token.Type.REFRESH_TOKEN:
            came_of = (token.data or {}).get("grant", 0)
            sessions.revoke(Grant.objects.filter(pk=came_of))
        return response


class LogoutView(views.LogoutView):
    """Signing out from an app signs out of LIVE, and by that of every app."""

    def _handle(self, form: RPInitiatedLogoutForm, op_logout: bool) -> HttpResponse:
        """As allauth's, but leaves the tokens of the person's other devices alone."""
        address = form.cleaned_data["post_logout_redirect_uri"]
        if op_logout:
            logout(self.request, show_message=not address)
        if not address:
            return views._ClientHttpResponseRedirect(reverse("portal"))
        state = form.cleaned_data["state"]
        return views._ClientHttpResponseRedirect(
            add_query_params(address, {"state": state}) if state else address
        )


def _prompts(request: HttpRequest) -> list[str]:
    return request.GET.get("prompt", "").split()


def _answered(request: HttpRequest, error: str, told: str) -> HttpResponse:
    """The app hears at its own address why it gets no code (RFC 6749, section 4.1.2.1)."""
    fault = {"error": error, "error_description": told}
    if "state" in request.GET:
        fault["state"] = request.GET["state"]
    return views._ClientHttpResponseRedirect(f"{request.GET['redirect_uri']}?{urlencode(fault)}")


def _by_way_of(view: str, request: HttpRequest, without: str, **about: str) -> HttpResponse:
    """To a page of LIVE's, and from there back to this request `without` what was asked here."""
    going_on = del_query_params(request.get_full_path(), without)
    return redirect(f"{reverse(view)}?{urlencode({**about, 'next': going_on})}")


def _end_family(grant: Grant, why: str) -> None:
    """Take back all that came of this grant; of one that has nothing left nobody is told."""
    if sessions.revoke(Grant.objects.filter(pk=grant.pk)):
        audit.record(None, why, grant.session.user, app=grant.client_id)


def _invalid_grant() -> JsonResponse:
    return JsonResponse({"error": "invalid_grant"}, status=400)


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
