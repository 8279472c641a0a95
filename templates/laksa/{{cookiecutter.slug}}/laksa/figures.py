"""The figures of the control room and of the public page; the card holds their formulas.

They are read from the reports' folded fields, which are the event log and nothing else: a test
computes each figure again from bare events.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from statistics import median

from laksa.models import Report
from laksa.states import OPEN

PERIOD = timedelta(days=30)


def received(now: datetime) -> int:
    return Report.objects.filter(received_at__gt=now - PERIOD).count()


def closed(now: datetime) -> int:
    return Report.objects.filter(closed_at__gt=now - PERIOD).count()


def open_reports(_now: datetime) -> int:
    return Report.objects.filter(state__in=OPEN).count()


def late(now: datetime) -> int:
    """Only open reports have a deadline."""
    return Report.objects.filter(due__lt=now).count()


def hours_to(moment: str, now: datetime) -> float | None:
    """The median hours from `received_at` to `verified_at` or `closed_at`; None: there was none."""
    times = Report.objects.filter(**{f"{moment}__gt": now - PERIOD})
    spans = [
        (reached - sent).total_seconds() / 3600
        for sent, reached in times.values_list("received_at", moment)
    ]
    return round(median(spans), 1) if spans else None


# By their names on the card; each takes the moment for which it is asked.
FIGURES: dict[str, Callable[[datetime], float | int | None]] = {
    "received": received,
    "closed": closed,
    "open": open_reports,
    "late": late,
    "hours_to_verify": partial(hours_to, "verified_at"),
    "hours_to_close": partial(hours_to, "closed_at"),
}
