"""Which reports a page shows: the public list and map, and the officers' queue."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils import timezone

from laksa import alarms, search
from laksa.models import Measure, Photo, Report
from laksa.states import LISTED, OPEN, State

LOOKED_AT = 300
_ROW = (
    "number", "text", "masks", "state", "secret", "verified_at", "received_at", "hidden_photos",
    "category__name", "village__name", "village__kind", "village__district__name",
)  # fmt: skip
_PICTURE = ("report", "image", "event__audience", "cover__id")


def with_names(reports: QuerySet[Report]) -> QuerySet[Report]:
    """With what every page shows of a report: its names and its photos, in two queries."""
    # A first event repeats the whole report: nothing of that is asked for here.
    pictures = Photo.objects.select_related("event", "cover").defer("event__changes", "event__text")
    return reports.select_related("category", "agency", "village__district").prefetch_related(
        Prefetch("photos", pictures)
    )


def rows(reports: QuerySet[Report]) -> QuerySet[Report]:
    """With what a row of the public list shows (laksa/parts/row.html), and no more."""
    pictures = Photo.objects.select_related("event", "cover").only(*_PICTURE)
    return (
        reports.select_related(None)
        .select_related("category", "village__district")
        .only(*_ROW)
        .prefetch_related(None)
        .prefetch_related(Prefetch("photos", pictures))
    )


def open_to_all() -> QuerySet[Report]:
    """The reports that strangers may know of: every public page and all open data begin here."""
    return Report.objects.filter(secret=False)


def public(wanted: Mapping[str, Any]) -> QuerySet[Report]:
    """The public list. `wanted` is the cleaned filter: category, district, village, state, days, q.

    Words are looked for only where strangers may read them.
    """
    reports = with_names(open_to_all())
    reports = reports.filter(state=wanted["state"]) if wanted.get("state") else (
        reports.filter(state__in=LISTED))  # fmt: skip
    if wanted.get("days"):
        reports = reports.filter(received_at__gt=timezone.now() - timedelta(int(wanted["days"])))
    if words := wanted.get("q"):
        reports = search.narrow(reports, words)
    return _about(reports, wanted)


def queue(reports: QuerySet[Report], wanted: Mapping[str, Any]) -> QuerySet[Report]:
    """An officer's queue: what is latest first, then what falls due soonest.

    `state` is one state, or empty for all that is open; `tab` narrows that to what is late or soon
    will be, or is instead what waits for a decision on an appeal.
    """
    reports = with_names(reports).select_related("contact")
    reports = _of_tab(reports, wanted)
    if wanted.get("priority"):
        reports = reports.filter(priority=wanted["priority"])
    if words := wanted.get("q"):
        reports = reports.filter(
            Q(number__icontains=words) | Q(text__icontains=words) | Q(address__icontains=words)
        )
    if wanted.get("agency"):
        reports = reports.filter(agency=wanted["agency"])
    due = "appeal_due" if wanted.get("tab") == "appeal" else "due"
    order = ("-priority", F(due).asc(nulls_last=True), "-received_at", "-id")
    return _about(reports, wanted).order_by(*order)


def after(report: Report, reports: QuerySet[Report], wanted: Mapping[str, Any]) -> str | None:
    """The number of the next report of this queue, the first one if this has left it; None: none.

    It looks no farther than an officer would work in a day.
    """
    rows = queue(reports, wanted).values_list("number", flat=True)[:LOOKED_AT]
    numbers = list(rows)
    if report.number not in numbers:
        return numbers[0] if numbers else None
    at = numbers.index(report.number) + 1
    return numbers[at] if at < len(numbers) else None


def _of_tab(reports: QuerySet[Report], wanted: Mapping[str, Any]) -> QuerySet[Report]:
    now = timezone.now()
    match wanted.get("tab"):
        case "late":
            return reports.filter(due__lt=now)
        case "soon":
            return alarms.near(reports, now)
        case "appeal":
            return reports.filter(appeal_due__isnull=False)
    if wanted.get("state"):
        return reports.filter(state=wanted["state"])
    return reports.filter(state__in=OPEN)


def counts(reports: QuerySet[Report], now: datetime) -> dict[str, int]:
    """How many are open, late and in each open state, for the tabs above the queue."""
    by_state = dict(
        reports.filter(state__in=OPEN).order_by().values_list("state").annotate(Count("pk"))
    )
    return {
        "open": sum(by_state.values()),
        "late": reports.filter(due__lt=now).count(),
        "soon": alarms.near(reports, now).count(),
        "appeal": reports.filter(appeal_due__isnull=False).count(),
        **{state.value: by_state.get(state.value, 0) for state in State if state in OPEN},
    }


def _about(reports: QuerySet[Report], wanted: Mapping[str, Any]) -> QuerySet[Report]:
    for name, field in (
        ("category", "category"),
        ("district", "village__district"),
        ("village", "village"),
    ):
        if wanted.get(name):
            reports = reports.filter(**{field: wanted[name]})
    return reports


def public_measures(
    wanted: Mapping[str, Any], first: date | None = None, last: date | None = None
) -> QuerySet[Measure]:
    """What public figures are computed from: reports received from `first` to `last`, by day.

    `wanted`: agency (with those below it), district, category; in whatever state.
    """
    measures = Measure.objects.filter(public=True)
    if first:
        measures = measures.filter(day__gte=first)
    if last:
        measures = measures.filter(day__lte=last)
    if wanted.get("agency"):
        measures = measures.filter(agency__in=wanted["agency"].family())
    if wanted.get("district"):
        measures = measures.filter(village__district=wanted["district"])
    if wanted.get("category"):
        measures = measures.filter(category=wanted["category"])
    return measures
