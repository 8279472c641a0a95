"""Telling a person something: into the one inbox that LIVE keeps for all apps.

LIVE sends it on as the person wants it, by e-mail with the region's head, to their phone, or not at
all. Who has no account has no inbox: an app mails them itself (`smartcity_base.mail`).
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smartcity_base import portal
from smartcity_base.models import User

SUBJECT, TEXT = 200, 8000


class Kind(TextChoices):
    """What a notice is about, as far as a person chooses how each kind reaches them."""

    SUBMISSION = "pengajuan", _("Kabar pengajuan dan laporan saya")
    DUTY = "tugas", _("Tugas dan tenggat saya sebagai petugas")
    SURVEY = "survei", _("Undangan menilai layanan")
    OTHER = "lain", _("Kabar lainnya")


def notify(
    person: User,
    subject: str,
    text: str,
    path: str,
    *,
    kind: Kind = Kind.OTHER,
    about: str = "",
    thread: str = "",
    reply_to: str = "",
) -> None:
    """Tell `person`; call it in the transaction of the deed it tells of.

    `text` is plain, without salutation or signature; `path` is where this app shows it, behind the
    sign-in if it is not for everybody. `about` is the reference of a submission, as
    `smartcity_base.submissions` tells it. An answer to the letter goes to `reply_to` and refers to
    `thread` (a Message-ID), where an app reads its mail.
    """
    told = {
        "person": str(person.pk),
        "kind": kind.value,
        "subject": " ".join(subject.split())[:SUBJECT],
        "text": text.strip()[:TEXT],
        "url": portal.address(path),
        "at": timezone.now().isoformat(),
        "about": about,
        "thread": thread,
        "reply_to": reply_to,
    }
    portal.tell("kabar", told, subject=f"orang:{person.pk}")
