"""What the worker of LAKSA does: letters, deadlines, and forgetting photos that were never sent."""

from datetime import date, timedelta

from django.template.loader import render_to_string
from django.urls import reverse

from smartcity_base.config import config
from smartcity_base.jobs import periodic, task
from smartcity_base.mail import letter, send_or_later

from laksa import alarms, notices, photos, survey
from laksa.channels import jobs as channel_jobs  # noqa: F401  (registers its periodic job)
from laksa.channels.letters import message_id
from laksa.colleagues import gather
from laksa.measures import keep
from laksa.models import ReportEvent
from laksa.monthly import make
from laksa.privacy import scan
from laksa.states import Action
from laksa.support import letters


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
        "words": notices.words(event, contact.report),
        "headline": notices.headline(event, contact.report),
        "link": config().app.url + reverse("follow", args=[contact.report.code]),
        "survey": survey.address(contact.report) if event.action == Action.CLOSE else "",
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
            made.reply_to = [notices.mailbox()]
        made.send()

    send_or_later(send, tell, attempt, event_id, contact_id)


@task()
def tell_supporter(event_id: int, supporter_id: int, attempt: int = 1) -> None:
    """Mail one event to one citizen who supports the report; later when the relay is away."""
    send_or_later(
        lambda: letters.send(event_id, supporter_id),
        tell_supporter,
        attempt,
        event_id,
        supporter_id,
    )


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
