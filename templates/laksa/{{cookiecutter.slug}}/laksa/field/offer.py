"""From LAKSA to SIGAP: a report that needs somebody on the spot, and what becomes of it here."""

from typing import Any
from urllib.parse import quote

from django.urls import reverse

from smartcity_base import outbox
from smartcity_base.config import config
from smartcity_base.links import linked

from laksa.field.models import FieldOrder
from laksa.models import Report, ReportEvent
from laksa.states import ACCEPTED, Action

SIGAP = "sigap"
PATH = "/api/v1/tautan/tugas"
TITLE = 110
# What happens here and ends the work there.
ENDS = frozenset({Action.CLOSE, Action.REJECT, Action.MERGE, Action.FORWARD})


def current(report: Report) -> FieldOrder | None:
    """The order that SIGAP is still busy with."""
    return FieldOrder.objects.filter(report=report, ended=False).first()


def possible(report: Report) -> bool:
    """Whether field officers may be asked for: SIGAP is there, and the report is in hand here.

    A secret report stays with those who were promised to be its only readers.
    """
    return (
        not report.secret
        and report.state in ACCEPTED
        and linked(SIGAP) is not None
        and current(report) is None
    )


def follow(report: Report, event: ReportEvent) -> None:
    """Let SIGAP know what was changed or ended here; within the transaction of `event`."""
    if event.action not in ENDS | {Action.CORRECT}:
        return
    begun = current(report)
    if begun is None:
        return
    asked = report.events.filter(action=Action.DISPATCH).last()
    about = told(report, asked.text if asked else "", "biasa")
    if event.action in ENDS or report.secret:
        begun.ended = True
        begun.save(update_fields=["ended"])
        about["cancelled"] = f"LAKSA: {event.get_action_display()}"
    send("PUT", f"{PATH}/{quote(report.number, safe='')}", report, about)


def send(method: str, path: str, report: Report, about: dict[str, Any]) -> None:
    if linked(SIGAP) is not None:
        outbox.send(SIGAP, method, path, about, subject=f"laporan:{report.number}")


def told(report: Report, text: str, priority: str) -> dict[str, Any]:
    """The report as an officer on the spot needs it: nothing of the reporter is in it."""
    line = " ".join(report.text.split())
    address = config().app.url
    return {
        "source": "laksa",
        "reference": report.number,
        "title": line if len(line) <= TITLE else line[:TITLE].rsplit(" ", 1)[0] + " …",
        "text": "\n\n".join(words for words in (report.text, text.strip()) if words),
        "category": report.category.name,
        "place": {
            "lon": report.lon,
            "lat": report.lat,
            "address": report.address,
            "village": report.village_id or "",
        },
        "agency": report.agency_id,
        "due": report.due.isoformat() if report.due else None,
        "priority": priority,
        "url": address + reverse("report", args=[report.number]),
        "photos": [
            f"{address}/api/v1/tautan/foto/{photo.pk}"
            for photo in report.photos.all()
            if str(photo.pk) not in report.hidden_photos and (photo.image or photo.waiting)
        ],
    }
