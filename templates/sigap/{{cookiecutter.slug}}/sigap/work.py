"""Doing something to a task: the one way in, for officers, supervisors and other apps alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartcity_base.config import config
from smartcity_base.deadlines import MARKS, Alarm
from smartcity_base.models import Agency, User, Village
from smartcity_base.workdays import add_working_days

from sigap import log, people, reports, told
from sigap.evidence import proof
from sigap.models import NumberSeries, Photo, PhotoKind, Priority, Source, Task, TaskEvent, Team
from sigap.states import Action, Actor, Need, State, Transition, allowed, find


class Refused(Exception):
    """What was asked may not be done to this task; the message is for the person who asked."""


@dataclass(frozen=True)
class Place:
    """Where a phone was, in degrees (WGS 84), and within how many metres it knows that."""

    lon: float
    lat: float
    accuracy_m: float | None = None


@dataclass(frozen=True)
class Deed:
    """What a person gives with an action; the table says which of it is needed.

    `step` is the phone's own name for it, `at` when it was done if that is not now.
    """

    text: str = ""
    place: Place | None = None
    team: Team | None = None
    officer: User | None = None
    materials: Sequence[Mapping[str, str]] = ()
    photos: Sequence[Photo] = ()
    changes: Mapping[str, Any] = field(default_factory=dict)
    step: UUID | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Order:
    """A task to be made, checked."""

    title: str
    agency: Agency
    source: Source
    text: str = ""
    category: str = ""
    village: Village | None = None
    lon: float | None = None
    lat: float | None = None
    address: str = ""
    priority: str = Priority.NORMAL
    due: datetime | None = None
    reference: str = ""
    url: str = ""


def create(order: Order, by: Actor, user: User | None = None) -> Task:
    """Make a task of it; without a deadline of its own it gets the region's `due_days`."""
    with transaction.atomic():
        now = timezone.now()
        task = Task(number=NumberSeries.next_number(now))
        event = log.append(
            task,
            Action.CREATE,
            by,
            at=now,
            user=user,
            changes={
                "state": State.BARU,
                "created_at": now,
                "source": order.source,
                "agency_id": order.agency.pk,
                "village_id": order.village.pk if order.village else None,
                "due": order.due or add_working_days(now, config().setting("due_days")),
                **{
                    name: getattr(order, name)
                    for name in ("title", "text", "category", "lon", "lat", "address", "priority",
                                 "reference", "url")
                },
            },
        )  # fmt: skip
        told.follow(task, event)
    return task


def possible(task: Task, user: User) -> dict[Action, Actor]:
    """What the page of this task offers this person, in the order of the table, and as whom."""
    return {
        row.action: actor
        for actor in (Actor.SUPERVISOR, Actor.OFFICER)
        if people.may_be(user, task, actor)
        for row in allowed(task.state, actor)
    }


def perform(
    task: Task, action: Action, actor: Actor, user: User | None = None, deed: Deed = Deed()
) -> TaskEvent:
    """Do it and write it down; raises Refused and leaves all as it was.

    The row is locked first and everything is asked again behind the lock: of two officers who take
    a team's task at the same moment, the second one is refused by what the first one left.
    """
    with transaction.atomic():
        task = Task.objects.select_for_update().get(pk=task.pk)
        if user is not None and not people.may_be(user, task, actor):
            raise Refused(_("Tugas ini sekarang bukan tugas Anda."))
        row = find(action, task.state, actor)
        if row is None:
            message = _("“%(action)s” tidak dapat dilakukan: tugas ini sekarang %(state)s.")
            state = str(task.status.label).lower()
            raise Refused(message % {"action": action.label, "state": state})
        for need in sorted(row.needs):
            met, complaint = _NEEDS[need]
            if not met(task, deed):
                raise Refused(str(complaint))
        event = _write(task, action, actor, user, deed, _changes(task, row, user, deed))
        reports.tell(task, event)
        told.follow(task, event)
    return event


