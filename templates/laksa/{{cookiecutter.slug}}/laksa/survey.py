"""Who reported something is asked, when it is closed, how they were served."""

from django.utils.translation import gettext as _

from smartcity_base import portal
from smartcity_base.language import indonesian
from smartcity_base.notices import Kind, notify
from smartcity_base.skm.invite import invite, open_path

from laksa import submitted
from laksa.models import Report, ReportEvent
from laksa.states import Action


@indonesian()
def ask(event: ReportEvent) -> None:
    """Once for each report, however often it is closed; in the transaction of the event."""
    report = event.report
    if event.action != Action.CLOSE:
        return
    path = invite(report.number, report.category.name, report.agency)
    reporter = report.reporter
    # The link stands on the report's own page for everybody; to be invited is a person's choice.
    if reporter is None or not reporter.agrees("survei"):
        return
    if submitted.is_told(report) and open_path(report.number):
        notify(
            reporter,
            _("Bagaimana laporan %(number)s ditangani?") % {"number": report.number},
            _("Laporan Anda selesai. Nilailah layanannya dalam sembilan pertanyaan, tanpa nama."),
            path,
            kind=Kind.SURVEY,
            about=report.number,
        )


def address(report: Report) -> str:
    """Where the reporter judges it, while they may; else ""."""
    path = open_path(report.number)
    return portal.address(path) if path else ""
