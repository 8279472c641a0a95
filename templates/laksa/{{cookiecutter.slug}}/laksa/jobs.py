"""What the worker of LAKSA does: letters, deadlines, and forgetting photos that were never sent."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from smtplib import SMTPException
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from smartcity_base import outbox  # noqa: F401  (the worker finds its jobs)
from smartcity_base.config import config
from smartcity_base.jobs import periodic, task
from smartcity_base.mail import letter
from smartcity_base.models import User

from laksa import alarms, notices, photos
from laksa.channels import jobs as channel_jobs  # noqa: F401  (registers its periodic job)
from laksa.channels.letters import message_id
from laksa.colleagues import gather
from laksa.colleagues import letters as colleagues
from laksa.measures import keep
from laksa.models import ReportEvent
from laksa.monthly import make
from laksa.privacy import scan
from laksa.states import Action
from laksa.support import letters

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

    def send() -> None:
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

    _deliver(send, tell, attempt, event_id, contact_id)


@task()
def tell_supporter(event_id: int, supporter_id: int, attempt: int = 1) -> None:
    """Mail one event to one citizen who supports the report; later when the relay is away."""
    _deliver(
        lambda: letters.send(event_id, supporter_id),
        tell_supporter,
        attempt,
        event_id,
        supporter_id,
    )


@task()
def tell_colleague(event_ids: list[int], user_id: str, attempt: int = 1) -> None:
    """Mail one member of an agency what others did to the reports that they work on together."""
    _deliver(
        lambda: colleagues.send(event_ids, user_id), tell_colleague, attempt, event_ids, user_id
    )


SUBJECTS = {
    Action.WARN: gettext_lazy("%(n)d laporan segera jatuh tempo"),
    Action.ESCALATE: gettext_lazy("%(n)d laporan lewat tenggat"),
    Action.APPEAL: gettext_lazy("%(n)d banding menunggu keputusan"),
}


@task()
def tell_staff(action: str, event_ids: list[int], user_id: str, attempt: int = 1) -> None:
    """Mail one member of staff which reports wait for them, if they still do."""
    mail = config().mail
    user = User.objects.filter(pk=user_id, is_active=True).exclude(email=None).first()
    events = ReportEvent.objects.filter(pk__in=event_ids).select_related("report__category")
    appeal = action == Action.APPEAL
    reports = [
        event.report
        for event in events
        if (event.report.appeal_due is not None if appeal else event.report.is_open)
    ]
    if mail is None or user is None or not user.email or not reports:
        return
    context = {
        "action": action,
        "name": user.name,
        "lines": [
            (
                report,
                report.appeal_due if appeal else report.due,
                config().app.url + reverse("work", args=[report.number]),
            )
            for report in reports
        ],
        "queue": config().app.url + reverse("queue"),
        "government": config().region.government,
    }
    subject = SUBJECTS[Action(action)] % {"n": len(reports)}
    made = letter(
        subject,
        render_to_string("laksa/mail/deadlines.txt", context),
        user.email,
        mail.sender,
    )
    _deliver(made.send, tell_staff, attempt, action, event_ids, user_id)


def _deliver(send: Callable[[], object], job: Any, attempt: int, *about: object) -> None:
    """Send it now, or let the same job try again later while the relay does not answer."""
    try:
        send()
    except (OSError, SMTPException):
        if attempt == ATTEMPTS:
            raise
        job.using(run_after=_later(attempt)).enqueue(*about, attempt + 1)


def _later(attempt: int) -> datetime:
    return timezone.now() + timedelta(minutes=2**attempt)


@periodic("kabar-instansi", every=timedelta(minutes=1))
@task()
def tell_agencies() -> None:
    gather.gather()


@periodic("ingatkan-tenggat", every=timedelta(minutes=15))
@task()
def remind() -> None:
    alarms.sweep()


# After a storm thousands of photos wait: letters do not wait behind them.
@task(priority=-10)
def clean_photo(key: str) -> None:
    photos.clean(key)


@periodic("bersihkan-foto-tertinggal", every=timedelta(hours=1))
@task()
def clean_forgotten() -> None:
    """Photos whose job killed its worker as often as a job is tried: once more, alone."""
    for photo in photos.forgotten():
        photos.clean(str(photo.pk))


@periodic("buang-foto-tak-terkirim", every=timedelta(hours=1))
@task()
def forget_drafts() -> None:
    photos.discard_old_drafts()


@periodic("cari-data-pribadi", every=timedelta(hours=1))
@task()
def scan_words() -> None:
    """What was written before is looked at some reports at a time: letters need not wait for it."""
    if scan.go_on():
        scan_words.enqueue()


@periodic("periksa-angka", every=timedelta(hours=1))
@task()
def mend_measures() -> None:
    """After a new holiday, other office hours, or events that older code has written."""
    keep.mend()


# Asked often, so that a server that was away on the 1st makes it as soon as it is back.
@periodic("laporan-bulanan", every=timedelta(hours=1))
@task()
def make_last_months_report() -> None:
    make.make_last()


@task()
def make_report_of(month: str) -> None:
    """On demand; `month` is its first day."""
    make.make(date.fromisoformat(month))
