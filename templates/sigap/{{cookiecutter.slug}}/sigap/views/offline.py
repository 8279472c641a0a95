"""The part that works without signal: its one page, and what that asks and tells (the worker:
`sigap/sw.js`, over the base's).

Nothing here is personal but what `tasks` answers, and that is kept on the phone until the officer
signs out. A browser runs a service worker over HTTPS that it trusts, or on localhost: under the
kit's own authority an officer's phone has to have that authority installed first.
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from smartcity_base.models import User
from smartcity_base.roles import staff
from smartcity_base.tiles import allow_tiles, map_options
from smartcity_base.uploads import ImageRejected

from sigap import pocket, steps, uploads

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def officer_only(view: View[P]) -> View[P]:
    """401 and 403 as words a program reads: a redirect would be followed to a page for people."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not isinstance(request.user, User):
            return JsonResponse({"message": _("Masuk lagi untuk mengirim.")}, status=401)
        if not request.user.has_role("officer"):
            return JsonResponse({"message": _("Akun ini bukan petugas lapangan.")}, status=403)
        return view(request, *args, **kwargs)

    return cast(View[P], never_cache(guarded))


@require_safe
@allow_tiles
def shell(request: HttpRequest) -> HttpResponse:
    """The page itself, the same for everybody: the phone fills it with what it carries."""
    return render(request, "sigap/field.html", map_options())


@require_safe
@officer_only
def tasks(request: HttpRequest) -> HttpResponse:
    """GET /luring/tugas.json: what the phone carries, and the token with which it may post."""
    return JsonResponse(pocket.pack(staff(request)) | {"csrf": get_token(request)})


@require_http_methods(["GET", "PUT"])
@officer_only
def photo(request: HttpRequest, photo_id: UUID) -> HttpResponse:
    """GET: how far it has come. PUT ?offset=&size=: the next piece. Both answer {offset, done}.

    409: the piece does not go on there, `offset` is where; 422: this is no photo we take.
    """
    user = staff(request)
    if request.method == "GET":
        return _so_far(*uploads.received(user, photo_id))
    try:
        offset, size = int(request.GET["offset"]), int(request.GET["size"])
        return _so_far(*uploads.add(user, photo_id, offset, size, request.body))
    except uploads.WrongPlace as wrong:
        return _so_far(wrong.offset, False, status=409)
    except ImageRejected as refusal:
        return JsonResponse({"message": str(refusal)}, status=422)
    except PermissionError:
        return JsonResponse({"message": _("Foto ini milik orang lain.")}, status=422)
    except (KeyError, ValueError):
        return JsonResponse({"message": _("Potongan foto tanpa letaknya.")}, status=400)


@require_POST
@officer_only
def step(request: HttpRequest) -> HttpResponse:
    """A step. 200: {kept, why}; 409: {missing: [photo ids]}; 404, 422: it will never be taken."""
    try:
        told = json.loads(request.body)
        outcome = steps.take(staff(request), told if isinstance(told, dict) else {})
    except steps.Missing as missing:
        return JsonResponse({"missing": missing.ids}, status=409)
    except steps.NotTheirs:
        return JsonResponse(
            {"message": _("Tugas ini tidak pernah menjadi tugas Anda.")}, status=404
        )
    except (steps.Unreadable, ValueError) as fault:
        return JsonResponse({"message": str(fault)}, status=422)
    return JsonResponse({"kept": outcome.kept, "why": outcome.why})


def _so_far(offset: int, done: bool, status: int = 200) -> JsonResponse:
    return JsonResponse({"offset": offset, "done": done}, status=status)
