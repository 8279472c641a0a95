"""What is done about people's data while nobody waits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from smartcity_base import outbox
from smartcity_base.jobs import periodic, task
from smartcity_base.models import Outgoing

from live.rights import copies, erasure
from live.rights.models import Copy


@task()
def gather(pk: str) -> None:
    """LIVE's own part of a copy; the apps answer by the outbox."""
    copy = Copy.objects.filter(pk=pk, ready_at=None).select_related("user").first()
    if copy is not None:
        copies.own_part(copy)


@periodic("hapus-akun-yang-diminta", every=timedelta(minutes=5))
@task()
def erase_due() -> None:
    """Begin what is due and end what is answered; killed in between, it goes on from there."""
    erasure.begin_due()


@outbox.answered(copies.SUBJECT)
def copy_heard(message: Outgoing, told: Any) -> None:
    copies.heard(message, told)


@outbox.answered(erasure.SUBJECT)
def erasure_heard(message: Outgoing, told: Any) -> None:
    erasure.heard(message, told)
