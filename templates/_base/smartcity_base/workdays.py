"""Working days: Monday to Friday without the national holidays, collective leave (cuti bersama) and
the region's own days off."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils import timezone

from smartcity_base.models import Holiday


def add_working_days(start: datetime, days: int) -> datetime:
    """The same time of day, `days` (>= 0) working days later, in the region's time zone.

    A start on a day off counts from the working day after it, at its first moment: two reports of
    one weekend have the same deadline.
    """
    if days < 0:
        raise ValueError("days must not be negative")
    here = timezone.localtime(start)
    off = own_days_off()
    if not _works(here.date(), off):
        here = here.replace(hour=0, minute=0, second=0, microsecond=0)
        while not _works(here.date(), off):
            here += timedelta(days=1)
    for _ in range(days):
        here += timedelta(days=1)
        while not _works(here.date(), off):
            here += timedelta(days=1)
    return here


def working_days_between(start: datetime, end: datetime, off: frozenset[date] | None = None) -> int:
    """How many working days begin after `start` and until `end`; negative when end is earlier.

    `off`: what `own_days_off` gave, for who asks about many rows.
    """
    off = own_days_off() if off is None else off
    if end < start:
        return -working_days_between(end, start, off)
    first, last = timezone.localtime(start).date(), timezone.localtime(end).date()
    return sum(
        _works(first + timedelta(days=day), off) for day in range(1, (last - first).days + 1)
    )


def is_working_day(day: date) -> bool:
    return _works(day, own_days_off())


def _works(day: date, off: frozenset[date]) -> bool:
    return day.weekday() < 5 and day not in off and day not in _national(day.year)


def own_days_off() -> frozenset[date]:
    """The days that the region adds to the national calendar."""
    return frozenset(Holiday.objects.values_list("date", flat=True))


@lru_cache(maxsize=8)
def _national(year: int) -> frozenset[date]:
    # Imported when first needed: most processes never count a day.
    from holidays.constants import GOVERNMENT, PUBLIC
    from holidays.countries.indonesia import Indonesia

    return frozenset(Indonesia(years=year, categories=(PUBLIC, GOVERNMENT)))
