"""What a citizen types to be compared with the resident file, and what an officer has seen."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smartcity_base.fields import DayField

from live.models import Verification
from live.verification import Claimed


class ResidentForm(forms.Form):
    nik = forms.CharField(
        label=_("NIK"),
        help_text=_("16 angka pada KTP-el atau kartu keluarga."),
        max_length=24,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("Nama lengkap"),
        help_text=_("Persis seperti pada KTP-el, tanpa gelar."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    born = DayField(label=_("Tanggal lahir"))

    def clean_nik(self) -> str:
        nik = re.sub(r"[ .-]", "", self.cleaned_data["nik"])
        if not re.fullmatch(r"\d{16}", nik):
            raise ValidationError(_("NIK terdiri atas 16 angka."))
        return nik

    def clean_born(self) -> Any:
        born = self.cleaned_data["born"]
        if born > timezone.localdate():
            raise ValidationError(_("Tanggal ini belum tiba."))
        return born

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if {"nik", "name", "born"} <= data.keys():
            try:
                data["claimed"] = Claimed(data["nik"], data["name"], data["born"])
            except ValueError:
                self.add_error("name", _("Tulis nama dengan huruf."))
        return data


class DeskCodeForm(forms.Form):
    code = forms.CharField(
        label=_("Kode dari warga"),
        help_text=_("6 huruf dan angka pada layar ponselnya, di Akun saya › Verifikasi identitas."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class SeenForm(forms.Form):
    code = forms.CharField(widget=forms.HiddenInput)
    document = forms.ChoiceField(
        label=_("Dokumen asli yang Anda lihat"),
        choices=Verification.Document.choices,
        widget=forms.RadioSelect,
    )
    same_person = forms.BooleanField(
        label=_("Foto dan nama pada dokumen sama dengan orang di depan saya dan nama akun ini."),
    )


class EndForm(forms.Form):
    reason = forms.CharField(label=_("Alasan"), max_length=300)
