"""Working days: Monday to Friday without the national holidays, collective leave (cuti bersama) and
the region's own days off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from importlib.metadata import version
from typing import Self

from django.utils import timezone

from smartcity_base.kept import kept
from smartcity_base.models import Holiday, NationalHoliday

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days off that the database knows; the years of which it knows the national ones."""

    off: frozenset[date]
    years: frozenset[int]

    @classmethod
    def load(cls) -> Self:
        return cls(*_days_off())

    def works(self, day: date) -> bool:
        if day.weekday() >= 5 or day in self.off:
            return False
        return day.year in self.years or day not in national(day.year)


@kept
def _days_off() -> tuple[frozenset[date], frozenset[int]]:
    known = frozenset(NationalHoliday.objects.values_list("date", flat=True))
    own = Holiday.objects.values_list("date", flat=True)
    return known.union(own), frozenset(day.year for day in known)


def add_working_days(start: datetime, days: int) -> datetime:
    """The same time of day, `days` (>= 0) working days later, in the region's time zone.

    A start on a day off counts from that day's last moment: two reports of one weekend have the
    same deadline, at the end of a working day.
    """
    if days < 0:
        raise ValueError("days must not be negative")
    calendar, here = Calendar.load(), timezone.localtime(start)
    if not calendar.works(here.date()):
        here = here.replace(hour=23, minute=59, second=59, microsecond=0)
    for _ in range(days):
        here += ONE_DAY
        while not calendar.works(here.date()):
            here += ONE_DAY
    return here


def working_days_between(start: datetime, end: datetime, calendar: Calendar | None = None) -> int:
    """How many working days begin after `start` and until `end`; negative when end is earlier.

    `calendar`: loaded once by who asks about many rows.
    """
    calendar = calendar or Calendar.load()
    if end < start:
        return -working_days_between(end, start, calendar)
    first, last = timezone.localtime(start).date(), timezone.localtime(end).date()
    return sum(calendar.works(first + ONE_DAY * day) for day in range(1, (last - first).days + 1))


def is_working_day(day: date) -> bool:
    return Calendar.load().works(day)


@lru_cache(maxsize=16)
def national(year: int) -> dict[date, str]:
    """The public holidays and collective leave of a year, by the decrees the library knows."""
    # Imported by who needs it: `load_region`, and who looks past the years loaded there.
    from holidays.constants import GOVERNMENT, PUBLIC
    from holidays.countries.indonesia import Indonesia

    return dict(Indonesia(years=year, categories=(PUBLIC, GOVERNMENT), language="id"))


def edition() -> str:
    """Which edition of the national calendar `national` gives."""
    return f"holidays {version('holidays')}"
