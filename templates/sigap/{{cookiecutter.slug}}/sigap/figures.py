"""The figures of the control room; the card holds their formulas.

They are read from the tasks' folded fields and the log, and nothing else: a test computes each
figure again from bare events.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from statistics import median

from django.db.models import QuerySet

from sigap import queries
from sigap.models import Task, TaskEvent
from sigap.states import OPEN, Action, State

PERIOD = timedelta(days=30)
Tasks = QuerySet[Task]


def received(now: datetime, tasks: Tasks | None = None) -> int:
    return _of(tasks).filter(created_at__gt=now - PERIOD).count()


def verified(now: datetime, tasks: Tasks | None = None) -> int:
    return _of(tasks).filter(state=State.DIPERIKSA, verified_at__gt=now - PERIOD).count()


def open_tasks(_now: datetime, tasks: Tasks | None = None) -> int:
    return _of(tasks).filter(state__in=OPEN).count()


def late(now: datetime, tasks: Tasks | None = None) -> int:
    return queries.late(_of(tasks), now).count()


def hours(begin: str, end: str, now: datetime, tasks: Tasks | None = None) -> float | None:
    """The median hours between two moments of a task; None: there was none."""
    found = _of(tasks).filter(**{f"{end}__gt": now - PERIOD, f"{begin}__isnull": False})
    spans = [(b - a).total_seconds() / 3600 for a, b in found.values_list(begin, end)]
    return round(median(spans), 1) if spans else None


def returned(now: datetime, tasks: Tasks | None = None) -> float | None:
    """The share of returned work in all that was looked at, in percent; None: nothing was."""
    looked_at = TaskEvent.objects.filter(
        action__in=[Action.VERIFY, Action.RETURN], at__gt=now - PERIOD
    )
    if tasks is not None:
        looked_at = looked_at.filter(task__in=tasks)
    total = looked_at.count()
    back = looked_at.filter(action=Action.RETURN).count()
    return round(100 * back / total, 1) if total else None


# By their names on the card; each takes the moment for which it is asked, and whose tasks count.
FIGURES: dict[str, Callable[..., float | int | None]] = {
    "received": received,
    "verified": verified,
    "open": open_tasks,
    "late": late,
    "hours_to_arrive": partial(hours, "assigned_at", "arrived_at"),
    "hours_to_finish": partial(hours, "created_at", "finished_at"),
    "returned": returned,
}


def _of(tasks: Tasks | None) -> Tasks:
    return Task.objects.all() if tasks is None else tasks
