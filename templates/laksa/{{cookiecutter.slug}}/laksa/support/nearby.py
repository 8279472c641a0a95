"""Open reports that may be about the same thing: by kind, place and words.

Shown before a report is sent, and to officers beside one that came in. A proposal, for a person to
judge: it never merges or refuses anything by itself.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import cos, radians

from django.db.models import Q, QuerySet

from smartcity_base.areas import distance_m

from laksa import queries
from laksa.models import Category, Report
from laksa.privacy.review import cover
from laksa.states import OPEN

# A phone's position is good to some 30 m in a street: within it, words do not matter. Up to 200 m
# a few of the same words are asked for; where a point is missing, half of them.
SAME_SPOT_M, NEAR_M = 30.0, 200.0
SOME_WORDS, HALF_THE_WORDS = 0.2, 0.5
# The newest of so many are compared: a storm brings hundreds of one kind.
COMPARED, SHOWN = 200, 3
METRES_PER_DEGREE = 111_195.0

_COMPARED_BY = ("pk", "text", "masks", "lon", "lat")
_Row = tuple[int, str, list[list[str]], float | None, float | None]
_WORD = re.compile(r"\w{3,}")
_EVERYWHERE = """
    ada agar akan atau bagi banyak belum bisa dan dari dekat dengan depan itu ini juga kami karena
    lagi mohon oleh pada pak para saat saja sangat saya sebelah sejak sekitar sudah supaya tapi
    telah tidak tolong untuk yang
"""
_COMMON = frozenset(_EVERYWHERE.split())


@dataclass(frozen=True)
class About:
    """What is compared: of a form that is not sent yet, or of a report."""

    category: Category
    text: str
    lon: float | None
    lat: float | None
    village: str | None
    but: int | None = None


@dataclass(frozen=True)
class Near:
    """A report that may be the same; `metres` None: one of the two has no point."""

    report: Report
    metres: float | None
    likeness: float


def alike(about: About, among: QuerySet[Report] | None = None) -> list[Near]:
    """The likeliest first. `among`: what an officer may see; else what everybody may.

    A secret report is nobody's original: what happens to it is told to its own reporter alone.
    """
    reports = queries.public({}) if among is None else among
    reports = reports.filter(state__in=OPEN, secret=False).exclude(pk=about.but or 0)
    found = list(_near(about, _newest(reports.filter(_where(about), category=about.category))))
    if among is not None:
        found += _of_another_kind(about, reports)
    found.sort(key=lambda near: (near[1] is None, (near[1] or 0) / NEAR_M - near[2]))
    shown = queries.with_names(Report.objects.all()).in_bulk([pk for pk, *_ in found[:SHOWN]])
    return [Near(shown[pk], metres, words) for pk, metres, words in found[:SHOWN]]


def _of_another_kind(
    about: About, reports: QuerySet[Report]
) -> Iterator[tuple[int, float | None, float]]:
    """Citizens choose the wrong kind, and so another agency: near, and in half the words the same.

    For officers only, who know the kinds; looked for in the village, where few are compared.
    """
    near = reports.filter(village=about.village).exclude(category=about.category)
    for pk, metres, words in _near(about, _newest(near)) if about.village else ():
        if metres is not None and words >= HALF_THE_WORDS:
            yield pk, metres, words


def _newest(reports: QuerySet[Report]) -> Iterable[_Row]:
    return reports.order_by("-received_at").values_list(*_COMPARED_BY)[:COMPARED]


def of_report(report: Report) -> About:
    return About(report.category, report.text, report.lon, report.lat, report.village_id, report.pk)


def likeness(one: str, other: str) -> float:
    """The share of the shorter text's words that the other has as well: 0 to 1."""
    ours, theirs = _words(one), _words(other)
    return len(ours & theirs) / min(len(ours), len(theirs)) if ours and theirs else 0.0


def _near(about: About, rows: Iterable[_Row]) -> Iterator[tuple[int, float | None, float]]:
    """Report, metres and likeness of those that may be the same."""
    for pk, text, masks, lon, lat in rows:
        # What is masked is not compared either: a proposal would tell that it was guessed.
        words = likeness(about.text, cover(masks, text))
        if about.lon is None or about.lat is None or lon is None or lat is None:
            if words >= HALF_THE_WORDS:
                yield pk, None, words
            continue
        metres = distance_m(about.lon, about.lat, lon, lat)
        if metres <= SAME_SPOT_M or (metres <= NEAR_M and words >= SOME_WORDS):
            yield pk, metres, words


def _where(about: About) -> Q:
    """A square around the point, or the village of those that have none."""
    in_village = Q(village=about.village) if about.village else Q(pk__in=[])
    if about.lon is None or about.lat is None:
        return in_village
    high = NEAR_M / METRES_PER_DEGREE
    wide = high / max(cos(radians(about.lat)), 0.01)
    square = Q(
        lat__range=(about.lat - high, about.lat + high),
        lon__range=(about.lon - wide, about.lon + wide),
    )
    return square | (in_village & Q(lon=None, lat=None))


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold())) - _COMMON
