"""Which requests a client asks for: the arguments of GET requests."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from laksa.open311.render import Fault

WINDOW = timedelta(days=90)
LIMIT = 1000
STATUSES = frozenset({"open", "closed"})


@dataclass(frozen=True)
class Wanted:
    """`numbers`, when given, overrides all else. Empty sets mean: any."""

    numbers: list[str]
    codes: frozenset[str]
    statuses: frozenset[str]
    start: datetime
    end: datetime
    page: int
    size: int

    @property
    def first(self) -> int:
        return (self.page - 1) * self.size


def read(request: HttpRequest) -> Wanted:
    """The query of this request; a Fault with 400 tells everything that is wrong with it."""
    faults: list[str] = []
    start, end = _range(request, faults)
    statuses = {word.lower() for word in _listed(request, "status")}
    if unknown := statuses - STATUSES:
        message = _("status “%(given)s” tidak dikenal; pilih open atau closed.")
        faults.append(message % {"given": ", ".join(sorted(unknown))})
    page = _count(request, "page", 1, 1_000_000, faults)
    size = _count(request, "page_size", LIMIT, LIMIT, faults)
    if "page_size" not in request.GET:
        size = _count(request, "per_page", LIMIT, LIMIT, faults)
    numbers = _listed(request, "service_request_id")
    if numbers:
        faults = []
    if faults:
        raise Fault(400, *faults)
    codes = frozenset(_listed(request, "service_code"))
    return Wanted(numbers[:LIMIT], codes, frozenset(statuses), start, end, page, size)


def _listed(request: HttpRequest, name: str) -> list[str]:
    """A value that may be declared several times, or hold several with commas between."""
    words = ",".join(request.GET.getlist(name)).split(",")
    return [word.strip() for word in words if word.strip()]


def _range(request: HttpRequest, faults: list[str]) -> tuple[datetime, datetime]:
    start = _moment(request, "start_date", time.min, faults)
    end = _moment(request, "end_date", time.max, faults)
    if start and end:
        if not start <= end <= start + WINDOW + timedelta(days=1):
            faults.append(_("start_date sampai end_date paling lama %d hari.") % WINDOW.days)
        return start, end
    if start:
        return start, start + WINDOW
    end = end or timezone.now()
    return end - WINDOW, end


def _moment(request: HttpRequest, name: str, of_day: time, faults: list[str]) -> datetime | None:
    """W3C date and time with its offset; a day alone is the region's, from its begin to its end."""
    given = request.GET.get(name, "").strip()
    if not given:
        return None
    # A plus sign that was not escaped arrives as a blank.
    written = re.sub(r" (\d\d:?\d\d)$", r"+\1", given)
    try:
        moment = parse_datetime(written) if "T" in written else None
        day = parse_date(written) if moment is None else None
    except ValueError:
        moment = day = None
    if day is not None:
        return timezone.make_aware(datetime.combine(day, of_day))
    if moment is None or timezone.is_naive(moment):
        message = _("%(name)s “%(given)s” bukan waktu W3C dengan zona, contoh: %(example)s.")
        example = "2026-01-31T08:00:00+08:00"
        faults.append(message % {"name": name, "given": given, "example": example})
        return None
    return moment


def _count(request: HttpRequest, name: str, usual: int, most: int, faults: list[str]) -> int:
    given = request.GET.get(name, "").strip()
    if not given:
        return usual
    if not given.isascii() or not given.isdigit() or int(given) < 1:
        message = _("%(name)s “%(given)s” bukan bilangan mulai dari 1.")
        faults.append(message % {"name": name, "given": given})
        return usual
    return min(int(given), most)
