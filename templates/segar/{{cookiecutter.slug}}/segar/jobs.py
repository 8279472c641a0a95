"""What the worker of SEGAR does: prices TPID is to hear of, and the weekly report."""

from datetime import date, timedelta

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from smartcity_base.config import config
from smartcity_base.jobs import periodic, task
from smartcity_base.mail import letter, send_or_later

from segar import alarms
from segar.models import Alert
from segar.weekly import make


@task()
def look_for_alarms(day: str) -> None:
    """After a sheet was approved or corrected; an older day than the newest tells nobody."""
    if date.fromisoformat(day) == timezone.localdate():
        alarms.look(date.fromisoformat(day))


@task()
def tell(alert_ids: list[int], address: str, attempt: int = 1) -> None:
    """Mail these alerts to one address of TPID; later again when the relay does not answer."""
    mail = config().mail
    if mail is None:  # the region gave mail up
        return
    alerts = Alert.objects.filter(pk__in=alert_ids).select_related("commodity")
    context = {"alerts": alerts, "link": config().app.url + reverse("alerts")}
    subject = _("%(n)d komoditas perlu perhatian") % {"n": len({a.commodity_id for a in alerts})}
    words = render_to_string("segar/mail/alerts.txt", context)
    made = letter(subject, words, address, mail.sender)
    send_or_later(made.send, tell, attempt, alert_ids, address)


@periodic("laporan-mingguan", every=timedelta(hours=1))
@task()
def make_last_weeks_report() -> None:
    make.make_last()
