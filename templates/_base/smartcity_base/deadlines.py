"""Deadlines that come near or have gone by: found, and said once each.

An app's things have `due`, `agency` and `alarm` (what was said of the deadline that stands; "" when
a new one is set). Its card has the settings `warn_days` and `escalate_days`, in working days. Its
log has the actions "warn" and "escalate"; what it says to whom is its own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from smartcity_base.config import config
from smartcity_base.workdays import ONE_DAY, Calendar, add_working_days, working_days_between

# So many things are locked at a time, and stand in one notice.
BATCH = 100

Row = TypeVar("Row", bound=Model)


class Alarm(StrEnum):
    """What is said of a deadline; the value is that of the app's action."""

    WARN = "warn"
    ESCALATE = "escalate"


# What a thing's `alarm` is once it was said.
MARKS = {Alarm.WARN: "warned", Alarm.ESCALATE: "escalated"}


def near(rows: QuerySet[Row], now: datetime) -> QuerySet[Row]:
    """Those that are due within `warn_days` working days."""
    until = add_working_days(now, config().setting("warn_days"))
    return rows.filter(due__gte=now, due__lte=until)


def overdue(rows: QuerySet[Row], now: datetime) -> QuerySet[Row]:
    """Those whose deadline went by `escalate_days` working days ago, or earlier."""
    calendar, since = Calendar.load(), now
    while working_days_between(since, now, calendar) < config().setting("escalate_days"):
        since -= ONE_DAY
    return rows.filter(due__lt=since)


def sweep(waiting: QuerySet[Row], say: Callable[[Alarm, list[Row]], Any]) -> dict[Alarm, int]:
    """Warn of and escalate what has not been yet; how many of each. May run twice, or be killed.

    `waiting`: the things somebody still has to do something about. `say` gets things of one agency,
    locked; in the same transaction it writes the event of each, which sets its `alarm`, and the
    notices: all or none.
    """
    now = timezone.now()
    done = dict.fromkeys(Alarm, 0)
    for agency in waiting.order_by("agency_id").values_list("agency_id", flat=True).distinct():
        theirs = waiting.filter(agency=agency)
        late = overdue(theirs.exclude(alarm=MARKS[Alarm.ESCALATE]), now)
        done[Alarm.ESCALATE] += _all(late, Alarm.ESCALATE, say)
        if config().setting("warn_days"):
            done[Alarm.WARN] += _all(near(theirs.filter(alarm=""), now), Alarm.WARN, say)
    return done


def _all(rows: QuerySet[Row], alarm: Alarm, say: Callable[[Alarm, list[Row]], Any]) -> int:
    count = 0
    while some := _batch(rows, alarm, say):
        count += some
    return count


@transaction.atomic
def _batch(rows: QuerySet[Row], alarm: Alarm, say: Callable[[Alarm, list[Row]], Any]) -> int:
    locked = list(rows.select_for_update().order_by("pk")[:BATCH])
    if locked:
        say(alarm, locked)
    return len(locked)
