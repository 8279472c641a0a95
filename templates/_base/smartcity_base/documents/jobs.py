"""Scanning what is held, and forgetting what was found bad."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from smartcity_base import audit
from smartcity_base.config import config
from smartcity_base.documents import clamd
from smartcity_base.jobs import periodic
from smartcity_base.mail import letter
from smartcity_base.models import Document, DocumentState

log = logging.getLogger(__name__)
QUARANTINE = timedelta(days=30)


@task()
def scan_held() -> None:
    """Scan every held document. The scanner away: they stay held, and are asked for again."""
    for document in Document.objects.filter(state=DocumentState.HELD):
        try:
            with document.file.open("rb") as file:
                found = clamd.scan(file)
        except clamd.Away as error:
            log.warning("the virus scanner is away: %s", error)
            return
        _settle(document, found)


@task()
def forget_infected() -> None:
    """The bytes go after a month; the line that says what it was stays."""
    long_ago = timezone.now() - QUARANTINE
    old = Document.objects.filter(state=DocumentState.INFECTED, scanned_at__lt=long_ago)
    for document in old.exclude(file=""):
        document.file.delete()


def _settle(document: Document, found: str) -> None:
    state = DocumentState.INFECTED if found else DocumentState.FREE
    mine = Document.objects.filter(pk=document.pk, state=DocumentState.HELD)
    if not mine.update(state=state, found=found[:200], scanned_at=timezone.now()) or not found:
        return
    log.warning("a document is infected: %s", document.pk)
    audit.record(None, "document.infected", document, found=found[:200])
    if config().mail and document.owner and document.owner.email:
        words = _(
            "Dokumen “%(name)s” yang Anda kirim ke %(app)s mengandung program jahat (%(found)s)."
            " Dokumen itu disimpan terpisah dan tidak dapat dibuka siapa pun.\n\n"
            "Periksa perangkat Anda dengan antivirus, lalu kirim dokumen yang bersih."
        )
        told = {"name": document.name, "app": config().app.title, "found": found}
        letter(_("Dokumen Anda ditolak"), words % told, document.owner.email).send()


if config().safety.antivirus:
    periodic("pindai-dokumen", every=timedelta(minutes=1))(scan_held)
    periodic("buang-dokumen-terinfeksi", every=timedelta(hours=24))(forget_infected)
