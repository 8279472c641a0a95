"""What every paper bears: the region's letterhead, its number, and how to check it."""

from __future__ import annotations

import io
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from smartcity_base.config import config
from smartcity_base.models import Paper
from smartcity_base.templatetags.smartcity import waktu


def letterhead() -> dict[str, Any]:
    """The lines and the order of the region's kop surat."""
    known = config()
    reached = [
        _("Telepon %(phone)s") % {"phone": known.contact.phone} if known.contact.phone else "",
        _("Surel %(email)s") % {"email": known.contact.email} if known.contact.email else "",
        _("Laman %(domain)s") % {"domain": known.region.domain},
    ]
    lines = [known.contact.address or "", ", ".join(filter(None, reached))]
    return {
        "government": known.region.government.upper(),
        "lines": [line for line in lines if line],
        "logo": known.logo.name,
        "logo_alt": _("Lambang %(region)s") % {"region": known.region.name},
    }


def mark(paper: Paper) -> dict[str, str]:
    """What is printed of the paper itself."""
    where = config().app.url + reverse("papers")
    return {
        "number": paper.number,
        "code": paper.spaced_code,
        "url": address(paper),
        "issued": waktu(paper.issued_at),
        "alt": _("Kode QR menuju halaman pemeriksaan dokumen ini"),
        "words": _("Pindai kode ini, atau buka %(where)s dan ketik kodenya, untuk memeriksa apakah"
                   " dokumen ini asli dan masih berlaku.") % {"where": where},
    }  # fmt: skip


def address(paper: Paper) -> str:
    """Where anybody checks it."""
    return config().app.url + reverse("paper", args=[paper.spaced_code])


def qr(text: str) -> bytes:
    """A QR code as SVG, with a quarter of it restorable: it is read from a folded print."""
    import qrcode
    from qrcode.constants import ERROR_CORRECT_Q
    from qrcode.image.svg import SvgPathImage

    made = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, border=0, image_factory=SvgPathImage)
    made.add_data(text)
    out = io.BytesIO()
    made.make_image().save(out)
    return out.getvalue()
