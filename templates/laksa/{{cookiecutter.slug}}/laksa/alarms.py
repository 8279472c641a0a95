"""Who hears of a report whose deadline comes near or has gone by (smartcity_base.deadlines).

The officers of the agency are warned before; after it, the operators and the agency's head hear.
"""

from datetime import datetime

from django.db.models import QuerySet

from smartcity_base import deadlines
from smartcity_base.deadlines import Alarm
from smartcity_base.models import Agency, User
from smartcity_base.roles import holders, over
from smartcity_base.templatetags.smartcity import waktu

from laksa import staff, work
from laksa.models import Report, ReportEvent
from laksa.states import OPEN, Action, Actor


def near(reports: QuerySet[Report], now: datetime) -> QuerySet[Report]:
    """Those that are due within `warn_days` working days."""
    return deadlines.near(reports.filter(state__in=OPEN), now)


def sweep() -> dict[Alarm, int]:
    """Warn and escalate what has not been yet; how many of each. May run twice, or be killed."""
    return deadlines.sweep(Report.objects.filter(state__in=OPEN), _say)


def readers(action: Action, agency: Agency) -> list[User]:
    """Who hears of it: whoever may act, and if an agency has nobody, the operators."""
    operators = holders("operator")
    if action == Action.WARN:
        return over(agency, "officer") or operators
    return list({user.pk: user for user in [*operators, *over(agency, "head")]}.values())


def _say(alarm: Alarm, reports: list[Report]) -> None:
    action = Action(alarm)
    events = [_event(report, action) for report in reports]
    staff.tell(action, events, readers(action, reports[0].agency))


def _event(report: Report, action: Action) -> ReportEvent:
    words = f"Tenggat: {waktu(report.due)}"
    return work.perform(report, action, Actor.RULE, None, work.Deed(text=words))
