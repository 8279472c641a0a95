"""The form of a citizen: a category, words, a place, and if they like a photo and a contact."""

import uuid
from typing import Any

import phonenumbers
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartcity_base.areas import nearest_village
from smartcity_base.config import config
from smartcity_base.fields import PhotosField, VillageField
from smartcity_base.models import User, Village

from laksa.intake import Sent
from laksa.questions.forms import AsksQuestions
from laksa.reference import CategoryField

# A point this far from every village centre is not in the region: the largest villages of Papua
# reach some 40 km from their centre.
FAR_AWAY_M = 50_000
# What is told in secret does not lie on a phone that others may hold (base/keep.js).
LEAVES_NOTHING = {"data-keep-stop": True}


class ReportForm(AsksQuestions):
    """Ends in a `Sent`. What was typed stays in the form when something else is wrong."""

    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    category = CategoryField(
        label=gettext_lazy("Tentang apa?"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": gettext_lazy("Pilih salah satu jenis laporan.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Apa yang terjadi?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": gettext_lazy("Tuliskan apa yang terjadi.")},
    )
    photos = PhotosField(label=gettext_lazy("Foto"), required=False)
    lon = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-180, max_value=180)
    lat = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-90, max_value=90)
    # The village that the form proposed from the point. Left as it is, it remains a proposal.
    proposed = forms.CharField(widget=forms.HiddenInput, required=False, max_length=13)
    village = VillageField()
    village_is_right = forms.BooleanField(
        label=gettext_lazy("Ya, kelurahan/desa ini benar"), required=False
    )
    address = forms.CharField(
        label=gettext_lazy("Patokan atau alamat"), max_length=200, required=False
    )
    name = forms.CharField(
        label=gettext_lazy("Nama"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Surel"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Nomor telepon"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    anonymous = forms.BooleanField(
        label=gettext_lazy("Sembunyikan identitas saya dari petugas"),
        required=False,
        widget=forms.CheckboxInput(attrs=LEAVES_NOTHING),
    )
    secret = forms.BooleanField(
        label=gettext_lazy("Rahasiakan laporan ini"),
        required=False,
        widget=forms.CheckboxInput(attrs=LEAVES_NOTHING),
    )
    # People do not see this field; programs that fill in every field do.
    website = forms.CharField(
        label=gettext_lazy("Biarkan kosong"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def clean_phone(self) -> str:
        """In E.164 (`+6281234567890`), as the officer's phone dials it from anywhere."""
        typed: str = self.cleaned_data["phone"]
        if not typed:
            return ""
        try:
            number = phonenumbers.parse(typed, "ID")
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_possible_number(number):
            message = _("Nomor telepon ini tidak lengkap. Contoh: 0812 3456 7890.")
            raise forms.ValidationError(message)
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Kosongkan kolom tersembunyi “Biarkan kosong”."))
        return ""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if (data.get("lon") is None) != (data.get("lat") is None):
            data["lon"] = data["lat"] = None
        chosen: Village | None = data.get("village")
        data["village_confirmed"] = chosen is not None and (
            chosen.pk != data.get("proposed") or bool(data.get("village_is_right"))
        )
        if data.get("lon") is not None:
            self._look_at_point(data)
        elif chosen is None and "village" not in self.errors and self.needs_village(data):
            self.add_error(
                "village", _("Tentukan tempatnya: lokasi Anda, titik di peta, atau kelurahan/desa.")
            )
        return data

    def needs_village(self, data: dict[str, Any]) -> bool:
        """Whether a report without a point must name its village."""
        return True

    def _look_at_point(self, data: dict[str, Any]) -> None:
        nearest = nearest_village(data["lon"], data["lat"])
        if nearest is not None and nearest.distance_m > FAR_AWAY_M:
            data["lon"] = data["lat"] = None
            message = _("Titik itu di luar %(region)s. Pilih kelurahan/desa, atau titik lain.")
            self.add_error("village", message % {"region": config().region.name})
        elif data.get("village") is None and nearest is not None:
            data["village"] = nearest.village

    def sent(self, user: User | None) -> Sent:
        """What the citizen sent, from a form that is valid."""
        data = self.cleaned_data
        names = (
            "submission", "category", "text", "village", "village_confirmed", "lon", "lat",
            "address", "name", "email", "phone", "anonymous", "answers",
            "secret",
        )  # fmt: skip
        return Sent(user=user, **{name: data[name] for name in names})
