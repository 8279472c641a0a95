"""Materials used: a name, an amount, a unit, as a person writes them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

UNITS = ("buah", "karung", "kg", "liter", "meter", "m²", "m³", "lembar", "batang", "dus")
LIMIT = 20


def clean(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The rows that say something, amounts as `2.5` whether typed with a comma or a point.

    Raises ValueError with a sentence for the person who typed.
    """
    kept = []
    for row in rows:
        name, unit = (str(row.get(part) or "").strip() for part in ("name", "unit"))
        typed = str(row.get("amount") or "").strip()
        if not name and not typed:
            continue
        if not name:
            raise ValueError(_("Tuliskan nama bahannya."))
        kept.append({"name": name[:80], "amount": _amount(name, typed), "unit": unit[:20]})
    if len(kept) > LIMIT:
        raise ValueError(_("Paling banyak %(limit)d bahan dalam satu langkah.") % {"limit": LIMIT})
    return kept


def shown(row: Mapping[str, str]) -> str:
    """`Aspal dingin: 2,5 karung`"""
    amount = row["amount"].replace(".", ",")
    return f"{row['name']}: {amount} {row['unit']}".strip()


def _amount(name: str, typed: str) -> str:
    try:
        amount = Decimal(typed.replace(",", "."))
    except InvalidOperation:
        amount = Decimal(0)
    if not amount.is_finite() or not 0 < amount < 1_000_000:
        message = _("Jumlah %(name)s harus angka lebih dari nol, misalnya 2,5.")
        raise ValueError(message % {"name": name})
    return f"{round(amount, 3).normalize():f}"
