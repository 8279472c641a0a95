"""The figures of the control room and of the public page; the card holds their formulas.

They are read from the reports' folded fields, which are the event log and nothing else: a test
computes each figure again from bare events.
"""

from datetime import datetime, timedelta
from statistics import median

from django.db.models import QuerySet
from django.utils import timezone

from laksa.models import Report
from laksa.states import OPEN

PERIOD = timedelta(days=30)


def received(now: datetime) -> int:
    return Report.objects.filter(received_at__gt=now - PERIOD).count()


def closed(now: datetime) -> int:
    return Report.objects.filter(closed_at__gt=now - PERIOD).count()


def open_reports() -> int:
    return Report.objects.filter(state__in=OPEN).count()


def late(now: datetime) -> int:
    return late_reports(Report.objects.all(), now).count()


def late_reports(reports: QuerySet[Report], now: datetime) -> QuerySet[Report]:
    """Those whose deadline has gone by. Only open reports have a deadline."""
    return reports.filter(due__lt=now)


def hours_to(moment: str, now: datetime) -> float | None:
    """The median hours from `received_at` to `verified_at` or `closed_at`; None: there was none."""
    times = Report.objects.filter(**{f"{moment}__gt": now - PERIOD})
    spans = [
        (reached - sent).total_seconds() / 3600
        for sent, reached in times.values_list("received_at", moment)
    ]
    return round(median(spans), 1) if spans else None


def overview() -> dict[str, int | float | None]:
    """All of them, by the names they have on the card."""
    now = timezone.now()
    return {
        "received": received(now),
        "closed": closed(now),
        "open": open_reports(),
        "late": late(now),
        "hours_to_verify": hours_to("verified_at", now),
        "hours_to_close": hours_to("closed_at", now),
    }
