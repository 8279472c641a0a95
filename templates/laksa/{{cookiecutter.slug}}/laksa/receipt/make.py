"""Giving the receipt out: made when its reporter first asks for it, the same ever after.

It names the report, its kind and place, and no person; the page on which it is checked does not
even name the report.
"""

from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from smartcity_base.config import config
from smartcity_base.language import indonesian
from smartcity_base.models import Paper
from smartcity_base.papers.issue import current, issue
from smartcity_base.templatetags.smartcity import place, waktu

from laksa.models import Report

LETTER = Path(__file__).with_name("letter.typ")


def receipt_of(report: Report) -> Paper:
    """The receipt there is, or a new one."""
    subject = f"tanda-terima:{report.pk}"
    with indonesian():  # it is the same paper for whoever asks next
        title = _("Tanda terima laporan warga")
        return current(subject) or issue(subject, title, LETTER, told(report))


def told(report: Report) -> dict[str, Any]:
    """What it says."""
    days = config().setting("verify_days")
    where = report.address or str(place(report.village))
    return {
        "opening": _("%(government)s menerima laporan berikut.")
        % {"government": config().region.government},
        "facts": [
            [_("Nomor laporan"), report.number],
            [_("Diterima"), waktu(report.received_at)],
            [_("Jenis"), report.category.name],
            [_("Tempat"), where],
        ],
        "closing": _(
            "Laporan diperiksa dalam %(days)d hari kerja. Penanganannya dapat diikuti di %(url)s"
            " dengan nomor laporan ini, atau dengan kode rahasia yang hanya diketahui pelapornya."
        )
        % {"days": days, "url": config().app.url + reverse("track")},
    }
