"""The visitor's language: Indonesian, until they choose English at the foot of a page.

What a browser asks for (Accept-Language) is not followed: many officers' phones are set to English,
and what they do all day is named in Indonesian. What is kept or sent stays in Indonesian,
whoever caused it: letters, papers, notes on a report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

YEAR_S = 365 * 24 * 60 * 60

Handler = Callable[[HttpRequest], HttpResponse]


def chosen(request: HttpRequest) -> str | None:
    """The language that the visitor chose instead of Indonesian; None for nearly everybody."""
    code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return code if code != settings.LANGUAGE_CODE and code in dict(settings.LANGUAGES) else None


def speak(get_response: Handler) -> Handler:
    """Answer in the language that was chosen; where none was, nothing is done."""

    def answer(request: HttpRequest) -> HttpResponse:
        code = chosen(request)
        if code is None:
            return get_response(request)
        with translation.override(code):
            return get_response(request)

    return answer


@contextmanager
def indonesian() -> Iterator[None]:
    """For what is kept or sent; also a decorator: `@indonesian()`.

    Django's own `override` as a decorator is one for all threads, and mixes up what it restores.
    """
    with translation.override(settings.LANGUAGE_CODE):
        yield


@never_cache
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """GET /bahasa/?ke=en: remember it for a year, and back to the page that the browser names.

    Not by a parameter: what was asked for on that page would stand in one address more.
    No POST, because its token would make a page of its own of every page that is the same for all;
    the worst that a link on another site can do is to show somebody English.
    """
    code, back = request.GET.get("ke", ""), request.headers.get("Referer", "")
    here = {request.get_host()}
    if not url_has_allowed_host_and_scheme(back, here, require_https=request.is_secure()):
        back = "/"
    answer = HttpResponseRedirect(back)
    name, domain = settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_COOKIE_DOMAIN
    if code == settings.LANGUAGE_CODE:
        answer.delete_cookie(name, domain=domain, samesite="Lax")
    elif code in dict(settings.LANGUAGES):
        answer.set_cookie(name, code, max_age=YEAR_S, domain=domain, samesite="Lax",
                          httponly=True, secure=settings.LANGUAGE_COOKIE_SECURE)  # fmt: skip
    return answer
