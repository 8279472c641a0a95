"""Personal data in words, told by its pattern: numbers that name one person.

- NIK and KK: 16 digits; the first two are a province, then kabupaten/kota, kecamatan, a date DDMMYY
  (for women DD + 40) and a serial number (Permendagri 95/2019; UU 24/2013 article 13).
- NPWP: 99.999.999.9-999.999, as printed until the NIK replaced it for persons (PMK 112/2022).
- Telephone: what phonenumbers, the library of Google, takes for a valid number in Indonesia.
- Plates: the area's letters, up to four digits, up to three letters (Perkapolri 7/2021).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What kind of data; the label stands in its place while it is masked."""

    NIK = "nik", _("NIK")
    NPWP = "npwp", _("NPWP")
    EMAIL = "email", _("surel")
    PHONE = "phone", _("nomor telepon")
    PLATE = "plate", _("nomor kendaraan")


@dataclass(frozen=True)
class Span:
    """Where in the text, what it is, and how it is written there."""

    start: int
    end: int
    kind: Kind
    value: str


# Raise it with every change to the patterns: what was written before is looked at again.
VERSION = 1

_GAP = r"[ .\-]?"
_SIXTEEN = re.compile(rf"(?<!\d)\d(?:{_GAP}\d){{15}}(?!\d)")
_NPWP = re.compile(r"(?<!\d)\d{2}\.?\d{3}\.?\d{3}\.?\d[\-. ]\d{3}\.?\d{3}(?!\d)")
_EMAIL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+", re.ASCII)
_AREAS = (
    "AA|AB|AD|AE|AG|A|BA|BB|BD|BE|BG|BH|BK|BL|BM|BN|BP|B|DA|DB|DC|DD|DE|DG|DH|DK|DL|DM|DN|DP|DR|DS"
    "|DT|DW|D|EA|EB|ED|E|F|G|H|KB|KH|KT|KU|K|L|M|N|PA|PB|PG|PS|PT|PY|P|R|S|T|W|Z"
)
_PLATE = re.compile(rf"(?<![\w\-])(?:{_AREAS})[ \-]?\d{{1,4}}[ \-]?[A-Z]{{1,3}}(?![\w\-])")
_PROVINCES = frozenset(range(11, 97))


def find(text: str) -> list[Span]:
    """All that looks like personal data, in the order of the text; what overlaps is told once."""
    if not any(sign.isdigit() or sign == "@" for sign in text):
        return []
    taken: list[Span] = []
    for search in (_niks, _npwps, _emails, _phones, _plates):
        for span in search(text):
            if all(span.end <= one.start or span.start >= one.end for one in taken):
                taken.append(span)
    return sorted(taken, key=lambda span: span.start)


def is_plausible_nik(digits: str) -> bool:
    """Whether 16 digits can be a NIK or KK: a province's code, and a day of some month."""
    day, month = int(digits[6:8]) % 40, int(digits[8:10])
    return (
        int(digits[:2]) in _PROVINCES
        and int(digits[6:8]) < 72
        and 1 <= day <= 31
        and 1 <= month <= 12
    )


def _niks(text: str) -> Iterator[Span]:
    for match in _SIXTEEN.finditer(text):
        if is_plausible_nik(re.sub(r"\D", "", match[0])):
            yield _span(match, Kind.NIK)


def _npwps(text: str) -> Iterator[Span]:
    return (_span(match, Kind.NPWP) for match in _NPWP.finditer(text))


def _emails(text: str) -> Iterator[Span]:
    return (_span(match, Kind.EMAIL) for match in _EMAIL.finditer(text))


def _plates(text: str) -> Iterator[Span]:
    return (_span(match, Kind.PLATE) for match in _PLATE.finditer(text))


def _phones(text: str) -> Iterator[Span]:
    # Loaded by who meets a digit, not by every process.
    import phonenumbers

    for match in phonenumbers.PhoneNumberMatcher(text, "ID"):
        yield Span(match.start, match.end, Kind.PHONE, match.raw_string)


def _span(match: re.Match[str], kind: Kind) -> Span:
    return Span(match.start(), match.end(), kind, match[0])
