"""Reports as Open311 shows them: what the public pages show, and nothing else.

No reporter, no code, no words and photos that nobody has verified, no event of the officers.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from smartcity_base.config import config
from smartcity_base.templatetags.smartcity import place

from laksa import photos, queries
from laksa.models import Question, Report, ReportEvent
from laksa.open311.render import Fault
from laksa.open311.wanted import Wanted
from laksa.privacy.review import masked
from laksa.questions.forms import told
from laksa.states import OPEN, UNSEEN, Action, Audience

# The events whose public words say why a report is where it is.
_TELLING = frozenset({Action.ANSWER, Action.CLOSE, Action.REJECT, Action.MERGE})


@dataclass
class _News:
    """What the events of one report say to the public."""

    at: datetime | None = None
    words: str = ""
    notes: list[dict[str, Any]] = field(default_factory=list)


def visible() -> QuerySet[Report]:
    """The reports that strangers may know of."""
    return queries.with_names(queries.open_to_all().select_related("duplicate_of"))


def find(wanted: Wanted) -> tuple[list[Report], bool]:
    """The page that is wanted, newest first, and whether another follows."""
    reports = visible()
    if wanted.numbers:
        return list(reports.filter(number__in=[one.upper() for one in wanted.numbers])), False
    reports = reports.filter(received_at__range=(wanted.start, wanted.end))
    if wanted.codes:
        reports = reports.filter(category__in=wanted.codes)
    if wanted.statuses == {"open"}:
        reports = reports.filter(state__in=OPEN)
    elif wanted.statuses == {"closed"}:
        reports = reports.exclude(state__in=OPEN)
    page = list(reports[wanted.first : wanted.first + wanted.size + 1])
    return page[: wanted.size], len(page) > wanted.size


def one(number: str) -> Report:
    """The report with this number; 404 when there is none."""
    found = visible().filter(number=number.upper()).first()
    if found is None:
        message = _("service_request_id “%(number)s” tidak ditemukan.")
        raise Fault(404, message % {"number": number})
    return found


def described(reports: Sequence[Report], extended: bool = False) -> list[dict[str, Any]]:
    """The reports as the specification writes them; `extended` adds what it has no field for."""
    news = _news(reports)
    questions = list(Question.objects.all()) if extended else []
    return [
        _request(report, news[report.pk])
        | (_extended(report, news[report.pk], questions) if extended else {})
        for report in reports
    ]


def _request(report: Report, news: _News) -> dict[str, Any]:
    village = report.village
    shown = photos.public_photos(report)
    return {
        "service_request_id": report.number,
        "status": "open" if report.state in OPEN else "closed",
        "status_notes": news.words or None,
        "service_name": report.category.name,
        "service_code": report.category_id,
        "description": masked(report, report.text) if report.is_published else None,
        "agency_responsible": report.agency.name,
        "service_notice": None,
        "requested_datetime": w3c(report.received_at),
        "updated_datetime": w3c(report.closed_at or news.at or report.received_at),
        "expected_datetime": w3c(report.due),
        "address": _address(report),
        "address_id": village.code if village else None,
        "zipcode": (village.postal or None) if village else None,
        "lat": report.lat,
        "long": report.lon,
        "media_url": _photo_url(shown[0].shown.pk) if shown else None,
    }


def _extended(report: Report, news: _News, questions: list[Question]) -> dict[str, Any]:
    """The extensions that FixMyStreet and several cities give with `extensions=true`."""
    answers = told(report.answers, questions, public=True) if report.is_published else []
    return {
        "extended_attributes": {
            "state": report.state,
            "state_name": str(report.status.label),
            "url": config().app.url + reverse("report", args=[report.number]),
            "photos": [
                {"media_url": _photo_url(photo.shown.pk)} for photo in photos.public_photos(report)
            ],
            "answers": [
                {"label": told.question, "value": masked(report, told.answer)} for told in answers
            ],
        },
        "notes": news.notes,
    }


def _news(reports: Sequence[Report]) -> dict[int, _News]:
    """What the public may hear of the events of these reports, read in one go."""
    gathered: dict[int, _News] = defaultdict(_News)
    by_id = {report.pk: report for report in reports}
    originals = {report.pk: report.duplicate_of for report in reports if report.duplicate_of_id}
    events = ReportEvent.objects.filter(report__in=[report.pk for report in reports])
    for event in events.exclude(action__in=UNSEEN).order_by("id"):
        news = gathered[event.report_id]
        is_open = event.audience == Audience.PUBLIC
        open_words = masked(by_id[event.report_id], event.text) if is_open else ""
        original = originals.get(event.report_id)
        if event.action == Action.MERGE and original is not None:
            open_words = _("Digabung dengan laporan %(number)s.") % {"number": original.number}
        news.at = event.at
        news.notes.append(
            {
                "datetime": w3c(event.at),
                "type": event.action,
                "description": " ".join([f"{event.get_action_display()}.", open_words]).strip(),
            }
        )
        if event.action in _TELLING and open_words:
            news.words = open_words
        elif event.action in {Action.REOPEN, Action.SPLIT}:
            news.words = ""  # why it was closed is over
    return gathered


def _address(report: Report) -> str:
    """From the most specific to the most general; a landmark only once somebody has read it."""
    known = [masked(report, report.address) if report.is_published else ""]
    known += [str(place(report.village))] if report.village else []
    return ", ".join([*filter(None, known), config().region.name])


def _photo_url(photo: Any) -> str:
    return config().app.url + reverse("photo", args=[photo, "besar"])


def w3c(moment: datetime | None) -> str | None:
    """2026-07-06T09:00:00+08:00, in the region's time."""
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None
