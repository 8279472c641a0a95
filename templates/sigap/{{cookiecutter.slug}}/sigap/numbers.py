"""The number of a task, as people say it over the radio."""

from datetime import datetime

from django.utils import timezone

from sigap.models import NumberSeries


def next_number(now: datetime) -> str:
    """The next number, such as `TGS-26-000123`: year of the region's calendar, and a count.

    Call inside a transaction: the year's row stays locked until it ends, so two tasks never get the
    same number and a task that fails leaves no gap.
    """
    year = timezone.localtime(now).year
    series, _made = NumberSeries.objects.select_for_update().get_or_create(year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return f"TGS-{year % 100:02d}-{series.last:06d}"
