"""Deadlines that come near or have gone by: into the log once each, and told to who can act.

The officers of the agency are warned before; after it, the operators and the agency's head hear.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from smartcity_base.config import config
from smartcity_base.models import Agency, User
from smartcity_base.templatetags.smartcity import waktu
from smartcity_base.workdays import ONE_DAY, Calendar, add_working_days, working_days_between

from laksa import staff, work
from laksa.models import Report, ReportEvent
from laksa.states import OPEN, Action, Actor, Alarm

# So many reports are locked at a time, and stand in one notice.
BATCH = 100


def near(reports: QuerySet[Report], now: datetime) -> QuerySet[Report]:
    """Those that are due within `warn_days` working days."""
    until = add_working_days(now, config().setting("warn_days"))
    return reports.filter(state__in=OPEN, due__gte=now, due__lte=until)


def overdue(reports: QuerySet[Report], now: datetime) -> QuerySet[Report]:
    """Those whose deadline went by `escalate_days` working days ago, or earlier."""
    calendar, since = Calendar.load(), now
    while working_days_between(since, now, calendar) < config().setting("escalate_days"):
        since -= ONE_DAY
    return reports.filter(state__in=OPEN, due__lt=since)


def sweep() -> dict[Action, int]:
    """Warn and escalate what has not been yet; how many of each. May run twice, or be killed."""
    now = timezone.now()
    done = {Action.WARN: 0, Action.ESCALATE: 0}
    for agency in Agency.objects.filter(reports__state__in=OPEN).distinct():
        theirs = Report.objects.filter(agency=agency)
        late = overdue(theirs.exclude(alarm=Alarm.ESCALATED), now)
        done[Action.ESCALATE] += _all(late, Action.ESCALATE, agency)
        if config().setting("warn_days"):
            done[Action.WARN] += _all(near(theirs.filter(alarm=""), now), Action.WARN, agency)
    return done


def readers(action: Action, agency: Agency) -> list[User]:
    """Who hears of it: whoever may act, and if an agency has nobody, the operators."""
    people = User.objects.filter(is_active=True).exclude(roles=[]).select_related("agency")
    above = _above(agency)
    own = [user for user in people if user.agency_id in above]
    operators = [user for user in people if user.has_role("operator")]
    if action == Action.WARN:
        return [user for user in own if user.has_role("officer")] or operators
    heads = [user for user in own if user.has_role("head")]
    return list({user.pk: user for user in [*operators, *heads]}.values())


def _all(reports: QuerySet[Report], action: Action, agency: Agency) -> int:
    count = 0
    while events := _batch(reports, action, agency):
        count += len(events)
    return count


@transaction.atomic
def _batch(reports: QuerySet[Report], action: Action, agency: Agency) -> list[ReportEvent]:
    """The events and the notices of them, all or none. Behind the lock each is asked again."""
    locked = reports.select_for_update().order_by("pk")[:BATCH]
    events = [_say(report, action) for report in locked]
    if events:
        staff.tell(action, events, readers(action, agency))
    return events


def _say(report: Report, action: Action) -> ReportEvent:
    words = f"Tenggat: {waktu(report.due)}"
    return work.perform(report, action, Actor.RULE, None, work.Deed(text=words))


def _above(agency: Agency) -> set[str]:
    """This agency and those over it: their people see its reports."""
    found: set[str] = set()
    above: Agency | None = agency
    while above is not None and above.pk not in found:
        found.add(above.pk)
        above = above.parent
    return found
