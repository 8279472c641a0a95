"""Who hears of an event: the reporter, when they left an address and the region has mail."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from smartcity_base.config import config
from smartcity_base.jobs import Job, enqueue_all
from smartcity_base.models import User
from smartcity_base.personal.columns import filled

from laksa.colleagues import hear
from laksa.models import Contact, ReportEvent
from laksa.privacy.review import masked
from laksa.states import Action, Actor, Audience
from laksa.support import letters

TOLD = frozenset(Action) - {
    Action.NOTE, Action.CORRECT, Action.HIDE, Action.SHOW, Action.REPLY, Action.PRIORITISE,
    Action.INVITE, Action.RELEASE, Action.WARN, Action.ESCALATE, Action.SUPPORT, Action.RATE,
}  # fmt: skip
# The end of a report is the end of those merged into it: their reporters wait for it too.
TOLD_TO_ALL = frozenset({Action.ANSWER, Action.CLOSE, Action.REJECT, Action.REOPEN, Action.GRANT})


def announce(event: ReportEvent) -> None:
    """Queue the mail; call in the transaction that wrote the event."""
    if config().mail is None:
        return
    hear.note_down(event)
    if event.action not in TOLD:
        return
    if event.action == Action.APPEAL:
        _tell_operators(event)

    enqueue_all(mails(event, readers(event)))
    if event.action in TOLD_TO_ALL:
        letters.announce(event)


def mails(event: ReportEvent, to: Iterable[Contact]) -> list[Job]:
    """One job for each reader. They know numbers alone: no address lies in the queue."""
    from laksa.jobs import tell

    if config().mail is None:
        return []
    return [(tell, (event.pk, contact.pk)) for contact in to if contact.email]


def _tell_operators(event: ReportEvent) -> None:
    from laksa.jobs import tell_staff

    staff = User.objects.filter(is_active=True).exclude(roles=[]).exclude(email=None)
    for user in staff:
        if user.has_role("operator"):
            tell_staff.enqueue(event.action, [event.pk], str(user.pk))


def contacts() -> QuerySet[Contact]:
    """The reporters who left an address."""
    return Contact.objects.filter(filled("email")).select_related(
        "report__agency", "report__category", "report__duplicate_of"
    )


def readers(event: ReportEvent) -> Iterable[Contact]:
    """Whom this event is mailed to; a reporter is not told of what they did themselves later on."""
    if event.by != Actor.REPORTER or event.action == Action.RECEIVE:
        yield from contacts().filter(report=event.report_id)
    if event.action in TOLD_TO_ALL and not event.report.secret:
        yield from contacts().filter(report__duplicate_of=event.report_id)


def words(event: ReportEvent, contact: Contact) -> str:
    """What the event says to this reader; of somebody else's report, what the public reads."""
    if contact.report_id != event.report_id:
        return masked(event.report, event.text) if event.audience == Audience.PUBLIC else ""
    return event.text if event.audience != Audience.OFFICERS else ""


def headline(event: ReportEvent, contact: Contact) -> str:
    """What happened, as the first sentence of the mail."""
    if contact.report_id != event.report_id:
        return (
            _("Kabar tentang laporan %(number)s, yang digabung dengan laporan Anda:")
            % {"number": event.report.number}
            + f" {event.get_action_display()}."
        )
    return f"{event.get_action_display()}."
