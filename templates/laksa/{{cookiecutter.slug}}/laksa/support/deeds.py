"""Standing behind a report that is there already, instead of sending it once more."""

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from smartcity_base.models import User

from laksa import photos, work
from laksa.models import Report, Supporter
from laksa.states import Action, Actor
from laksa.work import Deed, Refused


@dataclass(frozen=True)
class Support:
    """What a citizen gives with it: nothing, or all that they typed into the form."""

    submission: UUID
    text: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    anonymous: bool = False
    user: User | None = None


def support(report: Report, given: Support) -> Supporter:
    """Count one more citizen, with their words and photos for the officers; Refused says why not.

    The same form, or the same account, counts once.
    """
    # Somebody who asks to stay unknown is not tied to their account either.
    user = None if given.anonymous else given.user
    if user is not None and user.pk == report.reporter_id:
        raise Refused(
            _("Ini laporan Anda sendiri. Tambahkan keterangan dari halaman Laporan saya.")
        )
    try:
        with transaction.atomic():
            return _add(report, given, user)
    except IntegrityError:
        earlier = Supporter.objects.filter(submission=given.submission).first()
        if earlier is None and user is not None:
            earlier = Supporter.objects.filter(report=report, user=user).first()
        if earlier is None:
            raise
        return earlier


def _add(report: Report, given: Support, user: User | None) -> Supporter:
    made = Supporter.objects.create(
        report=report,
        submission=given.submission,
        user=user,
        name=given.name,
        email=given.email,
        phone=given.phone,
        anonymous=given.anonymous,
    )
    deed = Deed(text=given.text, photos=photos.drafts(given.submission))
    work.perform(report, Action.SUPPORT, Actor.SUPPORTER, None, deed)
    return made
