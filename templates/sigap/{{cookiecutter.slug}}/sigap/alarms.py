"""Who hears of a task whose deadline comes near or has gone by (smartcity_base.deadlines).

Who holds it is warned before, the supervisors where nobody does; after it, the supervisors hear.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy

from smartcity_base import deadlines, portal
from smartcity_base.deadlines import Alarm
from smartcity_base.language import indonesian
from smartcity_base.models import User
from smartcity_base.notices import Kind, notify
from smartcity_base.roles import over
from smartcity_base.templatetags.smartcity import waktu

from sigap import told, work
from sigap.models import Task
from sigap.states import WAITING, Action, Actor

SUBJECTS = {
    Alarm.WARN: gettext_lazy("%(n)d tugas segera jatuh tempo"),
    Alarm.ESCALATE: gettext_lazy("%(n)d tugas lewat tenggat"),
}


def sweep() -> dict[Alarm, int]:
    """Warn and escalate what has not been yet; how many of each. May run twice, or be killed."""
    return deadlines.sweep(Task.objects.filter(state__in=WAITING), _say)


def readers(alarm: Alarm, task: Task) -> Iterable[User]:
    held = list(told.holders(task)) if alarm == Alarm.WARN else []
    return held or over(task.agency, "supervisor")


@indonesian()
def _say(alarm: Alarm, tasks: list[Task]) -> None:
    """Into the log of each; to each reader one notice about all of theirs."""
    heard: dict[User, list[tuple[Task, str]]] = defaultdict(list)
    for task in tasks:
        deed = work.Deed(text=f"Tenggat: {waktu(task.due)}")
        work.perform(task, Action(alarm), Actor.RULE, None, deed)
        for person in readers(alarm, task):
            heard[person].append((task, portal.address(reverse("task", args=[task.number]))))
    for person, lines in heard.items():
        words = render_to_string("sigap/mail/deadlines.txt", {"alarm": alarm, "lines": lines})
        subject = SUBJECTS[alarm] % {"n": len(lines)}
        where = "overview" if person.has_role("supervisor") else "mine"
        notify(person, subject, words, reverse(where), kind=Kind.DUTY)
