"""What a list is narrowed by, and what an officer fills in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from smartcity_base.fields import VillageField, among
from smartcity_base.filters import Filter
from smartcity_base.models import Agency, District, User

from [[ cookiecutter.name ]].models import Item[[ ", Kind" if cookiecutter.table else "" ]]


class ItemFilter(Filter):
    q = forms.CharField(label=_("Kata"), required=False, max_length=100)
[% if cookiecutter.table %]
    kind = forms.ModelChoiceField(
        Kind.objects.filter(active=True), label=_("Jenis"), required=False,
        empty_label=_("Semua jenis"),
    )  # fmt: skip
[% endif %]
    district = forms.ModelChoiceField(
        District.objects.filter(active=True), label=_("Kecamatan"), required=False,
        empty_label=_("Semua kecamatan"),
    )  # fmt: skip


class ItemForm(forms.ModelForm[Item]):
    village = VillageField()

    class Meta:
        model = Item
        fields = ("title", "text", [[ '"kind", ' if cookiecutter.table else "" ]]"agency", "village", "shown")
        labels = {
            "title": _("Judul"),
            "text": _("Keterangan"),
[% if cookiecutter.table %]
            "kind": _("Jenis"),
[% endif %]
            "agency": _("Instansi"),
            "shown": _("Tampilkan kepada umum"),
        }

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
[% if cookiecutter.table %]
        among(self, "kind", Kind.objects.filter(active=True))
[% endif %]
        agencies = Agency.objects.filter(active=True)
        if not user.has_role("administrator"):
            agencies = agencies.filter(pk__in=user.agency.family() if user.agency else [])
        among(self, "agency", agencies)
        if not self.instance.pk:
            self.fields["agency"].initial = user.agency_id
