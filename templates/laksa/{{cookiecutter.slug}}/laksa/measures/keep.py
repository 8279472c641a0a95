"""Keeping the measures: one report after each of its events, all when the calendar changes."""

from collections.abc import Iterator
from itertools import groupby

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from laksa import queries
from laksa.measures.models import Measure, MeasureBasis
from laksa.measures.reading import read
from laksa.measures.worktime import WorkTime
from laksa.models import Report, ReportEvent

# Raise it with every change to what `reading.read` makes of the same events.
VERSION = 1
AT_ONCE = 500
_FIELDS = [field.name for field in Measure._meta.concrete_fields if not field.primary_key]


def follow(report: Report) -> None:
    """Read one report again. Call it in the transaction that wrote the event."""
    _write([report.pk], WorkTime.here())


def begin(event: ReportEvent) -> None:
    """The same for a report's first event, of which all is known without asking."""
    measure = read([event], WorkTime.here())
    measure.report, measure.public = event.report, not event.report.secret
    _save([measure])


def mend() -> int:
    """Read again what is not as it would be read now; answers how many reports that were."""
    if not is_current():
        return rebuild()
    newer = ReportEvent.objects.filter(report=OuterRef("pk"), pk__gt=OuterRef("measure__event"))
    return _read(Report.objects.filter(Q(measure=None) | Exists(newer)))


def rebuild() -> int:
    """Read all reports again from their events; answers how many there are."""
    basis = _basis()
    done = _read(Report.objects.all())
    MeasureBasis.objects.update_or_create(pk=1, defaults={"basis": basis, "at": timezone.now()})
    return done


def is_current() -> bool:
    """Whether all measures were read with today's calendar, office hours and rules."""
    return MeasureBasis.objects.filter(basis=_basis()).exists()


def _basis() -> str:
    return f"{VERSION}:{WorkTime.here().basis}"[:64]


def _read(reports: QuerySet[Report]) -> int:
    """In batches. Reports are locked while they are read: an event that comes meanwhile waits.

    Killed halfway, nothing is wrong that was not wrong before.
    """
    worktime, done = WorkTime.here(), 0
    for keys in _batches(reports):
        with transaction.atomic():
            locked = Report.objects.select_for_update().filter(pk__in=keys).order_by("pk")
            done += _write(list(locked.values_list("pk", flat=True)), worktime)
    return done


def _batches(reports: QuerySet[Report]) -> Iterator[list[int]]:
    """Keys, `AT_ONCE` at a time, each batch asked for anew: no cursor outlives a commit."""
    last = 0
    while True:
        more = reports.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)
        keys = list(more[:AT_ONCE])
        if not keys:
            return
        yield keys
        last = keys[-1]


def _write(keys: list[int], worktime: WorkTime) -> int:
    shown = set(queries.open_to_all().filter(pk__in=keys).values_list("pk", flat=True))
    events = (
        ReportEvent.objects.filter(report__in=keys)
        .order_by("report_id", "id")
        .only("report_id", "at", "action", "audience", "changes")
    )
    made = []
    for key, told in groupby(events.iterator(), key=lambda event: event.report_id):
        measure = read(told, worktime)
        measure.report_id, measure.public = key, key in shown
        made.append(measure)
    _save(made)
    return len(made)


def _save(made: list[Measure]) -> None:
    Measure.objects.bulk_create(
        made, update_conflicts=True, unique_fields=["report"], update_fields=_FIELDS
    )
