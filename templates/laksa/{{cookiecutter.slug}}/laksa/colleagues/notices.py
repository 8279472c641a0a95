"""What a member of an agency hears: which reports, what happened, where to read it.

What was said stands on the page, behind the sign-in: a note may hold what no mailbox should.
"""

from collections.abc import Collection

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from smartcity_base import portal
from smartcity_base.language import indonesian
from smartcity_base.models import User
from smartcity_base.notices import Kind, notify

from laksa import work
from laksa.models import ReportEvent
from laksa.states import Action


@indonesian()
def tell(event_ids: Collection[int], user: User) -> None:
    """Nothing of reports that are not theirs to see any more."""
    events = list(
        ReportEvent.objects.filter(pk__in=event_ids, report__in=work.reports_for(user))
        .select_related("report__category", "office")
        .order_by("pk")
    )
    if not events:
        return
    lines = [(event, headline(event), portal.address(_page(event))) for event in events]
    numbers = {event.report.number for event in events}
    if len(lines) == 1:
        subject = f"{events[0].report.number}: {lines[0][1]}"
    else:
        said = ngettext("Kabar tentang %(n)d laporan", "Kabar tentang %(n)d laporan", len(numbers))
        subject = said % {"n": len(numbers)}
    where = _page(events[0]) if len(numbers) == 1 else reverse("queue")
    words = render_to_string("laksa/mail/colleagues.txt", {"lines": lines})
    notify(user, subject, words, where, kind=Kind.DUTY)


def headline(event: ReportEvent) -> str:
    """What happened, as this agency sees it."""
    match event.action:
        case Action.INVITE:
            return _("instansi Anda diminta membantu")
        case Action.FORWARD:
            return _("diteruskan ke instansi Anda")
        case Action.NOTE:
            return _("catatan internal baru")
        case Action.RELEASE if event.office:
            return _("%(agency)s selesai membantu") % {"agency": event.office.name}
    return str(event.get_action_display()).lower()


def _page(event: ReportEvent) -> str:
    return reverse("work", args=[event.report.number])
