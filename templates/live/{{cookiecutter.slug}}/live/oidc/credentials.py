"""How an app says who it is at the token endpoint, where allauth is stricter than RFC 6749."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import unquote_plus

from allauth.core.internal.httpkit import extract_basic_auth
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt

_BASIC = "basic "


class Authenticated:
    """For a view of allauth's: takes credentials in the header as clients send them."""

    @method_decorator(csrf_exempt)  # the caller is an app and no browser; allauth has it as well
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Id and secret are form-encoded in it (2.3.1), and a refusal answers in kind (5.2)."""
        given = request.META.get("HTTP_AUTHORIZATION", "")
        basic = given.lower().startswith(_BASIC)
        if basic:
            request.META["HTTP_AUTHORIZATION"] = given[: len(_BASIC)] + _decoded(given)
        # A mixin: the view that has `dispatch` comes after it.
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        if response.status_code == 401 and basic:
            response["WWW-Authenticate"] = 'Basic realm="LIVE"'
        return response


def named(request: HttpRequest) -> str | None:
    """The client that a request says it comes from; whether it does is for allauth to check."""
    client, _secret = extract_basic_auth(dict(request.headers))
    return client or request.POST.get("client_id")


def _decoded(header: str) -> str:
    """Without the encoding; what cannot be read stays, and is refused as it is."""
    credentials = header[len(_BASIC) :]
    try:
        parts = base64.b64decode(credentials).decode().split(":", 1)
    except ValueError:
        return credentials
    return base64.b64encode(":".join(map(unquote_plus, parts)).encode()).decode()
