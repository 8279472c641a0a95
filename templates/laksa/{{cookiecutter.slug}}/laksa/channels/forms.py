"""The form of an operator who types what a caller says, also when 112 hands the call over."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartcity_base.models import User

from laksa.channels.models import Arrival, Channel
from laksa.forms.send import ReportForm
from laksa.intake import Sent
from laksa.states import Priority


class CallForm(ReportForm):
    """A report with the caller beside it. The caller's fields are the operators' alone, unless the
    caller agreed to be called by the agency."""

    incident = forms.CharField(
        label=gettext_lazy("Nomor kejadian 112"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    priority = forms.TypedChoiceField(
        label=gettext_lazy("Prioritas"),
        choices=Priority.choices,
        coerce=int,
        required=False,
        empty_value=None,
    )
    may_call = forms.BooleanField(
        label=gettext_lazy("Penelepon bersedia dihubungi langsung oleh instansi"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whoever calls is already talking.
        self.fields["text"].widget.attrs["autofocus"] = True
        # The browser must not offer the operator's own name for the caller's.
        for name in ("name", "phone", "email"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_incident(self) -> str:
        incident: str = self.cleaned_data["incident"].strip()
        known = Arrival.objects.filter(channel=Channel.PHONE, reference=incident)
        if incident and (found := known.select_related("report").first()):
            number = found.report.number if found.report else ""
            raise forms.ValidationError(
                _("Kejadian ini sudah dicatat sebagai laporan %(number)s."),
                params={"number": number},
            )
        return incident

    def sent(self, user: User | None) -> Sent:
        from dataclasses import replace

        return replace(
            super().sent(None),
            channel=Channel.PHONE,
            for_operators=not self.cleaned_data["may_call"],
        )
