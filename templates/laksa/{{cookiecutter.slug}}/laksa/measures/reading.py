"""The events of one report -> its measures. Pure but for the calendar it is given."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

from django.utils import timezone

from laksa.measures import heat
from laksa.measures.models import Measure
from laksa.measures.worktime import WorkTime
from laksa.states import Action, Audience

# The public words of an office: what a citizen takes for an answer.
ANSWERS = frozenset({Action.ANSWER, Action.CLOSE, Action.REJECT})


class Event(Protocol):
    """What of an event counts."""

    pk: int
    at: datetime
    action: str
    audience: str
    changes: dict[str, Any]


def read(events: Iterable[Event], worktime: WorkTime) -> Measure:
    """The measures that these events, in order, make: unsaved, without report and `public`."""
    now: dict[str, Any] = {}
    answered: datetime | None = None
    missed, last = False, 0
    for event in events:
        if answered is None and event.action in ANSWERS and event.audience == Audience.PUBLIC:
            answered = event.at
        before = _moment(now, "due")
        missed |= "due" in event.changes and before is not None and event.at > before
        now.update(event.changes)
        last = event.pk
    received, closed = _moment(now, "received_at"), _moment(now, "closed_at")
    if received is None:
        raise ValueError("a report's first event says when it was received")
    column, row = heat.cell(now.get("lon"), now.get("lat"))
    return Measure(
        event=last,
        day=timezone.localtime(received).date(),
        closed_day=timezone.localtime(closed).date() if closed else None,
        agency_id=now["agency_id"],
        category_id=now["category_id"],
        village_id=now.get("village_id"),
        state=now["state"],
        answered_after=worktime.tenths(received, answered) if answered else None,
        closed_after=worktime.tenths(received, closed) if closed else None,
        missed=missed,
        due=_moment(now, "due"),
        column=column,
        row=row,
    )


def _moment(changes: Mapping[str, Any], name: str) -> datetime | None:
    value = changes.get(name)
    return datetime.fromisoformat(value) if isinstance(value, str) else value
