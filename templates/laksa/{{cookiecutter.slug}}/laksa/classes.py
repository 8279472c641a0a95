"""How long a report of a category may take in all, where the region promises that.

Two presets (setting `deadline_preset`): `lapor`, the 3/5/10 working days of SP4N-LAPOR!, in which
the agency gives news every five days until it is done; and `kelas`, in which every category has one
of four classes and is to be done with within its days, as on the service standards that
Kemendagri publishes at SIPPN (2, 5, 14 and 60 working days). A class named in categories.csv
counts under both.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from smartcity_base.config import config

from laksa.models import Category

LAPOR, BY_CLASS = "lapor", "kelas"
PRESETS = (LAPOR, BY_CLASS)
LONGEST = 250  # working days: a year


class DeadlineClass(TextChoices):
    """What a citizen asks for decides how long it may take."""

    MENDESAK = "mendesak", _("Mendesak")
    INFORMASI = "informasi", _("Permintaan informasi")
    BIASA = "biasa", _("Pengaduan biasa")
    PENGAWASAN = "pengawasan", _("Pengaduan berkadar pengawasan")


DAYS = {
    DeadlineClass.MENDESAK: 2,
    DeadlineClass.INFORMASI: 5,
    DeadlineClass.BIASA: 14,
    DeadlineClass.PENGAWASAN: 60,
}


def days_of(category: Category) -> int | None:
    """Working days in which a report of this category is done; None: news every few days."""
    if category.deadline.isdigit():
        return int(category.deadline)
    if category.deadline:
        return DAYS[DeadlineClass(category.deadline)]
    return DAYS[DeadlineClass.BIASA] if config().setting("deadline_preset") == BY_CLASS else None


def name_of(category: Category) -> str:
    """What the rules page calls it."""
    if category.deadline and not category.deadline.isdigit():
        return str(DeadlineClass(category.deadline).label)
    if not category.deadline and config().setting("deadline_preset") == BY_CLASS:
        return str(DeadlineClass.BIASA.label)
    return ""


def deadline(cell: str) -> str:
    """A converter of categories.csv: the name of a class, or working days (1 to 250)."""
    if cell in DeadlineClass.values:
        return cell
    if cell.isascii() and cell.isdigit() and 1 <= int(cell) <= LONGEST:
        return str(int(cell))
    raise ValueError(f"tulis {', '.join(DeadlineClass.values)}, atau jumlah hari kerja 1–{LONGEST}")
