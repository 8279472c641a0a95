"""Steps from a phone that had no signal: each is done once, or kept as a note when it came late.

The rule for conflicts (docs/decisions/field-conflicts.md): what the server knows decides. A step
that the table no longer allows changes nothing, and nothing of it is lost: its words, place, photos
and materials stand in the task's timeline, for the officer and the supervisor.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from smartcity_base.models import User

from sigap import materials, people, work
from sigap.models import Photo, PhotoKind, Task, TaskEvent
from sigap.states import TABLE, Action, Actor
from sigap.work import Deed, Place

# What a phone may write down on its own.
OFFLINE = frozenset(row.action for row in TABLE if Actor.OFFICER in row.by)
KINDS = {PhotoKind.BEFORE, PhotoKind.AFTER}
LONGEST_TEXT = 2000


class Missing(Exception):
    """Photos of the step have not come completely; `ids` are the phone's names for them."""

    def __init__(self, ids: list[str]) -> None:
        super().__init__(" ".join(ids))
        self.ids = ids


class NotTheirs(Exception):
    """This person never had that task."""


class Unreadable(Exception):
    """Not a step: the message says what is wrong with it."""


@dataclass(frozen=True)
class Outcome:
    """What became of a step; `why` of one that was kept."""

    kept: bool
    why: str

    @classmethod
    def of(cls, event: TaskEvent) -> "Outcome":
        return cls(event.action == Action.KEPT, event.why_kept)


def take(user: User, told: Mapping[str, Any]) -> Outcome:
    """Do a step, or keep it, or answer as the first time. Raises Missing, NotTheirs, Unreadable."""
    step = _uuid(told.get("id"))
    before = TaskEvent.objects.filter(step=step, user=user).first()
    if before is not None:
        return Outcome.of(before)
    if told.get("action") not in OFFLINE:
        raise Unreadable(_("Langkah ini tidak dikenal."))
    task = Task.objects.filter(number=str(told.get("task", ""))).first()
    if task is None or not people.has_held(user, task):
        raise NotTheirs
    try:
        with transaction.atomic():
            return Outcome.of(
                _do(user, task, Action(told["action"]), _deed(user, task, step, told))
            )
    except IntegrityError:
        # The same step at the same moment, from a second window.
        return Outcome.of(TaskEvent.objects.get(step=step, user=user))


def _do(user: User, task: Task, action: Action, deed: Deed) -> TaskEvent:
    try:
        return work.perform(task, action, Actor.OFFICER, user, deed)
    except work.Refused as refusal:
        return work.keep(task, action, user, deed, str(refusal))


def _deed(user: User, task: Task, step: UUID, told: Mapping[str, Any]) -> Deed:
    try:
        used = materials.clean(told.get("materials") or [])
    except (ValueError, AttributeError) as fault:
        raise Unreadable(str(fault)) from fault
    team, officer = people.assignee(task, str(told.get("to") or ""))
    return Deed(
        text=str(told.get("text") or "")[:LONGEST_TEXT],
        place=_place(told.get("place")),
        team=team,
        officer=officer,
        materials=used,
        photos=_photos(user, told.get("photos") or []),
        step=step,
        at=_moment(told.get("age_ms")),
    )


def _photos(user: User, told: list[Mapping[str, Any]]) -> list[Photo]:
    wanted = {_uuid(one.get("id")): one for one in told}
    there = Photo.objects.filter(pk__in=wanted, owner=user, event=None).exclude(image="")
    missing = [str(pk) for pk in wanted.keys() - {photo.pk for photo in there}]
    if missing:
        raise Missing(missing)
    for photo in there:
        one = wanted[photo.pk]
        if one.get("kind") not in KINDS:
            raise Unreadable(_("Jenis foto tidak dikenal."))
        place = _place(one.get("place"))
        photo.kind = one["kind"]
        photo.taken_at = _moment(one.get("age_ms"))
        if place is not None:
            photo.lon, photo.lat, photo.accuracy_m = place.lon, place.lat, place.accuracy_m
    return list(there)


def _moment(age_ms: Any) -> datetime:
    """When it was, by how long ago the phone says: its clock may be wrong, its watch is not."""
    try:
        return timezone.now() - timedelta(milliseconds=max(0.0, float(age_ms)))
    except (TypeError, ValueError, OverflowError):
        return timezone.now()


def _place(told: Any) -> Place | None:
    try:
        lon, lat = float(told["lon"]), float(told["lat"])
        accuracy = None if told.get("accuracy") is None else float(told["accuracy"])
    except (TypeError, KeyError, ValueError):
        return None
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        return None
    return Place(lon, lat, accuracy)


def _uuid(told: Any) -> UUID:
    try:
        return UUID(str(told))
    except ValueError as fault:
        raise Unreadable(_("Langkah ini tidak bernomor.")) from fault
