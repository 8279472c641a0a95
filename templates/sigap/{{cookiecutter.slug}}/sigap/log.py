"""The event log: what happened is written once, and a task is what its events say it is."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from smartcity_base.models import User
from smartcity_base.models.folded import told

from sigap.models import Photo, Task, TaskEvent
from sigap.states import Action, Actor


def append(
    task: Task,
    action: Action,
    by: Actor,
    *,
    at: datetime,
    user: User | None = None,
    text: str = "",
    changes: Mapping[str, Any] | None = None,
    photos: Iterable[Photo] = (),
    **more: Any,
) -> TaskEvent:
    """Write one event and let the task follow it, both or neither.

    `changes` maps fields of `Task.FOLDED` to their new values; what is the same already is left
    out, so the event says what really changed. `more`: the other fields of the event.
    """
    new = task.news(changes or {})
    with transaction.atomic():
        task.follow(new)
        task.save()
        event = TaskEvent.objects.create(
            task=task,
            at=at,
            action=action,
            by=by,
            user=user,
            text=text,
            changes=told(new),
            **more,
        )
        for photo in photos:
            photo.event = event
            photo.save()
    return event
