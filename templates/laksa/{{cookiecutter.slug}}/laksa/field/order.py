"""Asking SIGAP for field officers."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from smartcity_base.models import User

from laksa import log, work
from laksa.field import offer
from laksa.field.models import FieldOrder
from laksa.models import Report, ReportEvent
from laksa.states import Action, Actor, Audience, State


def order(report: Report, actor: Actor, user: User, text: str, priority: str) -> ReportEvent:
    """Ask for field officers. A report that nobody has taken up is taken up by it.

    Raises work.Refused and leaves all as it was.
    """
    with transaction.atomic():
        report = Report.objects.select_for_update().get(pk=report.pk)
        mine = actor != Actor.HELPER and work.actor_of(user, report) == actor
        if not mine or not offer.possible(report):
            raise work.Refused(_("Petugas lapangan tidak dapat ditugaskan untuk laporan ini."))
        if report.state != State.PROSES:
            work.perform(report, Action.ACCEPT, actor, user)
            report.refresh_from_db()
        FieldOrder.objects.create(report=report)
        event = log.append(
            report,
            Action.DISPATCH,
            actor,
            at=timezone.now(),
            user=user,
            audience=Audience.OFFICERS,
            text=text.strip(),
        )
        offer.send("POST", offer.PATH, report, offer.told(report, text, priority))
    return event
