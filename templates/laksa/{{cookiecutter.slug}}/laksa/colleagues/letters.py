"""The letter to a member of an agency: which reports, what happened, where to read it.

What was said stands on the page, behind the sign-in: a note may hold what no mailbox should.
"""

from collections.abc import Collection

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from smartcity_base.config import config
from smartcity_base.mail import letter
from smartcity_base.models import User

from laksa import work
from laksa.models import ReportEvent
from laksa.states import Action


def send(event_ids: Collection[int], user_id: str) -> None:
    """Nothing is sent to who has left, or of reports that are not theirs to see any more."""
    mail = config().mail
    user = User.objects.filter(pk=user_id, is_active=True).exclude(email=None).first()
    if mail is None or user is None or not user.email:
        return
    events = list(
        ReportEvent.objects.filter(pk__in=event_ids, report__in=work.reports_for(user))
        .select_related("report__category", "office")
        .order_by("pk")
    )
    if not events:
        return
    lines = [(event, headline(event), config().app.url + _page(event)) for event in events]
    numbers = {event.report.number for event in events}
    if len(lines) == 1:
        subject = f"{events[0].report.number}: {lines[0][1]}"
    else:
        said = ngettext("Kabar tentang %(n)d laporan", "Kabar tentang %(n)d laporan", len(numbers))
        subject = said % {"n": len(numbers)}
    context = {
        "name": user.name,
        "lines": lines,
        "queue": config().app.url + reverse("queue"),
        "government": config().region.government,
    }
    words = render_to_string("laksa/mail/colleagues.txt", context)
    letter(subject, words, user.email, mail.sender).send()


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
