"""What happened to a task, as its officer and its supervisor read it: both read the same."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from smartcity_base import timeline
from smartcity_base.areas import distance_m
from smartcity_base.config import config
from smartcity_base.models import User

from sigap import materials
from sigap.models import Photo, Task, TaskEvent, Team
from sigap.states import Action, Actor, State


@dataclass(frozen=True, kw_only=True)
class Line(timeline.Line):
    """With what was used, where it was done, and why a step that came too late was kept."""

    used: list[str]
    place: str
    far: bool
    kept: str


def lines(task: Task) -> list[Line]:
    """The events, oldest first."""
    events = list(task.events.select_related("user").prefetch_related("photos"))
    teams = Team.objects.in_bulk({e.changes["team_id"] for e in events if e.changes.get("team_id")})
    officers = User.objects.in_bulk(
        {e.changes["officer_id"] for e in events if e.changes.get("officer_id")}
    )
    names = {str(pk): str(one) for one_of in (teams, officers) for pk, one in one_of.items()}
    return [_line(task, event, names) for event in events]


def _line(task: Task, event: TaskEvent, names: dict[str, str]) -> Line:
    state = event.changes.get("state")
    metres = distance(task, event)
    return Line.of(
        event,
        label=_label(event, names),
        who=str(event.user) if event.user else str(Actor(event.by).label),
        photos=list(event.photos.all()),
        used=[materials.shown(row) for row in event.materials],
        colour=State(state).colour if state else "",
        place=_place(event, metres),
        far=event.action == Action.ARRIVE and is_far(event, metres),
        kept=_kept(event),
        internal=event.action == Action.KEPT,
    )


def distance(task: Task, point: TaskEvent | Photo) -> float | None:
    """Metres between the task and where a step was done or a photo taken; None: one is unknown."""
    if None in (task.lon, task.lat, point.lon, point.lat):
        return None
    # All four are there: the line above has asked, which mypy does not see through `in`.
    return distance_m(task.lon, task.lat, point.lon, point.lat)  # type: ignore[arg-type]


def is_far(point: TaskEvent | Photo, metres: float | None) -> bool:
    """Farther than `near_m`, even if the phone was wrong by as much as it says it may be."""
    return metres is not None and metres - (point.accuracy_m or 0) > config().setting("near_m")


def _place(event: TaskEvent, metres: float | None) -> str:
    if event.lon is None:
        return ""
    parts = []
    if metres is not None:
        parts.append(_("%(m)s dari titik tugas") % {"m": shown_metres(metres)})
    if event.accuracy_m is not None:
        parts.append(_("ketelitian ±%(m)s") % {"m": shown_metres(event.accuracy_m)})
    return ", ".join(parts) or _("lokasi tercatat")


def shown_metres(metres: float) -> str:
    """`35 m`, `1,2 km`"""
    if metres < 1000:
        return f"{metres:.0f} m"
    return f"{metres / 1000:.1f} km".replace(".", ",")


def _label(event: TaskEvent, names: dict[str, str]) -> str:
    changes = event.changes
    to = [names[str(changes[key])] for key in ("team_id", "officer_id")
          if changes.get(key) and str(changes[key]) in names]  # fmt: skip
    if to and event.action == Action.ASSIGN:
        return _("Ditugaskan kepada %(to)s") % {"to": " · ".join(to)}
    if to and event.action == Action.HAND_OVER:
        return _("Diserahkan kepada %(to)s") % {"to": " · ".join(to)}
    return event.get_action_display()


def _kept(event: TaskEvent) -> str:
    if event.action != Action.KEPT:
        return ""
    wanted = Action(event.wanted).label if event.wanted in Action.values else event.wanted
    return f"{wanted}: {event.why_kept}"


def materials_used(events: Iterable[TaskEvent]) -> list[str]:
    """Every material of a task, in the order in which it was used."""
    return [materials.shown(row) for event in events for row in event.materials]
