"""What stays when the line is away: one worker for each app, and the page that it answers with.

Kept on the phone is what is the same for everybody: the look, the emergency numbers, the page that
says that there is no line. Pages come from the network, and none of them is kept. An app that does
more without a line has a `<app>/shell.py` with `kept() -> list[str]`, more addresses to keep, and a
template `<app>/sw.js` that extends `base/sw.js`.
"""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string, select_template
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from smartcity_base import theme
from smartcity_base.config import config
from smartcity_base.context import region
from smartcity_base.kept import kept
from smartcity_base.language import indonesian
from smartcity_base.shared import shared

FILES = ("base/smartcity.css", "base/icons.svg", "base/app.js", "base/kept.js", "base/keep.js")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """GET /tanpa-sambungan/: in both languages, because one copy is kept for whoever has the phone.

    Without the visitor's name and without today's headlines: it is read on another day.
    """
    return HttpResponse(_page("base/offline.html"), headers={"Cache-Control": "no-cache"})


@require_safe
@shared
def worker(request: HttpRequest) -> HttpResponse:
    """GET /sw.js: at the root, so that it answers for the whole app.

    It names what it keeps by the hashes of the static manifest and of the theme, so that whatever
    changes makes another worker; that one fetches what changed and drops what was before.
    Browsers ask for it with nearly every page: mostly they have it.
    """
    body, tag = _worker()
    headers = {"Cache-Control": "no-cache", "ETag": tag}
    if request.headers.get("If-None-Match", "").removeprefix("W/") == tag:
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(body, content_type="text/javascript; charset=utf-8", headers=headers)


@kept
@indonesian()
def _worker() -> tuple[str, str]:
    """The worker, and its ETag."""
    keeps = addresses()
    pages = [_page(name) for name in ("base/offline.html", "base/emergency.html")]
    context = {
        **region(HttpRequest()),
        "name": json.dumps(f"{config().app.name}-"),
        "kept": json.dumps(keeps),
        "version": _sum(json.dumps([settings.RELEASE, *keeps, *pages]))[:12],
    }
    body = select_template([f"{config().app.name}/sw.js", "base/sw.js"]).render(context)
    return body, f'"{_sum(body)[:32]}"'


def addresses() -> list[str]:
    """What the worker keeps: the same for everybody, and nothing of anybody."""
    themed = [f"{reverse(name)}?{theme.version()}" for name in ("theme", "logo")]
    return [reverse("offline"), reverse("emergency"), *map(static, FILES), *themed, *_own()]


@lru_cache(maxsize=1)
def _has_own() -> bool:
    return find_spec(f"{config().app.name}.shell") is not None


def _own() -> list[str]:
    if not _has_own():
        return []
    return list(import_module(f"{config().app.name}.shell").kept())


@indonesian()
def _page(name: str) -> str:
    return render_to_string(name, {**region(HttpRequest()), "headlines": ()})


def _sum(text: str) -> str:
    return sha256(text.encode()).hexdigest()
