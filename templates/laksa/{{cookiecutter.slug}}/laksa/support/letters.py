"""What those who support a report hear: how it ended, with the public page and no code."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from smartcity_base.config import config
from smartcity_base.jobs import enqueue_all
from smartcity_base.language import indonesian
from smartcity_base.mail import letter
from smartcity_base.notices import Kind, notify
from smartcity_base.personal.columns import filled

from laksa.models import ReportEvent, Supporter
from laksa.privacy.review import masked
from laksa.states import Audience


@indonesian()
def announce(event: ReportEvent) -> None:
    """Into the inbox of who has an account, by mail to the others; in the event's transaction."""
    from laksa.jobs import tell_supporter

    readers = Supporter.objects.filter(report=event.report_id).select_related("user")
    for reader in readers.exclude(user=None):
        assert reader.user is not None  # noqa: S101  (asked for just now)
        notify(
            reader.user,
            _("%(number)s, yang Anda dukung: %(happened)s")
            % {"number": event.report.number, "happened": event.get_action_display()},
            _words(event),
            reverse("report", args=[event.report.number]),
            kind=Kind.SUBMISSION,
        )
    if config().mail is not None:
        others = readers.filter(filled("email"), user=None).values_list("pk", flat=True)
        enqueue_all((tell_supporter, (event.pk, pk)) for pk in others)


def send(event_id: int, supporter_id: int) -> None:
    """Nothing is sent when the region gave mail up, or the person was forgotten."""
    mail = config().mail
    event = ReportEvent.objects.select_related("report__category", "report__agency").get(
        pk=event_id
    )
    reader = Supporter.objects.filter(filled("email"), pk=supporter_id).first()
    if mail is None or reader is None:
        return
    context = {
        "event": event,
        "words": _words(event),
        "reader": reader,
        "report": event.report,
        "link": config().app.url + reverse("report", args=[event.report.number]),
        "government": config().region.government,
    }
    subject = f"{event.report.number}: {event.get_action_display()}"
    words = render_to_string("laksa/mail/supporter.txt", context)
    letter(subject, words, reader.email, mail.sender).send()


def _words(event: ReportEvent) -> str:
    return masked(event.report, event.text) if event.audience == Audience.PUBLIC else ""
