"""What the worker of LAKSA does: mail to reporters, and forgetting photos that were never sent."""

from datetime import timedelta
from smtplib import SMTPException

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from smartcity_base import outbox  # noqa: F401  (the worker finds its jobs)
from smartcity_base.config import config
from smartcity_base.jobs import periodic, task
from smartcity_base.mail import letter

from laksa import notices, photos
from laksa.channels import jobs as channel_jobs  # noqa: F401  (registers its periodic job)
from laksa.channels.letters import message_id
from laksa.models import ReportEvent

# A relay that is away for a night: 2, 4, 8 … minutes, 17 hours in all.
ATTEMPTS = 10


@task()
def tell(event_id: int, contact_id: int, attempt: int = 1) -> None:
    """Mail one event to one reporter; later again when the relay does not answer."""
    mail = config().mail
    event = ReportEvent.objects.select_related("report").get(pk=event_id)
    contact = notices.contacts().filter(pk=contact_id).first()
    if mail is None or contact is None:  # the region gave mail up, or the person was forgotten
        return
    context = {
        "event": event,
        "contact": contact,
        "report": contact.report,
        "words": notices.words(event, contact),
        "headline": notices.headline(event, contact),
        "link": config().app.url + reverse("follow", args=[contact.report.code]),
        "government": config().region.government,
    }
    try:
        made = letter(
            f"{contact.report.number}: {event.get_action_display()}",
            render_to_string("laksa/mail/event.txt", context),
            contact.email,
            mail.sender,
        )
        # An answer to it refers to this, and so finds its way to the report.
        made.extra_headers["Message-ID"] = message_id(
            contact.report, f"{event_id}-{contact_id}", config().app.host
        )
        made.extra_headers["Auto-Submitted"] = "auto-generated"
        if config().setting("imap_host"):
            made.reply_to = [config().setting("imap_address") or config().setting("imap_user")]
        made.send()
    except (OSError, SMTPException):
        if attempt == ATTEMPTS:
            raise
        later = timezone.now() + timedelta(minutes=2**attempt)
        tell.using(run_after=later).enqueue(event_id, contact_id, attempt + 1)


@periodic("buang-foto-tak-terkirim", every=timedelta(hours=6))
@task()
def forget_drafts() -> None:
    photos.discard_old_drafts()
