"""What somebody typed is not lost when their session ends before they send it.

The page that refuses a form carries it, and sends it again once they are signed in. Nothing of it
is kept on the server, and it is given back only to a page of this very app: the browser says so
itself (Fetch Metadata), so no other site can put words there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from smartcity_base.config import config

# Never written into a page: it is asked for again.
_SECRET = re.compile(r"pass|sandi|frasa|otp|kode|code|token|secret|csrf", re.IGNORECASE)
_LONG = 60  # characters: shown, so that it can also be copied


@dataclass(frozen=True, slots=True)
class Typed:
    name: str
    value: str

    @property
    def long(self) -> bool:
        return len(self.value) > _LONG or "\n" in self.value


def from_here(request: HttpRequest) -> bool:
    """This form was sent by a page of this app."""
    told = request.headers.get("Sec-Fetch-Site")
    return told == "same-origin" if told else request.headers.get("Origin") == config().app.origin


def typed(request: HttpRequest) -> list[Typed]:
    """What was posted, secrets left out."""
    return [
        Typed(name, str(value))
        for name, values in request.POST.lists()
        if not _SECRET.search(name)
        for value in values
    ]


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """What to answer who is not signed in: the form that they sent, kept, or the way to sign in."""
    return keep(request, signed_out=True) or redirect_to_login(request.get_full_path())


def keep(request: HttpRequest, *, signed_out: bool) -> HttpResponse | None:
    """A page that holds what was typed, or None when there is nothing that may be held."""
    if request.method != "POST" or not from_here(request):
        return None
    held = typed(request)
    if not held:
        return None
    about = {"held": held, "files": bool(request.FILES), "signed_out": signed_out}
    answer = render(request, "base/again.html", about, status=403)
    answer["Cache-Control"] = "no-store"
    return answer
