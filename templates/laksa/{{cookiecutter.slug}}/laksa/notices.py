"""Who hears of an event: the reporter, in the inbox of their account or at an address they left.

Of a secret report LIVE is not told that it is there: its reporter hears by the address alone.
"""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from smartcity_base.config import config
from smartcity_base.jobs import Job, enqueue_all
from smartcity_base.language import indonesian
from smartcity_base.notices import Kind, notify
from smartcity_base.personal.columns import filled
from smartcity_base.roles import holders

from laksa import staff, submitted, survey
from laksa.channels.letters import message_id
from laksa.colleagues import hear
from laksa.models import Contact, Report, ReportEvent
from laksa.privacy.review import masked
from laksa.states import Action, Actor, Audience
from laksa.support import letters

TOLD = frozenset(Action) - {
    Action.NOTE, Action.CORRECT, Action.HIDE, Action.SHOW, Action.REPLY, Action.PRIORITISE,
    Action.INVITE, Action.RELEASE, Action.WARN, Action.ESCALATE, Action.SUPPORT, Action.RATE,
}  # fmt: skip
# The end of a report is the end of those merged into it: their reporters wait for it too.
TOLD_TO_ALL = frozenset({Action.ANSWER, Action.CLOSE, Action.REJECT, Action.REOPEN, Action.GRANT})
_RELATED = ("report__agency", "report__category", "report__duplicate_of")


@indonesian()
def announce(event: ReportEvent) -> None:
    """Tell everybody whom it concerns; call in the transaction that wrote the event."""
    hear.note_down(event)
    submitted.follow(event)
    survey.ask(event)
    if event.action not in TOLD:
        return
    if event.action == Action.APPEAL:
        staff.tell(Action.APPEAL, [event], holders("operator"))
    for report in with_accounts(event):
        tell_account(event, report)
    enqueue_all(mails(event, readers(event)))
    if event.action in TOLD_TO_ALL:
        letters.announce(event)


@indonesian()
def received(event: ReportEvent, contact: Contact | None) -> list[Job]:
    """The same for the first event of a report: its jobs go into the queue with the others."""
    submitted.follow(event)
    if submitted.is_told(event.report):
        tell_account(event, event.report)
        return []
    return mails(event, [contact] if contact else [])


def tell_account(event: ReportEvent, report: Report) -> None:
    """Into the inbox of who sent `report`: an event of it, or of the one it is merged with."""
    assert report.reporter is not None  # noqa: S101  (`is_told` sees to it)
    context = {"event": event, "report": report, "words": words(event, report),
               "headline": headline(event, report)}  # fmt: skip
    reads_mail = bool(config().setting("imap_host"))
    notify(
        report.reporter,
        f"{report.number}: {event.get_action_display()}",
        render_to_string("laksa/mail/notice.txt", context),
        reverse("own", args=[report.number]),
        kind=Kind.SUBMISSION,
        about=report.number,
        thread=message_id(report, f"{event.pk}-a", config().app.host) if reads_mail else "",
        reply_to=mailbox() if reads_mail else "",
    )


def mailbox() -> str:
    """Where reporters' answers are read."""
    return str(config().setting("imap_address") or config().setting("imap_user"))


def mails(event: ReportEvent, to: Iterable[Contact]) -> list[Job]:
    """One job for each reader. They know numbers alone: no address lies in the queue."""
    from laksa.jobs import tell

    if config().mail is None:
        return []
    return [(tell, (event.pk, contact.pk)) for contact in to if contact.email]


def contacts() -> QuerySet[Contact]:
    """The reporters who left an address and are not told in an inbox."""
    in_an_inbox = Q(report__reporter__isnull=False, report__secret=False)
    return Contact.objects.filter(filled("email")).exclude(in_an_inbox).select_related(*_RELATED)


def readers(event: ReportEvent) -> Iterable[Contact]:
    """Whom this event is mailed to; a reporter is not told of what they did themselves later on."""
    if _concerns_its_reporter(event):
        yield from contacts().filter(report=event.report_id)
    if _is_told_to_all(event):
        yield from contacts().filter(report__duplicate_of=event.report_id)


def with_accounts(event: ReportEvent) -> Iterable[Report]:
    """The reports whose reporters hear of this event in their inbox."""
    if _concerns_its_reporter(event) and submitted.is_told(event.report):
        yield event.report
    if _is_told_to_all(event):
        merged = Report.objects.filter(duplicate_of=event.report_id, secret=False)
        yield from merged.exclude(reporter=None).select_related("reporter", "agency", "category")


def words(event: ReportEvent, report: Report) -> str:
    """What the event says to the reporter of `report`; of another report, what the public reads."""
    if report.pk != event.report_id:
        return masked(event.report, event.text) if event.audience == Audience.PUBLIC else ""
    return event.text if event.audience != Audience.OFFICERS else ""


def headline(event: ReportEvent, report: Report) -> str:
    """What happened, as the first sentence of a notice to the reporter of `report`."""
    if report.pk != event.report_id:
        return (
            _("Kabar tentang laporan %(number)s, yang digabung dengan laporan Anda:")
            % {"number": event.report.number}
            + f" {event.get_action_display()}."
        )
    return f"{event.get_action_display()}."


def _concerns_its_reporter(event: ReportEvent) -> bool:
    return event.by != Actor.REPORTER or event.action == Action.RECEIVE


def _is_told_to_all(event: ReportEvent) -> bool:
    return event.action in TOLD_TO_ALL and not event.report.secret
