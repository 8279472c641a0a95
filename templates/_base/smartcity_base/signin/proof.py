"""Who is signed in shows once more who they are, before what a browser left open must not do.

OpenID Connect Core 1.0, 3.1.2.1: `max_age` asks for it, the claim `auth_time` says when it was
done, so that LIVE and a region's own provider are asked alike. Peraturan BSSN 4/2021, session
management.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from smartcity_base.config import config
from smartcity_base.signin import again

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

MINUTES = 15
LEEWAY = timedelta(minutes=1)  # two clocks, and the way back
LONGEST_S = 24 * 60 * 60


def proven_recently(minutes: int = MINUTES) -> Callable[[View[P]], View[P]]:
    """A view for who proved who they are so many minutes ago at most; below `role_required`.

    A page is gone to after the proof; a form that was sent comes back with what was typed.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return again.sign_in_first(request)
            return wanting(request, minutes) or view(request, *args, **kwargs)

        return cast(View[P], guarded)

    return decorate


def wanting(request: HttpRequest, minutes: int = MINUTES, back: str = "") -> HttpResponse | None:
    """What to answer while the proof is older than that; None when it is recent enough.

    `back`: where to go on, when that is not this very address.
    """
    at = proven_at(request)
    if at is not None and is_recent(at, minutes * 60):
        return None
    if request.method in ("GET", "HEAD"):
        return redirect(way(minutes, back or request.get_full_path()))
    held = again.typed(request) if again.from_here(request) else []
    here = "" if held else _page_before(request)
    about = {
        "held": held,
        "files": bool(request.FILES),
        "minutes": minutes,
        "here": bool(here),
        "prove": way(minutes, here or reverse("session")),
    }
    answer = render(request, "base/prove.html", about, status=403)
    answer["Cache-Control"] = "no-store"
    return answer


def is_recent(at: datetime, age_s: int) -> bool:
    """Whether `at` is no longer ago than that; one from the future proves nothing."""
    return -LEEWAY <= timezone.now() - at <= timedelta(seconds=age_s) + LEEWAY


def proven_at(request: HttpRequest) -> datetime | None:
    """When the person of this session last proved who they are; None when nobody knows.

    Whoever follows the sessions puts it on the request: the base's middleware, or LIVE's.
    """
    known: Callable[[], datetime | None] | None = getattr(request, "proven_at", None)
    return known() if known else None


def way(minutes: int, back: str) -> str:
    """Where the proof is given; after it `back`."""
    return f"{reverse('prove')}?{urlencode({'max_age': minutes * 60, 'next': back})}"


def age_asked(request: HttpRequest) -> int:
    """The `max_age` of an address made by `way`, in seconds; of anything else 0: prove it now."""
    asked = request.GET.get("max_age", "")
    return min(int(asked), LONGEST_S) if asked.isdecimal() and len(asked) < 7 else 0


def _page_before(request: HttpRequest) -> str:
    """The page of ours that a button without any words was pressed on."""
    came = urlsplit(request.headers.get("Referer", ""))
    if f"{came.scheme}://{came.netloc}" != config().app.origin or not again.from_here(request):
        return ""
    return f"{came.path}?{came.query}" if came.query else came.path
