"""One search for everything the region tells: a page, and suggestions while typing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from smartcity_base.config import config
from smartcity_base.templatetags.smartcity import dial, tanggal

from live import directory, search
from live.models import Announcement
from live.search import Entry
from live.templatetags.live import cost, length_of_time

_PER_PAGE = 15
_SUGGESTED = 6
_SUMMARY = 160
# A NIK or another number of a person: nobody is to send it along in an address any further.
_TOO_MUCH = re.compile(r"(?:\d[ .-]?){12,}")


@dataclass(frozen=True, slots=True)
class Result:
    """A line on the page; `terms` are short facts beside its kind."""

    kind: str
    title: str
    url: str
    summary: str = ""
    terms: tuple[str, ...] = ()


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Whole without JavaScript: each kind is a link, each page is an address."""
    asked = request.GET.get("q", "").strip()[: search.LONGEST]
    only = request.GET.get("jenis", "")
    about: dict[str, Any] = {"asked": asked, "only": only if only in search.KINDS else ""}
    if _TOO_MUCH.search(asked):
        return render(request, "live/search.html", {**about, "asked": "", "too_much": True})
    if asked:
        about |= _found(asked, about["only"], request.GET.get("halaman"))
    about["topics"] = list(directory.topics().values())[:12] if not about.get("page") else []
    return render(request, "live/search.html", about)


@require_safe
@vary_on_cookie  # which holds the language
def suggestions(request: HttpRequest) -> JsonResponse:
    """What the box offers while somebody types: titles, the likeliest first."""
    asked = request.GET.get("q", "").strip()[: search.LONGEST]
    found = search.index().find(asked).entries if len(asked) > 1 else []
    titles = dict.fromkeys(entry.title for entry in found if entry.kind != "emergency")
    answer = JsonResponse({"titles": list(titles)[:_SUGGESTED]})
    answer["Cache-Control"] = "public, max-age=300"
    return answer


def _found(asked: str, only: str, page: str | None) -> dict[str, Any]:
    found = search.index().find(asked)
    counts = Counter(entry.kind for entry in found.entries)
    shown = [entry for entry in found.entries if not only or entry.kind == only]
    cut = Paginator(shown, _PER_PAGE).get_page(page)
    return {
        "found": found,
        "meant": found.meant,
        "kinds": [(kind, title, counts[kind]) for kind, title in search.KINDS.items()
                  if counts[kind]],
        "page": cut if shown else None,
        "results": _told(list(cut)),
    }  # fmt: skip


def _told(entries: list[Entry]) -> list[Result]:
    """The entries as the database has them now; what is gone since the index was made is left out.

    One question to the database per kind that is shown.
    """
    makers = {
        "emergency": _calls, "app": _apps, "service": _services, "agency": _agencies,
        "place": _places, "announcement": _announcements,
    }  # fmt: skip
    there: dict[tuple[str, str], Result] = {}
    for kind, make in makers.items():
        if keys := [entry.key for entry in entries if entry.kind == kind]:
            there |= {(kind, key): result for key, result in make(keys)}
    wanted = ((entry.kind, entry.key) for entry in entries)
    return [there[one] for one in wanted if one in there]


Made = Iterable[tuple[str, Result]]


def _calls(keys: list[str]) -> Made:
    for call in config().emergency:
        title = f"{call.name} {call.number}"
        yield call.number, Result("emergency", title, f"tel:{dial(call.number)}", call.about)


def _apps(keys: list[str]) -> Made:
    for app in config().apps:
        yield app.name, Result("app", app.title, app.url, app.summary)


def _services(keys: list[str]) -> Made:
    for key, service in directory.services().in_bulk(keys).items():
        by = service.agency.label if service.agency else ""
        terms = tuple(filter(None, (by, length_of_time(service), cost(service.cost))))
        url = reverse("service", args=[key])
        yield key, Result("service", service.name, url, service.description[:_SUMMARY], terms)


def _agencies(keys: list[str]) -> Made:
    for key, agency in directory.agencies().in_bulk(keys).items():
        terms = tuple(filter(None, (agency.short_name, agency.phone)))
        yield key, Result("agency", agency.name, reverse("agency", args=[key]), "", terms)


def _places(keys: list[str]) -> Made:
    for key, place in directory.places().in_bulk(keys).items():
        terms = (str(place.get_kind_display()),)
        yield key, Result("place", place.name, reverse("place", args=[key]), place.address, terms)


def _announcements(keys: list[str]) -> Made:
    shown = Announcement.objects.shown(timezone.localdate())
    for key, told in shown.in_bulk(keys, field_name="slug").items():
        url = reverse("announcement", args=[key])
        summary = told.body[:_SUMMARY]
        yield key, Result("announcement", told.title, url, summary, (tanggal(told.date),))
