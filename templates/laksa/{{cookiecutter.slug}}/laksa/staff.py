"""What members of staff hear of reports that wait for them: which, until when, and where."""

from collections.abc import Collection, Iterable

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy

from smartcity_base import portal
from smartcity_base.language import indonesian
from smartcity_base.models import User
from smartcity_base.notices import Kind, notify

from laksa.models import ReportEvent
from laksa.states import Action

SUBJECTS = {
    Action.WARN: gettext_lazy("%(n)d laporan segera jatuh tempo"),
    Action.ESCALATE: gettext_lazy("%(n)d laporan lewat tenggat"),
    Action.APPEAL: gettext_lazy("%(n)d banding menunggu keputusan"),
}


@indonesian()
def tell(action: Action, events: Collection[ReportEvent], readers: Iterable[User]) -> None:
    """One notice for each reader about all these reports; in the transaction of the events."""
    if not events:
        return
    lines = [
        (
            event.report,
            event.report.appeal_due if action == Action.APPEAL else event.report.due,
            portal.address(reverse("work", args=[event.report.number])),
        )
        for event in events
    ]
    words = render_to_string("laksa/mail/deadlines.txt", {"action": action, "lines": lines})
    for user in readers:
        subject = SUBJECTS[action] % {"n": len(events)}
        notify(user, subject, words, reverse("queue"), kind=Kind.DUTY)
