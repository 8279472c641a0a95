"""Mail to those who support a report: how it ended, with the public page and no code."""

from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from smartcity_base.config import config
from smartcity_base.mail import letter
from smartcity_base.personal.columns import filled

from laksa.models import ReportEvent, Supporter
from laksa.privacy.review import masked
from laksa.states import Audience


def announce(event: ReportEvent) -> None:
    """Queue the letters, one job for each reader, once the event is really written."""
    from laksa.jobs import tell_supporter

    def enqueue() -> None:
        readers = Supporter.objects.filter(filled("email"), report=event.report_id)
        for reader in readers.values_list("pk", flat=True):
            tell_supporter.enqueue(event.pk, reader)

    transaction.on_commit(enqueue)


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
        "words": masked(event.report, event.text) if event.audience == Audience.PUBLIC else "",
        "reader": reader,
        "report": event.report,
        "link": config().app.url + reverse("report", args=[event.report.number]),
        "government": config().region.government,
    }
    subject = f"{event.report.number}: {event.get_action_display()}"
    words = render_to_string("laksa/mail/supporter.txt", context)
    letter(subject, words, reader.email, mail.sender).send()
