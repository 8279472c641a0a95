"""Doing something to a report: the one way in, for citizens, officers and rules alike."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from smartcity_base.models import Agency, User, Village

from laksa import log, notices, routing
from laksa.clock import deadlines
from laksa.field import offer
from laksa.models import Category, Helper, Photo, Report, ReportEvent
from laksa.needs import NEEDS, about_the_report
from laksa.states import Action, Actor, Alarm, State, Transition, allowed, find

# Who works for an agency; its head besides hears of what is late.
OF_AGENCY = ("officer", "head")


class Refused(Exception):
    """What was asked may not be done to this report; the message is for the person who asked."""


@dataclass(frozen=True)
class Deed:
    """What a person gives with an action; the table says which of it is needed."""

    text: str = ""
    agency: Agency | None = None
    original: Report | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)
    photos: Sequence[Photo] = ()
    photo: Photo | None = None
    priority: int | None = None
    rating: int | None = None


def actor_of(user: User, report: Report, family: Collection[str] | None = None) -> Actor | None:
    """In which capacity a member of staff meets this report, or None: it is not theirs to see.

    `family`: the agencies of theirs, looked up once by who asks about many reports.
    """
    if user.has_role("operator", "administrator"):
        return Actor.OPERATOR
    if user.has_role(*OF_AGENCY):
        family = user.reach() if family is None else family
        if report.agency_id in family:
            return Actor.OFFICER
        if any(agency in family for agency in report.helpers):
            return Actor.HELPER
    return None


def in_charge(user: User) -> QuerySet[Report]:
    """The reports a member of staff decides on: all for an operator, else those of their agency."""
    if user.has_role("operator", "administrator"):
        return Report.objects.all()
    if user.has_role(*OF_AGENCY):
        return Report.objects.filter(agency__in=user.reach())
    return Report.objects.none()


def reports_for(user: User) -> QuerySet[Report]:
    """The reports a member of staff works on: also those with which their agency helps another."""
    if user.has_role("operator", "administrator") or not user.has_role(*OF_AGENCY):
        return in_charge(user)
    family = user.reach()
    helped = Helper.objects.filter(agency__in=family).values("report")
    return Report.objects.filter(Q(agency__in=family) | Q(pk__in=helped))


def possible(report: Report, actor: Actor) -> list[Action]:
    """What the page of this report offers this actor, in the order of the table."""
    now = timezone.now()
    return list(
        dict.fromkeys(
            row.action
            for row in allowed(report.state, actor)
            if all(about_the_report(need, report, now) for need in row.needs)
        )
    )


def perform(
    report: Report, action: Action, actor: Actor, user: User | None = None, deed: Deed = Deed()
) -> ReportEvent:
    """Do it, write it down and tell the reporter; raises Refused and leaves all as it was.

    The row is locked first and everything is asked again behind the lock: of two officers who
    press at the same moment, the second one is refused by what the first one left. `user` is the
    member of staff who acts; a reporter acts by their code and as nobody.
    """
    with transaction.atomic():
        report = Report.objects.select_for_update().get(pk=report.pk)
        if user is not None and actor_of(user, report) != actor:
            raise Refused(_("Laporan ini sekarang ditangani instansi lain."))
        row = find(action, report.state, actor)
        if row is None:
            message = _("“%(action)s” tidak dapat dilakukan: laporan ini sekarang %(state)s.")
            raise Refused(message % {"action": action.label, "state": report.status.label.lower()})
        now = timezone.now()
        for need in sorted(row.needs):
            met, complaint = NEEDS[need]
            if not met(report, deed, now):
                raise Refused(str(complaint))
        event = log.append(
            report,
            action,
            actor,
            at=now,
            user=user,
            audience=row.audience,
            text=deed.text.strip(),
            changes=_changes(report, row, deed, now, user),
            photos=deed.photos,
        )
        notices.announce(event)
        offer.follow(report, event)
    return event


def _changes(
    report: Report, row: Transition, deed: Deed, now: datetime, user: User | None
) -> dict[str, Any]:
    """Every field that this step sets, whether or not it has that value already."""
    category = report.category
    if "category_id" in deed.changes:
        category = Category.objects.get(pk=deed.changes["category_id"])
    changes: dict[str, Any] = {**deed.changes, **deadlines(row.clock, now, category, report)}
    if row.target is not None:
        changes |= _at(row.target, report, deed, now)
    if deed.photo is not None:
        others = set(report.hidden_photos) - {str(deed.photo.pk)}
        hidden = {str(deed.photo.pk)} if row.action == Action.HIDE else set()
        changes["hidden_photos"] = sorted(others | hidden)
    match row.action:
        case Action.PRIORITISE:
            changes["priority"] = deed.priority
        case Action.RATE:
            changes["rating"] = deed.rating
        case Action.SUPPORT:
            changes["supporters"] = report.supporters + 1
        case Action.WARN:
            changes["alarm"] = Alarm.WARNED
        case Action.ESCALATE:
            changes["alarm"] = Alarm.ESCALATED
        case Action.INVITE | Action.RELEASE:
            changes["helpers"] = _helpers(report, row, deed, user)
    if row.action == Action.FORWARD and deed.agency is not None:
        changes["agency_id"] = deed.agency.pk
        # Who helped so far may be the one who is responsible now.
        changes["helpers"] = [one for one in report.helpers if one != deed.agency.pk]
    elif report.state == State.MENUNGGU and "category_id" in deed.changes:
        # Nobody has taken it up yet, so category and place still decide where it goes.
        changes["agency_id"] = _receiver(report, category, deed.changes)
    return changes


def _at(target: State, report: Report, deed: Deed, now: datetime) -> dict[str, Any]:
    """What coming to a state means, whatever brought the report there."""
    changes: dict[str, Any] = {
        "state": target,
        "closed_at": now if target == State.SELESAI else None,
        "duplicate_of_id": deed.original.pk if deed.original else None,
        # A vote and an appeal were about the end that is over now.
        "rating": None,
        "appeal_due": None,
    }
    if target in {State.DIVERIFIKASI, State.PROSES} and report.verified_at is None:
        changes["verified_at"] = now
    return changes


def _helpers(report: Report, row: Transition, deed: Deed, user: User | None) -> list[str]:
    """The agencies that help after this step; a helper that leaves takes only itself away."""
    if row.action == Action.INVITE:
        return [*report.helpers, deed.agency.pk] if deed.agency else report.helpers
    leaving = {deed.agency.pk} if deed.agency else set()
    if Actor.HELPER in row.by and user is not None:
        leaving = user.reach()
    return [one for one in report.helpers if one not in leaving]


def _receiver(report: Report, category: Category, changes: Mapping[str, Any]) -> str:
    """The agency that this report would have come to, had it been sent as it is corrected now."""
    confirmed = changes.get("place_confirmed", report.place_confirmed)
    village = changes.get("village_id", report.village_id) if confirmed else None
    return routing.agency_for(
        category,
        Village.objects.filter(pk=village).first() if village else None,
    )
