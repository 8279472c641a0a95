"""How surely somebody is who they say: levels that LIVE finds out and an app may ask for.

They are the values of the OpenID claim `acr`. A level holds whatever is below it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from smartcity_base.config import config

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

CONTACT, RESIDENT, IN_PERSON = "L0", "L1", "L2"
KNOWN = {
    CONTACT: _("Kontak terverifikasi"),
    RESIDENT: _("Data cocok dengan data kependudukan"),
    IN_PERSON: _("Diperiksa petugas secara langsung"),
}
"""From the lowest up, with what each means. Somebody below all of them has none: ""."""


def reaches(level: str, needed: str) -> bool:
    """Whether who has `level` has what `needed` asks."""
    ladder = list(KNOWN)
    return level in KNOWN and ladder.index(level) >= ladder.index(needed)


def level_required(level: str, setting: str = "") -> Callable[[View[P]], View[P]]:
    """A view for people of this level or above: others are told why, and how to get there.

    The signed out go to sign in, and are asked for the level on the way. With `setting`, a yes or
    no of the app's card, it is the region that decides whether the page asks for the level at all.
    """
    if level not in KNOWN:
        raise ValueError(f"there is no level {level!r}")

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if setting and not config().setting(setting):
                return view(request, *args, **kwargs)
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), address(level))
            if not reaches(request.user.level, level):
                about = {"needed": KNOWN[level], "step_up": _way(request, level)}
                return render(request, "base/level_needed.html", about, status=403)
            return view(request, *args, **kwargs)

        return cast(View[P], guarded)

    return decorate


def address(needed: str) -> str:
    """Where somebody signs in who is to be of this level."""
    return f"{reverse('signin')}?{urlencode({'acr': needed})}"


def _way(request: HttpRequest, needed: str) -> str:
    """The way over LIVE and back to here; after a form was sent, to the first page."""
    back = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
    return f"{address(needed)}&{urlencode({'next': back})}"
