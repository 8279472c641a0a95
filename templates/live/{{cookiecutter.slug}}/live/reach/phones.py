"""A number for messages: a person's own once they have typed the code that was sent to it."""

from __future__ import annotations

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
from smartcity_base.personal import cipher

from live.reach import messages
from live.reach.models import Phone
from live.reach.send import Away, GivenUp, Later

GOOD_FOR = timedelta(minutes=10)  # NIST SP 800-63B, 5.1.3.2
MOST_TRIES = 5
# For a person, and for a number whoever asks: each costs the region money, and somebody else's
# number is no toy.
MOST_CODES = 3
MOST_CODES_SPAN = timedelta(hours=24)
_PLACE = "live:phone-code"


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
    asked = (f"phone-code:{user.pk}", f"phone-code:{cipher.digest(number, 'live:phone')}")
    # Both are counted, whatever the first says.
    if max([Tally.one_more(key, MOST_CODES_SPAN) for key in asked]) > MOST_CODES:
        raise Refused(_("Sudah tiga kode diminta hari ini. Cobalah lagi besok."))
    code = f"{secrets.randbelow(10**6):06}"
    try:
        messages.post(number, _letter(code), uuid4())
    except (Away, Later, GivenUp) as error:
        raise Refused(
            _("Kode tidak dapat dikirim sekarang. Nomor Anda belum diubah; coba lagi nanti.")
        ) from error
    now = timezone.now()
    phone, _made = Phone.objects.update_or_create(
        user=user,
        defaults={
            "wanted": number,
            "digest": cipher.digest(_said(user, number, code), _PLACE),
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
    said = _said(user, phone.wanted, "".join(typed.split()))
    right = phone.tries <= MOST_TRIES and any(
        constant_time_compare(phone.digest, known) for known in cipher.digests(said, _PLACE)
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


def proven(user: User) -> str:
    """The number that this person has proven to be theirs, as E.164; "" when there is none."""
    phone = Phone.objects.filter(user=user).exclude(confirmed_at=None).first()
    return phone.number if phone else ""


def _said(user: User, number: str, code: str) -> str:
    """What is kept of a code is its digest under the region's key: a million are soon tried."""
    return f"{user.pk}:{number}:{code}"


def _letter(code: str) -> str:
    """The message; as an SMS with the line by which a phone offers the code to this site alone.

    https://wicg.github.io/sms-one-time-codes/
    """
    text = _("%(code)s adalah kode Anda untuk %(region)s. Jangan berikan kepada siapa pun.")
    words = text % {"code": code, "region": config().region.government}
    bound = f"\n\n@{config().app.host} #{code}"
    return words + bound if config().setting("message_channel") == "sms" else words
