"""One action for many reports of the queue: only what can be judged without opening each."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartcity_base.models import Agency

from laksa.states import Action, Priority
from laksa.work import Deed

# Closing needs a proof of its own and refusing its own reason, so neither is here.
AT_ONCE = (Action.VERIFY, Action.ACCEPT, Action.FORWARD, Action.PRIORITISE)
MOST = 100


class BulkForm(forms.Form):
    """`numbers()` and `deed()` are what the view does."""

    action = forms.ChoiceField(choices=[(action.value, action.label) for action in AT_ONCE])
    agency = forms.ModelChoiceField(
        Agency.objects.filter(active=True),
        label=gettext_lazy("Instansi tujuan"),
        required=False,
        empty_label=gettext_lazy("Pilih instansi"),
    )
    text = forms.CharField(
        label=gettext_lazy("Alasan (hanya dibaca petugas)"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    priority = forms.TypedChoiceField(
        label=gettext_lazy("Prioritas"),
        choices=Priority.choices,
        coerce=int,
        required=False,
        empty_value=None,
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.ticked = data.getlist("nomor") if data is not None else []

    def numbers(self) -> list[str]:
        """The reports that were ticked, each once."""
        return list(dict.fromkeys(self.ticked))[:MOST]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.ticked:
            raise forms.ValidationError(_("Centang dulu laporan yang dimaksud."))
        if data.get("action") == Action.FORWARD and not (data.get("agency") and data.get("text")):
            raise forms.ValidationError(_("Untuk meneruskan, pilih instansi dan tulis alasannya."))
        return data

    def deed(self) -> Deed:
        data = self.cleaned_data
        match Action(data["action"]):
            case Action.FORWARD:
                return Deed(agency=data["agency"], text=data["text"])
            case Action.PRIORITISE:
                return Deed(priority=data["priority"])
            case _:
                return Deed()
