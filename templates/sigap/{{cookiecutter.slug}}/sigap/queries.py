"""Which tasks a page shows, and in which order."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from sigap.models import Priority, Task
from sigap.states import IN_HAND, OPEN, WAITING, State

_URGENCY = Case(
    When(priority=Priority.URGENT, then=Value(0)),
    When(priority=Priority.HIGH, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


def with_names(tasks: QuerySet[Task]) -> QuerySet[Task]:
    return tasks.select_related("agency", "team", "officer", "village__district")


def by_urgency(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """What is urgent first, then what falls due soonest."""
    return tasks.order_by(_URGENCY, F("due").asc(nulls_last=True), "-created_at", "-id")


def late(tasks: QuerySet[Task], now: datetime) -> QuerySet[Task]:
    return tasks.filter(state__in=WAITING, due__lt=now)


def in_hand(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """What an officer has to do, of the tasks they hold."""
    return by_urgency(with_names(tasks.filter(state__in=IN_HAND)))


def overview(tasks: QuerySet[Task], wanted: Mapping[str, Any]) -> QuerySet[Task]:
    """A supervisor's list. `wanted` is the cleaned filter; without `state`, all that is open."""
    tasks = with_names(tasks)
    tasks = tasks.filter(state=wanted["state"]) if wanted.get("state") else (
        tasks.filter(state__in=OPEN))  # fmt: skip
    if wanted.get("late"):
        tasks = late(tasks, timezone.now())
    if words := wanted.get("q"):
        tasks = tasks.filter(
            Q(number__icontains=words) | Q(reference__icontains=words)
            | Q(title__icontains=words) | Q(address__icontains=words)
        )  # fmt: skip
    for name, column in (("source", "source"), ("team", "team"), ("district", "village__district")):
        if wanted.get(name):
            tasks = tasks.filter(**{column: wanted[name]})
    return by_urgency(tasks)


def counts(tasks: QuerySet[Task], now: datetime) -> dict[str, int]:
    """How many are open, late and in each open state, for the tabs above the list."""
    by_state = dict(
        tasks.filter(state__in=OPEN).order_by().values_list("state").annotate(Count("pk"))
    )
    return {
        "open": sum(by_state.values()),
        "late": late(tasks, now).count(),
        **{state.value: by_state.get(state.value, 0) for state in State if state in OPEN},
    }
