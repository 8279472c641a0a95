"""What people hear of a task in their inbox, and what officers found listed as theirs in LIVE."""

from collections.abc import Iterable

from django.urls import reverse

from smartcity_base import submissions
from smartcity_base.language import indonesian
from smartcity_base.models import User
from smartcity_base.notices import Kind, notify
from smartcity_base.roles import over

from sigap.models import Source, Task, TaskEvent
from sigap.states import ENDED, Action

# To who holds the task now, and to who watches over it.
TO_HOLDERS = frozenset({Action.ASSIGN, Action.HAND_OVER, Action.RETURN, Action.CHANGE,
                        Action.CANCEL})  # fmt: skip
TO_SUPERVISORS = frozenset({Action.REFUSE, Action.FINISH})


@indonesian()
def follow(task: Task, event: TaskEvent) -> None:
    """Tell whom it concerns but did not do it; in the transaction of `event`."""
    _list(task, event)
    where = reverse("task", args=[task.number])
    words = "\n\n".join(part for part in (task.title, task.address, event.text) if part)
    for person in _readers(task, event):
        if person.pk != event.user_id:
            subject = f"{task.number}: {event.get_action_display()}"
            notify(person, subject, words, where, kind=Kind.DUTY)


def _readers(task: Task, event: TaskEvent) -> Iterable[User]:
    if event.action in TO_HOLDERS:
        return holders(task)
    if event.action in TO_SUPERVISORS:
        return over(task.agency, "supervisor")
    return []


def holders(task: Task) -> Iterable[User]:
    """Who is to do it: one officer, or all of a team."""
    if task.officer is not None:
        return [task.officer]
    return task.team.members.filter(is_active=True) if task.team else []


def _list(task: Task, event: TaskEvent) -> None:
    """Only a finding was submitted by a person of ours: orders and reports come from elsewhere."""
    if task.source != Source.FINDING or "state" not in event.changes:
        return
    made = event if event.action == Action.CREATE else task.events.get(action=Action.CREATE)
    if made.user is not None:
        submissions.tell(
            made.user,
            task.number,
            task.title,
            task.status,
            reverse("task", args=[task.number]),
            at=event.at,
            ended=task.state in ENDED,
        )
