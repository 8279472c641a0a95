"""Which agencies hear of an event: the responsible one and those that help it.

Nobody is told what their own people did.
"""

from smartcity_base.models import Agency

from laksa.colleagues.models import Untold
from laksa.models import ReportEvent
from laksa.states import Action, Actor

# Said by one who works on it, or by the reporter, to all who do.
TO_ALL = frozenset({Action.NOTE, Action.ANSWER, Action.REPLY, Action.REOPEN})
# After these there is nothing left to help with.
THE_END = frozenset({Action.CLOSE, Action.REJECT, Action.MERGE})


def note_down(event: ReportEvent) -> None:
    """Remember who is to hear of it; call in the transaction that wrote the event."""
    wanted = Agency.objects.filter(pk__in=_concerned(event), active=True)
    Untold.objects.bulk_create(
        [
            Untold(agency=agency, event=event)
            for agency in wanted
            if event.office_id not in agency.family()
        ]
    )


def _concerned(event: ReportEvent) -> set[str]:
    report = event.report
    match event.action:
        case Action.INVITE:
            return {report.helpers[-1]}
        case Action.FORWARD:
            return {report.agency_id}
        case Action.RELEASE if event.by == Actor.HELPER:
            return {report.agency_id}
        case action if action in TO_ALL:
            return {report.agency_id, *report.helpers}
        case action if action in THE_END:
            return set(report.helpers)
    return set()
