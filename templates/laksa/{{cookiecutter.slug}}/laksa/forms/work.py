"""One form for each action, made of what the table says the action needs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from smartcity_base.fields import PhotosField, VillageField
from smartcity_base.models import Agency

from laksa.models import Category, Photo, Report
from laksa.states import Action, Actor, Need, find
from laksa.work import Deed

# What the words of an action are for: who reads them decides how they are written.
WORDS = {
    Action.ANSWER: _("Jawaban untuk pelapor dan publik"),
    Action.CLOSE: _("Apa yang sudah dikerjakan (dibaca publik)"),
    Action.REJECT: _("Alasan penolakan (dibaca pelapor dan publik)"),
    Action.FORWARD: _("Alasan (hanya dibaca petugas)"),
    Action.NOTE: _("Catatan (hanya dibaca petugas)"),
    Action.REOPEN: _("Mengapa dibuka kembali?"),
    Action.REPLY: _("Keterangan tambahan untuk petugas"),
}
DO = {
    Action.VERIFY: _("Verifikasi"),
    Action.ACCEPT: _("Terima dan tangani"),
    Action.CLOSE: _("Selesaikan dengan foto bukti"),
    Action.ANSWER: _("Jawab"),
    Action.FORWARD: _("Teruskan ke instansi lain"),
    Action.CORRECT: _("Perbaiki jenis, tempat, atau isi"),
    Action.REJECT: _("Tolak"),
    Action.MERGE: _("Gabung dengan laporan lain"),
    Action.SPLIT: _("Pisahkan lagi"),
    Action.NOTE: _("Tulis catatan internal"),
    Action.REOPEN: _("Buka kembali"),
    Action.REPLY: _("Tambah keterangan"),
}
PHOTOS_WELCOME = frozenset({Action.ANSWER, Action.CLOSE, Action.NOTE, Action.REOPEN, Action.REPLY})


class DeedForm(forms.Form):
    """What an action needs, and no more. `deed(photos)` is what `work.perform` takes.

    Uploads are cleaned by the view, between the form and the deed.
    """

    def __init__(self, report: Report, action: Action, actor: Actor, data: Any, files: Any) -> None:
        super().__init__(data, files, prefix=action.value)
        self.report, self.action = report, action
        self.label = DO.get(action, action.label)
        row = find(action, report.state, actor)
        needs = row.needs if row else frozenset()
        if Need.AGENCY in needs:
            self.fields["agency"] = forms.ModelChoiceField(
                Agency.objects.filter(active=True).exclude(pk=report.agency_id),
                label=_("Instansi tujuan"),
                empty_label=_("Pilih instansi"),
            )
        if Need.TEXT in needs:
            self.fields["text"] = forms.CharField(
                label=WORDS[action], max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
            )
        if Need.ORIGINAL in needs:
            self.fields["original"] = forms.CharField(
                label=_("Nomor laporan yang sama"),
                max_length=20,
                widget=forms.TextInput(attrs={"placeholder": "LKS-26-000123"}),
            )
        if Need.CHANGE in needs:
            self._ask_for_changes()
        if Need.ONE_PHOTO in needs:
            self.fields["photo"] = forms.ModelChoiceField(
                Photo.objects.filter(report=report), widget=forms.HiddenInput
            )
        if action in PHOTOS_WELCOME:
            required = Need.PHOTO in needs
            label = _("Foto bukti") if required else _("Foto")
            self.fields["photos"] = PhotosField(label=label, required=required)

    def _ask_for_changes(self) -> None:
        report = self.report
        self.fields["category"] = forms.ModelChoiceField(
            Category.objects.filter(active=True),
            label=_("Jenis"),
            initial=report.category_id,
            empty_label=None,
        )
        self.fields["village"] = VillageField(initial=report.village_id)
        self.fields["address"] = forms.CharField(
            label=_("Patokan atau alamat"), max_length=200, required=False, initial=report.address
        )
        for name in ("lon", "lat"):
            self.fields[name] = forms.FloatField(
                widget=forms.HiddenInput, required=False, initial=getattr(report, name)
            )
        self.fields["text"] = forms.CharField(
            label=_("Isi laporan yang tampil (hapus data pribadi orang lain)"),
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 4}),
            initial=report.text,
        )
        if not report.secret:  # what a reporter was promised to be secret is not opened again
            self.fields["secret"] = forms.BooleanField(
                label=_("Rahasiakan: keluarkan dari semua halaman publik"), required=False
            )

    def clean_original(self) -> Report:
        typed = self.cleaned_data["original"].strip().upper()
        found = Report.objects.filter(number=typed).first()
        if found is None:
            raise forms.ValidationError(_("Tidak ada laporan bernomor itu."))
        return found

    def deed(self, photos: list[Photo]) -> Deed:
        data = self.cleaned_data
        if self.action == Action.CORRECT:
            return Deed(changes=self._changes())
        return Deed(
            text=data.get("text", ""),
            agency=data.get("agency"),
            original=data.get("original"),
            photo=data.get("photo"),
            photos=photos,
        )

    def _changes(self) -> dict[str, Any]:
        data = self.cleaned_data
        village = data["village"]
        return {
            "category_id": data["category"].pk,
            "village_id": village.pk if village else None,
            # An officer who saves the place has looked at it, whether or not it was right already.
            "place_confirmed": village is not None,
            "lon": data["lon"],
            "lat": data["lat"],
            "address": data["address"],
            "text": data["text"],
            "secret": self.report.secret or data["secret"],
        }
