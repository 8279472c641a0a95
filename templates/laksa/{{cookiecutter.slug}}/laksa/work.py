"""Doing something to a report: the one way in, for citizens, officers and rules alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartcity_base.models import Agency, User, Village

from laksa import log, notices, routing
from laksa.clock import deadlines
from laksa.field import offer
from laksa.models import Category, Photo, Report, ReportEvent
from laksa.states import OPEN, Action, Actor, Need, State, Transition, allowed, find


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


def actor_of(user: User, report: Report) -> Actor | None:
    """In which capacity a member of staff meets this report, or None: it is not theirs to see."""
    if user.has_role("operator", "administrator"):
        return Actor.OPERATOR
    if user.has_role("officer") and user.agency and report.agency_id in user.agency.family():
        return Actor.OFFICER
    return None


def reports_for(user: User) -> QuerySet[Report]:
    """The reports a member of staff works on: all for an operator, else those of their agency."""
    if user.has_role("operator", "administrator"):
        return Report.objects.all()
    if user.has_role("officer") and user.agency:
        return Report.objects.filter(agency__in=user.agency.family())
    return Report.objects.none()


def possible(report: Report, actor: Actor) -> list[Action]:
    """What the page of this report offers this actor, in the order of the table."""
    now = timezone.now()
    return list(
        dict.fromkeys(
            row.action
            for row in allowed(report.state, actor)
            if Need.IN_TIME not in row.needs or _in_time(report, now)
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
            met, complaint = _NEEDS[need]
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
            changes=_changes(report, row, deed, now),
            photos=deed.photos,
        )
        notices.announce(event)
        offer.follow(report, event)
    return event


def _changes(report: Report, row: Transition, deed: Deed, now: datetime) -> dict[str, Any]:
    """Every field that this step sets, whether or not it has that value already."""
    changes: dict[str, Any] = {**deed.changes, **deadlines(row.clock, now)}
    if row.target is not None:
        changes["state"] = row.target
        if row.target in {State.DIVERIFIKASI, State.PROSES} and report.verified_at is None:
            changes["verified_at"] = now
        changes["closed_at"] = now if row.target == State.SELESAI else None
        changes["duplicate_of_id"] = deed.original.pk if deed.original else None
    if deed.photo is not None:
        others = set(report.hidden_photos) - {str(deed.photo.pk)}
        hidden = {str(deed.photo.pk)} if row.action == Action.HIDE else set()
        changes["hidden_photos"] = sorted(others | hidden)
    if deed.agency is not None:
        changes["agency_id"] = deed.agency.pk
    elif report.state == State.MENUNGGU and "category_id" in deed.changes:
        # Nobody has taken it up yet, so category and place still decide where it goes.
        changes["agency_id"] = _receiver(report, deed.changes)
    return changes


def _receiver(report: Report, changes: Mapping[str, Any]) -> str:
    """The agency that this report would have come to, had it been sent as it is corrected now."""
    confirmed = changes.get("place_confirmed", report.place_confirmed)
    village = changes.get("village_id", report.village_id) if confirmed else None
    return routing.agency_for(
        Category.objects.get(pk=changes["category_id"]),
        Village.objects.filter(pk=village).first() if village else None,
    )


def _in_time(report: Report, now: datetime) -> bool:
    return report.answer_until is not None and now <= report.answer_until


def _has_original(report: Report, deed: Deed) -> bool:
    # A merged report points at one that is not merged itself, so the links never form a ring.
    original = deed.original
    return (
        original is not None
        and original.pk != report.pk
        # What happens to a secret report is told to its own reporter alone.
        and not original.secret
        and (original.state in OPEN or original.state == State.SELESAI)
    )


def _has_change(report: Report, deed: Deed) -> bool:
    return any(getattr(report, name) != value for name, value in deed.changes.items())


_Check = Callable[[Report, Deed, datetime], bool]
_NEEDS: dict[Need, tuple[_Check, str | Promise]] = {
    Need.TEXT: (
        lambda _report, deed, _now: bool(deed.text.strip()),
        gettext_lazy("Tuliskan keterangannya dulu."),
    ),
    Need.PHOTO: (
        lambda _report, deed, _now: bool(deed.photos),
        gettext_lazy("Laporan hanya dapat diselesaikan dengan foto bukti."),
    ),
    Need.AGENCY: (
        lambda report, deed, _now: (
            deed.agency is not None and deed.agency.active and deed.agency.pk != report.agency_id
        ),
        gettext_lazy("Pilih instansi lain yang akan menangani laporan ini."),
    ),
    Need.ORIGINAL: (
        lambda report, deed, _now: _has_original(report, deed),
        gettext_lazy("Tuliskan nomor laporan lain yang masih terbuka atau sudah selesai."),
    ),
    Need.CHANGE: (
        lambda report, deed, _now: _has_change(report, deed),
        gettext_lazy("Belum ada yang diubah."),
    ),
    Need.ONE_PHOTO: (
        lambda report, deed, _now: deed.photo is not None and deed.photo.report_id == report.pk,
        gettext_lazy("Foto itu bukan milik laporan ini."),
    ),
    Need.IN_TIME: (
        lambda report, _deed, now: _in_time(report, now),
        gettext_lazy("Waktu untuk membuka kembali laporan ini sudah lewat."),
    ),
}
