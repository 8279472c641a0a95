"""The end of an account (UU 27/2022, articles 8 and 43-44): asked, thought over, done everywhere.

The apps take away what is theirs first; the account in LIVE goes when all of them have answered, so
that nobody loses the way to what is still there. What stays, and by which law, each app says.
"""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPException
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from smartcity_base import audit, outbox
from smartcity_base.config import config
from smartcity_base.links import links
from smartcity_base.mail import letter
from smartcity_base.models import Outgoing, User
from smartcity_base.personal import holdings

from live import people, roles
from live.models import Staff
from live.rights.models import Erasure, ErasureAnswer

SUBJECT = "hapus"
PATH = "/api/v1/data-pribadi/hapus"
# How long the last letter is tried before the account goes without it.
LETTER_FOR = timedelta(days=1)


class Refused(Exception):
    """Not now, or not this way; the message is for the person."""


def open_for(user: User) -> Erasure | None:
    """What this person asked for and nobody has finished."""
    return Erasure.objects.filter(person=user.pk, withdrawn_at=None, done_at=None).first()


def why_not(user: User) -> str:
    """What keeps this person from asking; "" nothing does."""
    if roles.of(user) or Staff.objects.filter(user=user, listed=True).exists():
        return _(
            "Akun petugas tidak dihapus oleh orangnya sendiri, karena catatan tugasnya wajib "
            "diarsipkan. Mintalah administrator mencabut peran Anda lebih dulu."
        )
    return ""


@transaction.atomic
def ask(user: User) -> Erasure:
    """Begin the time to think it over. Raises Refused."""
    User.objects.select_for_update().get(pk=user.pk)
    if under_way := open_for(user):
        return under_way
    if reason := why_not(user):
        raise Refused(reason)
    wait = timedelta(days=config().setting("erasure_wait_days"))
    made = Erasure.objects.create(person=user.pk, due_at=timezone.now() + wait)
    audit.record(user, "data-rights.erasure-asked", user)
    return made


@transaction.atomic
def withdraw(user: User) -> bool:
    """Take it back, while it has not begun; whether there was anything."""
    found = Erasure.objects.select_for_update().filter(
        person=user.pk, withdrawn_at=None, begun_at=None
    )
    if not found.update(withdrawn_at=timezone.now()):
        return False
    audit.record(user, "data-rights.erasure-withdrawn", user)
    return True


def begin_due() -> None:
    """Begin what was thought over long enough, and end what every app has answered."""
    due = Erasure.objects.filter(withdrawn_at=None, begun_at=None, due_at__lte=timezone.now())
    for pk in list(due.values_list("pk", flat=True)):
        _begin(pk)
    answered = Erasure.objects.filter(done_at=None).exclude(begun_at=None)
    open_answers = ErasureAnswer.objects.filter(erasure=OuterRef("pk"), answered_at=None)
    for erasure in answered.exclude(Exists(open_answers)):
        _finish(erasure)


@transaction.atomic
def _begin(pk: UUID) -> None:
    """Close the account and ask every app, in one transaction."""
    erasure = Erasure.objects.select_for_update().get(pk=pk)
    user = User.objects.filter(pk=erasure.person).first()
    if erasure.begun_at or erasure.withdrawn_at:
        return
    if user is None:  # erased by an administrator meanwhile
        erasure.begun_at = erasure.done_at = timezone.now()
        erasure.save()
        return
    if why_not(user):  # they became an officer meanwhile
        erasure.withdrawn_at = timezone.now()
        erasure.save()
        audit.record(None, "data-rights.erasure-withdrawn", user)
        return
    erasure.begun_at = timezone.now()
    erasure.save()
    asked = {"sub": str(user.pk), "checked": people.is_vouched_for(user)}
    people.close(user, by=None)
    for app in links():
        ErasureAnswer.objects.create(erasure=erasure, app=app.name)
        outbox.send(app.name, "POST", PATH, asked, subject=f"{SUBJECT}:{pk}:{app.name}")


@transaction.atomic
def heard(message: Outgoing, told: Any) -> None:
    """An app has answered, or refused for good (None): then an administrator has to look."""
    answer = ErasureAnswer.objects.filter(
        erasure=UUID(message.subject.split(":")[1]), app=message.to
    ).first()
    if answer is None or answer.answered_at:
        return
    if told is None:
        answer.refused = message.said or "?"
    else:
        answer.answered_at, answer.refused = timezone.now(), ""
        answer.parts = told["parts"]
    answer.save()


@transaction.atomic
def ask_again(answer: ErasureAnswer, by: User) -> None:
    """After a refusal."""
    asked = {"sub": str(answer.erasure.person), "checked": False}
    subject = f"{SUBJECT}:{answer.erasure_id}:{answer.app}"
    outbox.send(answer.app, "POST", PATH, asked, subject=subject)
    ErasureAnswer.objects.filter(pk=answer.pk).update(refused="")
    audit.record(by, "data-rights.erasure-asked-again", f"erasure:{answer.erasure_id}")


def _finish(erasure: Erasure) -> None:
    """Tell the person how it ended, then let the account go."""
    user = User.objects.filter(pk=erasure.person).first()
    if user is not None and not _told(erasure, user):
        return
    with transaction.atomic():
        parts = holdings.erase(holdings.Subject(user)) if user else []
        ErasureAnswer.objects.update_or_create(
            erasure=erasure,
            app=config().app.name,
            defaults={"answered_at": timezone.now(), "parts": parts},
        )
        Erasure.objects.filter(pk=erasure.pk).update(done_at=timezone.now())


def _told(erasure: Erasure, user: User) -> bool:
    """The last letter, by now or never: its address goes with the account."""
    mail = config().mail
    if mail is None or not user.email:
        return True
    titles = {app.name: app.title for app in config().apps}
    answers = [(titles.get(one.app, one.app), one.parts) for one in erasure.answers.all()]
    words = render_to_string(
        "live/mail/erased.txt",
        {"answers": answers, "region": config().region, "person": user},
    )
    subject, _line, body = words.partition("\n")
    try:
        letter(subject, body.strip() + "\n", user.email).send()
    except (OSError, SMTPException):
        last = (
            max(one.answered_at or erasure.due_at for one in erasure.answers.all())
            if erasure.answers.exists()
            else erasure.due_at
        )
        return timezone.now() > last + LETTER_FOR
    return True
