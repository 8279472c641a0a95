"""What LAKSA orders: a report that needs somebody there becomes a task, which follows it."""

from dataclasses import replace

from django.db import transaction

from smartcity_base.areas import nearest_village
from smartcity_base.models import Village

from sigap import jobs, work
from sigap.models import Priority, Source, Task
from sigap.states import OPEN, Action, Actor, State
from sigap.work import Deed, Order


def current(reference: str) -> Task | None:
    """The open task of a report; the last one was ended when there is none."""
    return Task.objects.filter(source=Source.LAKSA, reference=reference, state__in=OPEN).first()


def take(order: Order, photos: list[str]) -> Task:
    """The task of an order: a new one, or the one there is, brought in line with the order."""
    order = replace(order, village=order.village or _village(order.lon, order.lat))
    with transaction.atomic():
        task = current(order.reference)
        if task is None:
            task = work.create(order, Actor.RULE)
            transaction.on_commit(lambda: jobs.fetch_photos.enqueue(task.pk, photos))
        else:
            change(task, order)
    return task


def change(task: Task, order: Order) -> None:
    """Bring a task in line; what the supervisor has set since (title, priority) stays."""
    changes = {
        "agency_id": order.agency.pk,
        "text": order.text,
        "category": order.category,
        "address": order.address,
        "lon": order.lon,
        "lat": order.lat,
        "village_id": order.village.pk if order.village else None,
        "due": order.due or task.due,
    }
    if order.agency.pk != task.agency_id:
        # Another agency's people: nobody there has it yet.
        changes |= {"state": State.BARU, "team_id": None, "officer_id": None}
    if any(getattr(task, name) != new for name, new in changes.items()):
        work.perform(task, Action.CHANGE, Actor.RULE, None, Deed(changes=changes))


def cancel(reference: str, why: str) -> Task | None:
    """Stop the open task of a report that was closed, refused or merged; None: there was none."""
    task = current(reference)
    if task is not None:
        work.perform(task, Action.CANCEL, Actor.RULE, None, Deed(text=why))
        task.refresh_from_db()
    return task


def priority(word: str) -> str:
    return word if word in Priority.values else Priority.NORMAL


def _village(lon: float | None, lat: float | None) -> Village | None:
    near = nearest_village(lon, lat) if lon is not None and lat is not None else None
    return near.village if near else None
