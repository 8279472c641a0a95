"""What happened to a report, told to the public, to its reporter, or to the officers."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from smartcity_base import timeline
from smartcity_base.models import Agency

from laksa import photos
from laksa.field.lines import shown
from laksa.models import Report, ReportEvent
from laksa.privacy.review import masked
from laksa.states import UNSEEN, Action, Actor, Audience, Priority, State

_REACH = {Audience.PUBLIC: 0, Audience.PARTIES: 1, Audience.OFFICERS: 2}


@dataclass(frozen=True, kw_only=True)
class Line(timeline.Line):
    """With the report that this one was merged into."""

    original: Report | None = None


def lines(report: Report, reader: Audience) -> list[Line]:
    """The events this reader may know of, oldest first, with the words and photos they may read."""
    events = report.events.select_related("user", "office", "field_step").prefetch_related(
        "photos__event", "photos__cover"
    )
    told = [event for event in events if reader == Audience.OFFICERS or event.action not in UNSEEN]
    names = _names(told)
    return [_line(report, event, reader, names) for event in told]


def _line(report: Report, event: ReportEvent, reader: Audience, names: "_Names") -> Line:
    reads = _REACH[Audience(event.audience)] <= _REACH[reader]
    seen = [
        photo
        for photo in event.photos.all()
        if reader == Audience.OFFICERS
        or (reader == Audience.PARTIES and str(photo.pk) not in report.hidden_photos)
        or photos.is_public(photo, report)
    ]
    state = event.changes.get("state")
    line = Line.of(
        event,
        label=names.label(event),
        who=_who(event, reader),
        text=_words(report, event, reader) if reads else "",
        photos=seen,
        internal=event.audience == Audience.OFFICERS and bool(event.text),
        colour=State(state).colour if state else "",
        original=names.reports.get(event.changes.get("duplicate_of_id") or 0),
    )
    return shown(line, event)


def _words(report: Report, event: ReportEvent, reader: Audience) -> str:
    return masked(report, event.text) if reader == Audience.PUBLIC else event.text


@dataclass(frozen=True)
class _Names:
    """What the events point to, read in one go."""

    agencies: dict[str, Agency]
    reports: dict[int, Report]
    # Event -> the agencies that began or ceased to help by it.
    moved: dict[int, set[str]]

    def label(self, event: ReportEvent) -> str:
        agency = self.agencies.get(event.changes.get("agency_id", ""))
        if agency and event.action == Action.FORWARD:
            return _("Diteruskan ke %(agency)s") % {"agency": agency.name}
        if agency and event.action == Action.RECEIVE:
            return _("Laporan diterima untuk %(agency)s") % {"agency": agency.name}
        if event.action == Action.RATE:
            return _("Penilaian pelapor: %(n)s dari 5") % {"n": event.changes.get("rating", "–")}
        if event.action == Action.PRIORITISE:
            return _("Prioritas: %(name)s") % {"name": Priority(event.changes["priority"]).label}
        helping = [self.agencies[one].name for one in self.moved[event.pk] if one in self.agencies]
        if helping and event.action == Action.INVITE:
            return _("%(agency)s ikut membantu") % {"agency": ", ".join(helping)}
        if helping and event.action == Action.RELEASE:
            return _("%(agency)s selesai membantu") % {"agency": ", ".join(helping)}
        return event.get_action_display()


def _names(events: list[ReportEvent]) -> _Names:
    agencies = {event.changes["agency_id"] for event in events if "agency_id" in event.changes}
    moved, helping = {}, set[str]()
    for event in events:
        now = set(event.changes.get("helpers", helping))
        moved[event.pk], helping = now ^ helping, now
    agencies |= set().union(*moved.values())
    originals = {event.changes.get("duplicate_of_id") for event in events} - {None}
    return _Names(Agency.objects.in_bulk(agencies), Report.objects.in_bulk(originals), moved)


def _who(event: ReportEvent, reader: Audience) -> str:
    """Citizens hear from an office; colleagues hear from a person."""
    office = event.office.name if event.office else Actor(event.by).label
    if reader == Audience.OFFICERS and event.user is not None:
        return f"{event.user} · {office}"
    return str(office)


def steps(report: Report) -> Iterator[tuple[str, str]]:
    """The way of a report as (label, `done` | `now` | `next`), for the picture above its page."""
    way = [State.MENUNGGU, State.DIVERIFIKASI, State.PROSES, State.SELESAI]
    here = {State.DIBUKA_KEMBALI: State.DIVERIFIKASI}.get(report.status, report.status)
    at = way.index(here) if here in way else -1
    for place, state in enumerate(way):
        phase = "done" if place < at or here == State.SELESAI else "now" if place == at else "next"
        yield str(state.label), phase
