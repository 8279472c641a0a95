"""Working time: the hours in which offices are open, on the working days of the region."""

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Self

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from smartcity_base.config import config
from smartcity_base.workdays import Calendar

TENTH = timedelta(minutes=6)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkTime:
    """The calendar and the office hours (settings `office_opens`, `office_closes`, whole hours).

    A break at noon counts as working time: the law sets how long it is, not when.
    """

    opens: int
    closes: int
    _known: dict[date, bool] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def here(cls) -> Self:
        """As the region has set it."""
        return cls(*office_hours())

    @cached_property
    def calendar(self) -> Calendar:
        """Read when it is first needed: a report that nobody has answered needs none."""
        return Calendar.load()

    def tenths(self, start: datetime, end: datetime) -> int:
        """Whole tenths of a working hour from `start` to `end`; 0 when end is not later."""
        begin, until = timezone.localtime(start), timezone.localtime(end)
        first, last = begin.date(), until.date()
        if last < first:
            return 0
        if first == last:
            worked = self._until(until) - self._until(begin) if self._works(first) else 0.0
            return max(int(worked * 10 / 3600), 0)
        seconds = (self._whole_day - self._until(begin)) if self._works(first) else 0.0
        seconds += self._until(until) if self._works(last) else 0.0
        between = range(1, (last - first).days)
        seconds += self._whole_day * sum(self._works(first + ONE_DAY * day) for day in between)
        return int(seconds * 10 / 3600)

    @property
    def basis(self) -> str:
        """A hash of everything that a length of working time depends on."""
        text = f"{self.opens}-{self.closes} {sorted(map(str, self.calendar.off))}"
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def _whole_day(self) -> float:
        return (self.closes - self.opens) * 3600.0

    def _until(self, moment: datetime) -> float:
        """How many seconds the office was open by this moment, were its day a working day."""
        since = moment - moment.replace(hour=0, minute=0, second=0, microsecond=0)
        return min(max(since.total_seconds() - self.opens * 3600, 0.0), self._whole_day)

    def _works(self, day: date) -> bool:
        if day not in self._known:
            self._known[day] = self.calendar.works(day)
        return self._known[day]


def office_hours() -> tuple[int, int]:
    """When offices open and close; a region whose settings contradict each other works all day."""
    opens, closes = config().setting("office_opens"), config().setting("office_closes")
    return (opens, closes) if opens < closes else (0, 24)


def told(tenths: int | None) -> str:
    """`3,5 jam kerja`, or from one working day on `2,1 hari kerja`; `–` where there is none."""
    if tenths is None:
        return "–"
    opens, closes = office_hours()
    days = tenths / 10 / (closes - opens)
    if days >= 1:
        return pgettext("bilangan pecahan", "%(n)s hari kerja") % {"n": number_format(days, 1)}
    return _("%(n)s jam kerja") % {"n": number_format(tenths / 10, 1)}
