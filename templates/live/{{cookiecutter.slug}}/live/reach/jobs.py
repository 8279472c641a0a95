"""The worker's part: sending what is due, and forgetting what is old."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from smartcity_base.config import config
from smartcity_base.jobs import periodic, task

from live.inbox.models import Notice
from live.reach.send import send_due


@periodic("kirim-kabar", every=timedelta(minutes=1))
@task()
def send_out() -> None:
    send_due()


@periodic("buang-kabar-lama", every=timedelta(hours=24))
@task()
def forget_notices() -> None:
    """What was told so long ago is the app's to remember; submissions stay with the account."""
    before = timezone.now() - timedelta(days=config().setting("notice_days"))
    Notice.objects.filter(at__lt=before).delete()
