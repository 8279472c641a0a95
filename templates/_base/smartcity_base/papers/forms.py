"""Checking a paper: by its code, and by the file that somebody holds."""

from __future__ import annotations

from hashlib import sha256

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartcity_base.models.paper import LENGTH

LARGEST = 20 * 2**20
_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1"})


def plain(code: str) -> str:
    """As it is kept: a code is typed with blanks, small letters, and what looks alike."""
    return "".join(code.split()).replace("-", "").upper().translate(_MEANT)[: LENGTH + 1]


class CodeForm(forms.Form):
    kode = forms.CharField(
        label=gettext_lazy("Kode pemeriksaan"),
        max_length=40,
        help_text=gettext_lazy("Tertulis di sebelah kode QR pada dokumen, misalnya K7QD-…"),
    )


class FileForm(forms.Form):
    """Without JavaScript the file comes here; it is read once and not kept."""

    berkas = forms.FileField(
        label=gettext_lazy("Berkas PDF"), widget=forms.FileInput(attrs={"accept": ".pdf"})
    )

    def digest(self) -> str:
        """The SHA-256 of what was sent; call it on a valid form."""
        told = sha256()
        for chunk in self.cleaned_data["berkas"].chunks():
            told.update(chunk)
        return told.hexdigest()

    def clean_berkas(self) -> object:
        file = self.cleaned_data["berkas"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("Berkas terlalu besar: paling besar 20 MB."))
        return file


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Alasan, dibaca semua yang memeriksa"), max_length=300
    )
