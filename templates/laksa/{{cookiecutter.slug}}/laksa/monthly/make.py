"""Giving the monthly reports out, each as a paper that anybody can check."""

from datetime import date
from pathlib import Path

from django.db.models import Min
from django.utils import timezone
from django.utils.formats import date_format

from smartcity_base.models import Paper
from smartcity_base.papers.issue import current, issue

from laksa.measures import keep
from laksa.models import Measure
from laksa.monthly.content import content, end_of, month_before, title

LETTER = Path(__file__).with_name("letter.typ")
MONTHS = 25


def report_of(month: date) -> Paper | None:
    """The report of a month that counts; once it has ended, a provisional one does not."""
    report = current(_subject(month))
    over = end_of(month) < timezone.localdate()
    if report and over and timezone.localdate(report.issued_at) <= end_of(month):
        return None
    return report


def make(month: date) -> Paper:
    """Make the report of a month, also again: the one there was is replaced."""
    keep.mend()
    told = content(month, timezone.now())
    return issue(_subject(month), f"{title()} – {date_format(month, 'F Y')}", LETTER, told)


def make_last() -> Paper | None:
    """The newest month that has ended without a report; one at a time, and none is left out."""
    ended = [month for month in months() if end_of(month) < timezone.localdate()]
    missing = next((month for month in ended if report_of(month) is None), None)
    return make(missing) if missing else None


def months() -> list[date]:
    """From this month back to that of the first report, or two years."""
    first = Measure.objects.filter(public=True).aggregate(Min("day"))["day__min"]
    month = timezone.localdate().replace(day=1)
    found: list[date] = []
    while first and month >= first.replace(day=1) and len(found) < MONTHS:
        found.append(month)
        month = month_before(month)
    return found


def _subject(month: date) -> str:
    return f"bulanan:{month:%Y-%m}"
