"""What the public table and the data may be narrowed by."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from smartcity_base.fields import DayField, among, offer
from smartcity_base.filters import Filter
from smartcity_base.models import Place

from segar.markets import markets
from segar.models import Commodity


class BoardFilter(Filter):
    q = forms.CharField(label=_("Nama bahan"), required=False, max_length=100)
    market = forms.ModelChoiceField(
        Place.objects.none(),
        label=_("Pasar"),
        required=False,
        empty_label=_("Rata-rata semua pasar"),
    )
    group = forms.ChoiceField(label=_("Kelompok"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        among(self, "market", markets())
        groups = Commodity.objects.filter(active=True).values_list("group", flat=True)
        chosen = ((name, name) for name in dict.fromkeys(groups))
        offer(self, "group", [("", _("Semua kelompok")), *chosen])


class DataFilter(Filter):
    """Of the files: `since` and `until` are days, both included."""

    market = forms.ModelChoiceField(
        Place.objects.none(), label=_("Pasar"), required=False, empty_label=_("Semua pasar")
    )
    commodity = forms.ModelChoiceField(
        Commodity.objects.all(), label=_("Bahan"), required=False, empty_label=_("Semua bahan")
    )
    since = DayField(label=_("Sejak"), required=False)
    until = DayField(label=_("Sampai"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        among(self, "market", markets())
