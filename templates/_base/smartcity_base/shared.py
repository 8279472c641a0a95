"""Pages that are the same for everybody: on servers nginx gives out one answer to all who ask."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from smartcity_base import language

SECONDS = 10

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def shared(view: View[P]) -> View[P]:
    """What this view shows to who is not signed in may be up to SECONDS old.

    nginx reads the header and keeps it to itself; whoever has a session, or chose another language,
    always comes through.
    Words that were looked for stay out of it: they would lie on the disk with the page.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        made = view(request, *args, **kwargs)
        signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
        page = made.status_code == 200 and not made.streaming
        own = signed_in or language.chosen(request)
        if page and not own and not request.GET.get("q"):
            made["X-Accel-Expires"] = str(SECONDS)
        return made

    return cast(View[P], answer)