def keep(task: Task, action: Action, user: User, deed: Deed, why: str) -> TaskEvent:
    """Write down a step that is no longer possible, with its evidence; the task stays as it is."""
    with transaction.atomic():
        task = Task.objects.select_for_update().get(pk=task.pk)
        return _write(
            task, Action.KEPT, Actor.OFFICER, user, deed, {}, wanted=action, why_kept=why[:300]
        )


def _write(
    task: Task,
    action: Action,
    actor: Actor,
    user: User | None,
    deed: Deed,
    changes: Mapping[str, Any],
    **more: Any,
) -> TaskEvent:
    place = deed.place
    return log.append(
        task,
        action,
        actor,
        at=_happened(task, deed),
        user=user,
        text=deed.text.strip(),
        changes=changes,
        photos=deed.photos,
        step=deed.step,
        lon=place.lon if place else None,
        lat=place.lat if place else None,
        accuracy_m=place.accuracy_m if place else None,
        materials=list(deed.materials),
        **more,
    )


def _happened(task: Task, deed: Deed) -> datetime:
    """A phone may be wrong about the time: never before the task was there, never in the future."""
    now = timezone.now()
    return min(max(deed.at, task.created_at), now) if deed.at else now


def _changes(task: Task, row: Transition, user: User | None, deed: Deed) -> dict[str, Any]:
    """Every field that this step sets, whether or not it has that value already."""
    at = _happened(task, deed)
    changes: dict[str, Any] = dict(deed.changes)
    if row.target is not None:
        changes["state"] = row.target
    match row.action:
        case Action.ASSIGN | Action.HAND_OVER:
            changes |= {
                "team_id": deed.team.pk if deed.team else None,
                "officer_id": deed.officer.pk if deed.officer else None,
                "assigned_at": task.assigned_at or at,
            }
        case Action.ACCEPT:
            changes["officer_id"] = user.pk if user else None
        case Action.REFUSE:
            changes |= {"team_id": None, "officer_id": None}
        case Action.ARRIVE:
            changes["arrived_at"] = task.arrived_at or at
        case Action.FINISH:
            changes["finished_at"] = at
        case Action.RETURN:
            changes["finished_at"] = None
        case Action.VERIFY:
            changes["verified_at"] = at
        case Action.WARN | Action.ESCALATE:
            changes["alarm"] = MARKS[Alarm(row.action)]
    if "due" in deed.changes and deed.changes["due"] != task.due:
        changes["alarm"] = ""  # nobody has been warned of the new one
    return changes


def _shows(kind: PhotoKind) -> "_Check":
    return lambda task, deed: (
        any(photo.kind == kind for photo in deed.photos) or bool(proof(task, kind))
    )


_Check = Callable[[Task, Deed], bool]
_NEEDS: dict[Need, tuple[_Check, str | Promise]] = {
    Need.TEXT: (
        lambda _task, deed: bool(deed.text.strip()),
        gettext_lazy("Tuliskan keterangannya dulu."),
    ),
    Need.PLACE: (
        lambda _task, deed: deed.place is not None or bool(deed.text.strip()),
        gettext_lazy("Nyalakan lokasi, atau tuliskan di mana Anda berada."),
    ),
    Need.ASSIGNEE: (
        lambda task, deed: (
            (deed.team or deed.officer) is not None
            and (task.officer_id is None or deed.officer is None
                 or deed.officer.pk != task.officer_id)
        ),
        gettext_lazy("Pilih tim atau petugas lain yang menerima tugas ini."),
    ),
    Need.SOMETHING: (
        lambda _task, deed: bool(deed.text.strip() or deed.photos or deed.materials),
        gettext_lazy("Tambahkan keterangan, foto, atau bahan."),
    ),
    Need.BEFORE: (
        _shows(PhotoKind.BEFORE),
        gettext_lazy("Tugas hanya dapat diselesaikan dengan foto sebelum dikerjakan."),
    ),
    Need.AFTER: (
        _shows(PhotoKind.AFTER),
        gettext_lazy("Tugas hanya dapat diselesaikan dengan foto sesudah dikerjakan."),
    ),
    Need.CHANGE: (
        lambda task, deed: any(getattr(task, name) != new for name, new in deed.changes.items()),
        gettext_lazy("Belum ada yang diubah."),
    ),
}  # fmt: skip
