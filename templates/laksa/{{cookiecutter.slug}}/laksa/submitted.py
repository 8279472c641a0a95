"""What LIVE shows a citizen among their own submissions: never what was sent in secret."""

from django.urls import reverse

from smartcity_base import submissions

from laksa.models import Report, ReportEvent
from laksa.states import Action, Audience

_SHOWN = {"state", "secret"}


def is_told(report: Report) -> bool:
    """Whether LIVE may know of it. Who asked to stay unknown is no `reporter` at all."""
    return report.reporter_id is not None and not report.secret


def follow(event: ReportEvent) -> None:
    """Let LIVE's list follow what the reporter's own page shows; in the event's transaction."""
    report = event.report
    if report.reporter is None:
        return
    if event.changes.get("secret") and event.action != Action.RECEIVE:
        submissions.withdraw(report.reporter, report.number)
    elif is_told(report) and (event.audience != Audience.OFFICERS or _SHOWN & set(event.changes)):
        submissions.tell(
            report.reporter,
            report.number,
            f"{report.category.name}: {report.text}",
            report.status,
            reverse("own", args=[report.number]),
            at=event.at,
            ended=not report.is_open,
        )
