"""Looking at words that were written before somebody looked, or before there was a pattern.

From the oldest report to the newest, some at a time, and on from there after a kill. Whatever is
written now is looked at when it is written (laksa.privacy.review).
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from laksa.models import Report, ReportEvent
from laksa.privacy import detect, review
from laksa.privacy.models import Scan
from laksa.states import Audience

AT_ONCE = 1000


def go_on() -> bool:
    """Look at the next reports; whether there may be more. Twice the same ones harms nothing."""
    known = Scan.objects.filter(version=detect.VERSION).first() or Scan(version=detect.VERSION)
    reports = Report.objects.filter(pk__gt=known.report).order_by("pk")
    keys = []
    for report in reports.only("text", "address", "answers")[:AT_ONCE]:
        keys.append(report.pk)
        if any(detect.find(text) for text in review.words_of(report)):
            _look(report.pk)
    for key in _told(keys):
        _look(key)
    if not keys:
        return False
    known.report, known.at = keys[-1], timezone.now()
    known.save()
    return len(keys) == AT_ONCE


def _told(keys: Iterable[int]) -> set[int]:
    """Those of these reports whose public timeline tells something personal."""
    events = ReportEvent.objects.filter(report__in=keys, audience=Audience.PUBLIC)
    events = events.exclude(text="")
    return {key for key, text in events.values_list("report_id", "text") if detect.find(text)}


@transaction.atomic
def _look(key: int) -> None:
    """Behind the lock that every other writer of the row waits for."""
    report = Report.objects.select_for_update().get(pk=key)
    told = report.events.filter(audience=Audience.PUBLIC).values_list("text", flat=True)
    review.note_down(report, [*review.words_of(report), *told], timezone.now())
