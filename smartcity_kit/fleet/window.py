"""When a region may be worked on: hours of its own clock."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from smartcity_kit.errors import KitError
from smartcity_kit.language import _

DAYS = {
    name: number
    for number, names in enumerate(
        (("mon", "sen"), ("tue", "sel"), ("wed", "rab"), ("thu", "kam"), ("fri", "jum"),
         ("sat", "sab"), ("sun", "min"))
    )
    for name in names
}  # fmt: skip
_HOURS = re.compile(r"(?P<h1>\d\d?)[:.](?P<m1>\d\d)-(?P<h2>\d\d?)[:.](?P<m2>\d\d)")


class WindowError(KitError):
    """Hours that cannot be read."""

    exit_code = 2


@dataclass(frozen=True)
class Window:
    """Open on `days` (0 is Monday) from `begin` to `end`, of the next day where that is earlier."""

    days: frozenset[int]
    begin: time
    end: time

    def is_open(self, at: datetime) -> bool:
        """Whether it is open at this local time."""
        return any(begin <= at < end for begin, end in self._around(at))

    def opens(self, at: datetime) -> datetime:
        """`at` itself where it is open then, else when it opens next."""
        if self.is_open(at):
            return at
        return min(begin for begin, _end in self._around(at) if begin > at)

    def _around(self, at: datetime) -> list[tuple[datetime, datetime]]:
        """Each opening from the day before to a week on."""
        spans = []
        for days in range(-1, 9):
            day = (at + timedelta(days=days)).date()
            if day.weekday() in self.days:
                later = timedelta(days=self.end <= self.begin)
                begin = datetime.combine(day, self.begin, at.tzinfo)
                spans.append((begin, datetime.combine(day + later, self.end, at.tzinfo)))
        return spans


def read_window(text: str) -> Window:
    """From "22:00-04:00" or "mon-fri 22:00-04:00" or "sat,sun 08:00-17:00"; days also Indonesian.

    Raises WindowError.
    """
    *named, hours = text.strip().lower().split() or [""]
    found = _HOURS.fullmatch(hours)
    try:
        if found is None or len(named) > 1:
            raise ValueError
        begin = time(int(found["h1"]), int(found["m1"]))
        end = time(int(found["h2"]), int(found["m2"]))
        days = _days(named[0]) if named else frozenset(range(7))
    except (ValueError, KeyError):
        raise WindowError(
            _("“{text}” is no maintenance window.").format(text=text),
            _("For example 22:00-04:00, or mon-fri 22:00-04:00. Nothing was changed."),
        ) from None
    return Window(days, begin, end)


def _days(text: str) -> frozenset[int]:
    days: set[int] = set()
    for part in text.split(","):
        first, dash, last = part.partition("-")
        begin = DAYS[first]
        length = (DAYS[last] - begin) % 7 if dash else 0
        days |= {(begin + step) % 7 for step in range(length + 1)}
    return frozenset(days)
