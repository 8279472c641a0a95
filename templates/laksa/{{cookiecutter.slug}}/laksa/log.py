"""The event log: what happened is written once, and a report is what its events say it is."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from smartcity_base.models import User
from smartcity_base.models.folded import told

from laksa.measures import keep
from laksa.models import Helper, Photo, Report, ReportEvent
from laksa.privacy import review
from laksa.states import Action, Actor, Audience


def append(
    report: Report,
    action: Action,
    by: Actor,
    *,
    at: datetime,
    user: User | None = None,
    audience: Audience = Audience.PUBLIC,
    text: str = "",
    changes: Mapping[str, Any] | None = None,
    photos: Iterable[Photo] = (),
) -> ReportEvent:
    """Write one event and let the report follow it, both or neither.

    `changes` maps fields of `Report.FOLDED` to their new values; what is the same already is left
    out, so the event says what really changed.
    """
    new = report.news(changes or {})
    # Without a savepoint: nobody goes on in a transaction in which this has failed.
    with transaction.atomic(savepoint=False):
        report.follow(new)
        report.save()
        event = ReportEvent.objects.create(
            report=report,
            at=at,
            action=action,
            by=by,
            user=user,
            office_id=user.agency_id if user and by != Actor.REPORTER else None,
            audience=audience,
            text=text,
            changes=told(new),
        )
        if "helpers" in new:
            _index_helpers(report)
        _give(list(photos), event)
        review.look_at(event)
        if action == Action.RECEIVE:
            keep.begin(event)
        else:
            keep.follow(report)
    return event


def _give(photos: list[Photo], event: ReportEvent) -> None:
    """Photos belong to their event, whether they were kept before it or come with it."""
    for photo in photos:
        photo.report, photo.event = event.report, event
    fresh = [photo for photo in photos if photo._state.adding]
    if kept := [photo.pk for photo in photos if not photo._state.adding]:
        Photo.objects.filter(pk__in=kept).update(report=event.report, event=event)
    Photo.objects.bulk_create(fresh)


def _index_helpers(report: Report) -> None:
    Helper.objects.filter(report=report).exclude(agency__in=report.helpers).delete()
    Helper.objects.bulk_create(
        [Helper(report=report, agency_id=agency) for agency in report.helpers],
        ignore_conflicts=True,
    )
