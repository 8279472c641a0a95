"""The event log: what happened is written once, and a task is what its events say it is."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from smartcity_base.models import User

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
    new = {name: value for name, value in (changes or {}).items()
           if task.pk is None or getattr(task, name) != value}  # fmt: skip
    with transaction.atomic():
        apply(task, new)
        task.save()
        event = TaskEvent.objects.create(
            task=task,
            at=at,
            action=action,
            by=by,
            user=user,
            text=text,
            changes={name: _json(value) for name, value in new.items()},
            **more,
        )
        for photo in photos:
            photo.event = event
            photo.save()
    return event


def apply(task: Task, changes: Mapping[str, Any]) -> None:
    """Let a task, in memory, follow what an event says; an unknown field is a KeyError."""
    for name, value in changes.items():
        if name not in Task.FOLDED:
            raise KeyError(name)
        field = Task._meta.get_field(name.removesuffix("_id"))
        setattr(task, name, field.to_python(value) if field.concrete else value)


def replay(events: Iterable[TaskEvent]) -> Task:
    """The task that these events, in order, make: unsaved, with the folded fields alone."""
    task = Task()
    for event in events:
        apply(task, event.changes)
    return task


def _json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
