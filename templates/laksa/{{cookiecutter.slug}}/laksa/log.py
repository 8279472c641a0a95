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
    with transaction.atomic():
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
        for photo in photos:
            photo.report, photo.event = report, event
            photo.save(update_fields=["report", "event"])
        review.look_at(event)
        keep.follow(report)
    return event


def _index_helpers(report: Report) -> None:
    Helper.objects.filter(report=report).exclude(agency__in=report.helpers).delete()
    Helper.objects.bulk_create(
        [Helper(report=report, agency_id=agency) for agency in report.helpers],
        ignore_conflicts=True,
    )
