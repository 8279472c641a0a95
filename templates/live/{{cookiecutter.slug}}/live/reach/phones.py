"""A number for messages: a person's own once they have typed the code that was sent to it."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from uuid import uuid4

import phonenumbers
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from smartcity_base import audit
from smartcity_base.config import config
from smartcity_base.models import Tally, User

from live.reach import messages
from live.reach.models import Phone
from live.reach.send import Away, GivenUp, Later

GOOD_FOR = timedelta(minutes=15)
MOST_TRIES = 5
# Each costs the region money, and somebody else's number is no toy.
MOST_CODES = 3
MOST_CODES_SPAN = timedelta(hours=24)


class Refused(Exception):
    """It cannot be done now; the message says why, to the person who tried."""


def e164(typed: str) -> str:
    """+6281234567890, of what people type for a mobile number. Raises Refused."""
    try:
        number = phonenumbers.parse(typed, "ID")
    except phonenumbers.NumberParseException:
        number = None
    mobile = {
        phonenumbers.PhoneNumberType.MOBILE,
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
    }
    if number is None or phonenumbers.number_type(number) not in mobile:
        raise Refused(_("Tulis nomor ponsel, misalnya 0812 3456 7890 atau +62 812 3456 7890."))
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def ask(user: User, typed: str) -> Phone:
    """Send a code to this number. Raises Refused; an earlier number counts until the new one does.

    The code is sent at once and not by the queue: who asked for it waits, and it lies nowhere.
    """
    number = e164(typed)
    if Tally.one_more(f"phone-code:{user.pk}", MOST_CODES_SPAN) > MOST_CODES:
        raise Refused(_("Sudah tiga kode dikirim hari ini. Cobalah lagi besok."))
    code = f"{secrets.randbelow(10**6):06}"
    text = _("%(code)s adalah kode Anda untuk %(region)s. Jangan berikan kepada siapa pun.")
    try:
        words = text % {"code": code, "region": config().region.government}
        messages.post(number, words, uuid4())
    except (Away, Later, GivenUp) as error:
        raise Refused(
            _("Kode tidak dapat dikirim sekarang. Nomor Anda belum diubah; coba lagi nanti.")
        ) from error
    now = timezone.now()
    phone, _made = Phone.objects.update_or_create(
        user=user,
        defaults={
            "wanted": number,
            "digest": _digest(user, code),
            "until": now + GOOD_FOR,
            "tries": 0,
        },
    )
    return phone


@transaction.atomic
def confirm(user: User, typed: str) -> bool:
    """Whether this is the code; the number is the person's from then on."""
    phone = Phone.objects.select_for_update().filter(user=user).first()
    if phone is None or not phone.is_waiting:
        return False
    phone.tries += 1
    right = phone.tries <= MOST_TRIES and constant_time_compare(
        phone.digest, _digest(user, "".join(typed.split()))
    )
    if right:
        phone.number, phone.confirmed_at = phone.wanted, timezone.now()
        audit.record(user, "phone.confirmed", user)
    if right or phone.tries >= MOST_TRIES:
        phone.wanted, phone.digest, phone.until = "", "", None
    phone.save()
    return right


def forget(user: User) -> None:
    """No more messages."""
    if Phone.objects.filter(user=user).delete()[0]:
        audit.record(user, "phone.removed", user)


def _digest(user: User, code: str) -> str:
    return hashlib.sha256(f"{user.pk}:{code}".encode()).hexdigest()
