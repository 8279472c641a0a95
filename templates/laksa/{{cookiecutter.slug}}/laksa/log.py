"""The event log: what happened is written once, and a report is what its events say it is."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from smartcity_base.models import User

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
    new = {name: value for name, value in (changes or {}).items()
           if report.pk is None or getattr(report, name) != value}  # fmt: skip
    with transaction.atomic():
        apply(report, new)
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
            changes={name: _json(value) for name, value in new.items()},
        )
        if "helpers" in new:
            _index_helpers(report)
        for photo in photos:
            photo.report, photo.event = report, event
            photo.save(update_fields=["report", "event"])
        review.look_at(event)
        keep.follow(report)
    return event


def apply(report: Report, changes: Mapping[str, Any]) -> None:
    """Let a report, in memory, follow what an event says; an unknown field is a KeyError."""
    for name, value in changes.items():
        if name not in Report.FOLDED:
            raise KeyError(name)
        field = Report._meta.get_field(name.removesuffix("_id"))
        setattr(report, name, field.to_python(value) if field.concrete else value)


def replay(events: Iterable[ReportEvent]) -> Report:
    """The report that these events, in order, make: unsaved, with the folded fields alone."""
    report = Report()
    for event in events:
        apply(report, event.changes)
    return report


def _index_helpers(report: Report) -> None:
    Helper.objects.filter(report=report).exclude(agency__in=report.helpers).delete()
    Helper.objects.bulk_create(
        [Helper(report=report, agency_id=agency) for agency in report.helpers],
        ignore_conflicts=True,
    )


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
