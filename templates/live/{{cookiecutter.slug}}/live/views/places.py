"""Where things are: schools, clinics, markets, offices; as a list, on a map, and each by itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from smartcity_base.fields import among, offer
from smartcity_base.models import District, Place, PlaceKind
from smartcity_base.tables import export

from live import directory, search
from live.tables import PLACES

_PER_PAGE = 20
_ON_MAP = 500  # a phone draws no more in good time


class _Filter(forms.Form):
    """Offers what there is. An unknown value narrows nothing and is not an error."""

    q = forms.CharField(
        label=_("Nama atau alamat"),
        required=False,
        max_length=search.LONGEST,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    kind = forms.ChoiceField(label=_("Jenis"), required=False)
    district = forms.ModelChoiceField(
        District.objects.filter(active=True),
        label=_("Kecamatan"),
        required=False,
        empty_label=_("Semua kecamatan"),
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        there = set(Place.objects.filter(active=True).values_list("kind", flat=True).distinct())
        kinds = [(value, label) for value, label in PlaceKind.choices if value in there]
        offer(self, "kind", [("", _("Semua jenis")), *kinds])
        offered = Place.objects.filter(active=True).values("district")
        among(self, "district", District.objects.filter(active=True, pk__in=offered))

    def found(self) -> QuerySet[Place]:
        self.is_valid()
        wanted = self.cleaned_data
        district = wanted.get("district")
        return directory.places(
            wanted.get("q", ""), wanted.get("kind", ""), district.pk if district else ""
        )


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    form = _Filter(request.GET)
    found = form.found()
    if export.wanted(request):
        return export.answer(request, "tempat", PLACES, found)
    query = request.GET.copy()
    query.pop("halaman", None)
    return render(
        request,
        "live/places.html",
        {
            "form": form,
            "page": Paginator(found, _PER_PAGE).get_page(request.GET.get("halaman")),
            "on_map": min(found.exclude(lon=None).count(), _ON_MAP),
            "query": query.urlencode(),
            "narrowed": any(query.values()),
        },
    )


@require_safe
@vary_on_cookie  # which holds the language
@cache_control(public=True, max_age=3600)
def points(request: HttpRequest) -> JsonResponse:
    """GeoJSON (RFC 7946) for the map: what the list shows, or the one place `id`."""
    chosen = request.GET.get("id")
    found = directory.places().filter(pk=chosen) if chosen else _Filter(request.GET).found()
    return JsonResponse(
        {
            "type": "FeatureCollection",
            "features": [_feature(place) for place in found.exclude(lon=None)[:_ON_MAP]],
        }
    )


@require_safe
def place(request: HttpRequest, pk: str) -> HttpResponse:
    shown = directory.places().select_related("agency")
    return render(request, "live/place.html", {"place": get_object_or_404(shown, pk=pk)})


def _feature(place: Place) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
        "properties": {
            "title": place.name,
            "url": reverse("place", args=[place.pk]),
            "colour": "region",
        },
    }
