"""The two names of a report: a public number for people, and a private code for its reporter."""

import secrets
from datetime import datetime

from django.utils import timezone

from laksa.models import NumberSeries

# Crockford's base 32: no I, L, O or U, so a code read out over the phone is written down right.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 16
_MISREAD = str.maketrans("ILO", "110", "- ")


def next_number(now: datetime) -> str:
    """The next public number, such as `LKS-26-000123`: year of the region's calendar, and a count.

    Call inside a transaction: the year's row stays locked until it ends, so two reports never get
    the same number and a report that fails leaves no gap.
    """
    year = timezone.localtime(now).year
    series, _made = NumberSeries.objects.select_for_update().get_or_create(year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return f"LKS-{year % 100:02d}-{series.last:06d}"


def new_code() -> str:
    """A code nobody can guess (80 random bits): who has it may act as the reporter."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def plain_code(typed: str) -> str:
    """The code as it is stored, from what a person typed: any case, with or without hyphens."""
    return typed.upper().translate(_MISREAD)


def spaced_code(code: str) -> str:
    """The code as people read it: `7Q2K-M3XD-9RTP-0VWA`."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))
