"""Making a task: by a supervisor from a call, a finding, an idea; by an officer from a finding."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from smartcity_base.areas import nearest_village
from smartcity_base.fields import PhotosField, VillageField, among
from smartcity_base.models import Agency, User

from sigap.forms.fields import MomentField
from sigap.models import Priority, Source
from sigap.work import Order


class FindingForm(forms.Form):
    """What somebody saw, and where. Ends in an `Order` of their own agency."""

    title = forms.CharField(
        label=_("Apa yang harus dikerjakan?"),
        max_length=120,
        widget=forms.TextInput(attrs={"placeholder": _("Misalnya: Tutup saluran pecah")}),
    )
    text = forms.CharField(
        label=_("Uraian"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    village = VillageField()
    address = forms.CharField(label=_("Patokan atau alamat"), required=False, max_length=200)
    lon = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-180, max_value=180)
    lat = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-90, max_value=90)
    before = PhotosField(label=_("Foto keadaan sekarang"), required=False)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        lon, lat = data.get("lon"), data.get("lat")
        if lon is None or lat is None:
            data["lon"] = data["lat"] = None
        elif data.get("village") is None:
            near = nearest_village(lon, lat)
            data["village"] = near.village if near else None
        if data.get("village") is None and not data.get("address") and data["lon"] is None:
            self.add_error(
                "village", _("Tentukan tempatnya: titik di peta, kelurahan/desa, atau alamat.")
            )
        return data

    def order(self) -> Order:
        assert self.user.agency is not None  # noqa: S101  (the view sees to it)
        return self._order(self.user.agency, Source.FINDING)

    def _order(self, agency: Agency, source: Source, **more: Any) -> Order:
        data = self.cleaned_data
        plain = {name: data[name] for name in ("title", "text", "village", "address", "lon", "lat")}
        return Order(agency=agency, source=source, **plain, **more)


class TaskForm(FindingForm):
    """A supervisor's: whatever its source, for any agency they watch over."""

    source = forms.ChoiceField(
        label=_("Asal tugas"),
        choices=[(one.value, one.label) for one in Source if one != Source.LAKSA],
        initial=Source.ORDER,
    )
    reference = forms.CharField(
        label=_("Nomor kejadian atau surat"), required=False, max_length=40,
        help_text=_("Misalnya nomor kejadian 112. Jangan tulis NIK atau nama pelapor."),
    )  # fmt: skip
    agency = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Instansi"), empty_label=_("Pilih instansi")
    )
    category = forms.CharField(label=_("Jenis"), required=False, max_length=100)
    priority = forms.ChoiceField(label=_("Prioritas"), choices=Priority.choices)
    due = MomentField(
        label=_("Tenggat"), required=False, help_text=_("Kosong: tenggat biasa menurut pengaturan.")
    )
    field_order = (
        "source", "reference", "title", "text", "category", "village", "address", "agency",
        "priority", "due", "before", "lon", "lat",
    )  # fmt: skip

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        agencies = Agency.objects.filter(active=True)
        if not user.has_role("administrator"):
            agencies = agencies.filter(pk__in=user.reach())
        among(self, "agency", agencies)
        self.fields["agency"].initial = user.agency_id

    def order(self) -> Order:
        data = self.cleaned_data
        more = {name: data[name] for name in ("reference", "category", "priority", "due")}
        return self._order(data["agency"], Source(data["source"]), **more)
