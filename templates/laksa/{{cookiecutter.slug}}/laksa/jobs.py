"""What the worker of LAKSA does: mail to reporters, and forgetting photos that were never sent."""

from datetime import timedelta

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from smartcity_base.config import config
from smartcity_base.jobs import periodic, task

from laksa import notices, photos
from laksa.models import ReportEvent


@task()
def tell_reporters(event_id: int) -> None:
    """Mail an event to the reporter, and to those whose reports were merged into this one.

    One message each: nobody reads another's address.
    """
    mail = config().mail
    if mail is None:
        return
    event = ReportEvent.objects.select_related("report").get(pk=event_id)
    for contact in notices.readers(event):
        context = {
            "event": event,
            "contact": contact,
            "report": contact.report,
            "headline": notices.headline(event, contact),
            "link": config().app.url + reverse("follow", args=[contact.report.code]),
            "government": config().region.government,
        }
        send_mail(
            subject=f"{contact.report.number}: {event.get_action_display()}",
            message=render_to_string("laksa/mail/event.txt", context),
            from_email=mail.sender,
            recipient_list=[contact.email],
        )


@periodic("buang-foto-tak-terkirim", every=timedelta(hours=6))
@task()
def forget_drafts() -> None:
    photos.discard_old_drafts()
