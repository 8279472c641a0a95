"""What an officer's phone carries: the tasks in hand, and the table it needs to go on alone."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from smartcity_base.models import User
from smartcity_base.templatetags.smartcity import place, waktu

from sigap import materials, people, queries, timeline
from sigap.evidence import proof
from sigap.forms.deed import DO
from sigap.models import Photo, PhotoKind, Task
from sigap.states import TABLE, Action, Actor, State


def pack(user: User) -> dict[str, Any]:
    """All of it as JSON: no page of the app is needed to read it."""
    own = people.own_tasks(user)
    tasks = [*queries.in_hand(own), *queries.with_names(own.filter(state=State.SELESAI))]
    return {
        "user": {"id": str(user.pk), "name": user.name},
        "at": timezone.localtime().isoformat(timespec="seconds"),
        "shift": _shift(user),
        "states": {state.value: {"label": str(state.label), "colour": state.colour}
                   for state in State},
        "table": [
            {
                "action": row.action.value,
                "label": str(DO[row.action]),
                "from": sorted(row.sources),
                "to": row.target,
                "needs": sorted(row.needs),
            }
            for row in TABLE
            if Actor.OFFICER in row.by
        ],
        "units": materials.UNITS,
        "tasks": [_task(task, user) for task in tasks],
    }  # fmt: skip


def _task(task: Task, user: User) -> dict[str, Any]:
    from_report = Photo.objects.filter(event__task=task, kind=PhotoKind.REPORT)
    return {
        "number": task.number,
        "url": reverse("task", args=[task.number]),
        "title": task.title,
        "text": task.text,
        "category": task.category,
        "source": task.get_source_display(),
        "reference": task.reference,
        "state": task.state,
        "urgent": task.get_priority_display() if task.is_urgent else "",
        "place": place(task.village) if task.village else "",
        "address": task.address,
        "lon": task.lon,
        "lat": task.lat,
        "due": task.due and task.due.isoformat(),
        "due_words": waktu(task.due),
        "team": task.team.name if task.team else "",
        "has_before": bool(proof(task, PhotoKind.BEFORE)),
        "has_after": bool(proof(task, PhotoKind.AFTER)),
        "photos": [_photo(photo) for photo in from_report],
        "to": [{"key": one.key, "label": one.label, "note": one.note}
               for one in people.choices(task, without=user)],
        "lines": [
            {
                "label": line.label,
                "who": line.who,
                "at": waktu(line.at),
                "text": line.text,
                "used": line.used,
                "kept": line.kept,
                "colour": line.colour,
                "photos": [_photo(photo) for photo in line.photos
                           if line.action != Action.CREATE or photo.kind != PhotoKind.REPORT],
            }
            for line in timeline.lines(task)
        ],
    }  # fmt: skip


def _photo(photo: Photo) -> dict[str, str]:
    return {
        "small": reverse("photo", args=[photo.pk, "kecil"]),
        "large": reverse("photo", args=[photo.pk, "besar"]),
        "kind": str(photo.get_kind_display()),
    }


def _shift(user: User) -> str:
    found = people.shifts_of_today().filter(officer=user)
    return ", ".join(str(shift) for shift in found)
