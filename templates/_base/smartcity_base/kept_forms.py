"""Forms that a phone kept while the line was away, and sends by itself (base/kept.js).

A form with `data-keep` is answered with a redirect when it was taken, as any form is; and it is
taken once, by the id or the key in it, however often it comes. This tells the phone which it was.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import resolve_url

Handler = Callable[[HttpRequest], HttpResponse]


def answer_phones(get_response: Handler) -> Handler:
    """Middleware: {"to": address} for what was taken, {"again": true} for what a person must see.

    A redirect that the script followed by itself would use up the message for the reader, and a
    page with faults is for a screen. Who is not signed in gets 401; limits and failures stay.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        made = get_response(request)
        if request.method != "POST" or "X-Kept" not in request.headers:
            return made
        if 300 <= made.status_code < 400:
            to = made["Location"]
            there = urlsplit(to)
            elsewhere = there.netloc not in ("", request.get_host())
            if elsewhere or there.path == resolve_url(settings.LOGIN_URL):
                return JsonResponse({}, status=401)  # to be signed in, or known better, first
            told = JsonResponse({"to": to})
            told.cookies = made.cookies
            return told
        if made.status_code in (401, 403, 429) or made.status_code >= 500:
            return made
        return JsonResponse({"again": True})

    return answer
