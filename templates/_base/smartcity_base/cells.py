"""What a cell of a table may hold: converters for `loading.Column`; a ValueError says why not.

And the other way: what a cell may hold that leaves for a spreadsheet.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.utils.text import slugify

# No stricter than what is needed to put them in a page: the kit has looked at them more closely,
# and an intranet's "https://layanan/ktp" is an address too.
_EMAIL = re.compile(r"[^@\s\"<>]+@[^@\s\"<>]+")
# No letter, no bar: whatever a spreadsheet makes of a telephone number, it calls nothing.
_HARMLESS = re.compile(r"[\d\s.,()+-]*")
_LINK = re.compile(r"https?://[^\s\"<>/?#@]+([/?#][^\s\"<>]*)?")


def slug(cell: str) -> str:
    """Lower-case letters, digits and hyphens: an id that survives a new name."""
    if cell != slugify(cell):
        raise ValueError("hanya huruf kecil, angka, dan tanda hubung")
    return cell


def number(cell: str) -> float:
    """0.56 or -7 (a point, as data files have it)."""
    try:
        return float(cell)
    except ValueError as error:
        raise ValueError("bukan angka") from error


def longitude(cell: str) -> float:
    return _degrees(cell, 180)


def latitude(cell: str) -> float:
    return _degrees(cell, 90)


def whole(cell: str) -> int:
    """0, 1, 2 …"""
    if not (cell.isascii() and cell.isdigit()):
        raise ValueError("bukan bilangan bulat")
    return int(cell)


def day(cell: str) -> date:
    """2026-08-17, the only way to write a day that cannot be misread."""
    try:
        return date.fromisoformat(cell)
    except ValueError as error:
        raise ValueError("bukan tanggal (tulis 2026-08-17 untuk 17 Agustus 2026)") from error


def email(cell: str) -> str:
    if not _EMAIL.fullmatch(cell):
        raise ValueError("bukan alamat surel")
    return cell


def link(cell: str) -> str:
    """An address that a page may link to: of the web, and nothing that runs."""
    if not _LINK.fullmatch(cell):
        raise ValueError("bukan alamat web (tulis https://…)")
    return cell


def inert(cell: Any) -> Any:
    """A cell that is no formula, whatever the spreadsheet makes of what a citizen typed (CWE-1236).

    >>> inert("=1+1"), inert("+62 21 555"), inert(-7)
    ("'=1+1", '+62 21 555', -7)
    """
    if not isinstance(cell, str) or cell[:1] not in {"=", "+", "-", "@", "\t", "\r"}:
        return cell
    return cell if _HARMLESS.fullmatch(cell) and "\t" not in cell[:1] else f"'{cell}"


def _degrees(cell: str, most: int) -> float:
    value = number(cell)
    if not -most <= value <= most:  # also NaN
        raise ValueError(f"di luar -{most} sampai {most} derajat")
    return value
