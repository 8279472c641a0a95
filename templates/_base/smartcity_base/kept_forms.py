"""Forms that a phone kept while the line was away, and sends by itself (base/kept.js).

A form with `data-keep` is answered with a redirect when it was taken, as any form is. A phone whose
line broke before the answer sends it again under the same id: it is taken once, whatever it is, and
answered as it was the first time.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import resolve_url
from django.urls import Resolver404, resolve

from smartcity_base.models import TakenForm

Handler = Callable[[HttpRequest], HttpResponse]


def answer_phones(get_response: Handler) -> Handler:
    """Middleware: {"to": address} for what was taken, {"again": true} for what a person must see.

    A redirect that the script followed by itself would use up the message for the reader, and a
    page with faults is for a screen. Who is not signed in gets 401; limits and failures stay.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        key = _key(request)
        if key is None:
            return get_response(request)
        # A slow line has brought all of it before anybody waits for this transaction.
        request.POST.keys()
        # The deed and that it was done, or neither; who sends the same meanwhile waits here.
        with transaction.atomic():
            form, fresh = TakenForm.objects.get_or_create(key=key)
            if not fresh:
                return JsonResponse({"to": form.to})
            made = get_response(request)
            told = _told(request, made)
            if made.status_code >= 500:
                transaction.set_rollback(True)
            elif 300 <= told.status_code < 400:
                form.to = told["Location"]
                form.save()
                told = JsonResponse({"to": form.to})
                told.cookies = made.cookies
            else:
                form.delete()
            return told

    return answer


def _key(request: HttpRequest) -> str | None:
    """Under which it is remembered: who sends it, and the id that their phone gave it."""
    if request.method != "POST" or "X-Kept" not in request.headers or not _is_kept(request):
        return None
    try:
        form = UUID(request.headers["X-Kept"])
    except ValueError:
        return None
    return sha256(f"{request.user.pk or ''} {form}".encode()).hexdigest()


def _is_kept(request: HttpRequest) -> bool:
    """Not what takes no token of ours: no page keeps that, and it may read its body as it likes."""
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    return not getattr(view, "csrf_exempt", False)


def _told(request: HttpRequest, made: HttpResponse) -> HttpResponse:
    """The page's answer as a phone reads it; a redirect is left where the form was taken."""
    if 300 <= made.status_code < 400:
        there = urlsplit(made["Location"])
        elsewhere = there.netloc not in ("", request.get_host())
        if elsewhere or there.path == resolve_url(settings.LOGIN_URL):
            return JsonResponse({}, status=401)  # to be signed in, or known better, first
        return made
    if made.status_code in (401, 403, 429) or made.status_code >= 500:
        return made
    return JsonResponse({"again": True})
