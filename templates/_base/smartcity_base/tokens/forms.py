"""A token for somebody else's program."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartcity_base.fields import DayField, offer
from smartcity_base.models import ApiToken
from smartcity_base.tokens.keys import scopes

A_YEAR = timedelta(days=365)


class TokenForm(forms.ModelForm[ApiToken]):
    """Who answers for the program, what it may do, until when, and how often."""

    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("Hak"), widget=forms.CheckboxSelectMultiple
    )
    expires_on = DayField(
        label=gettext_lazy("Berlaku sampai"),
        required=False,
        help_text=gettext_lazy("Kosong berarti sampai dicabut. Sebaiknya paling lama setahun."),
    )
    per_hour = forms.IntegerField(
        label=gettext_lazy("Permintaan paling banyak per jam"),
        min_value=1,
        max_value=100_000,
        initial=300,
    )

    class Meta:
        model = ApiToken
        fields = ("name", "contact", "scopes", "expires_on", "per_hour")
        labels = {
            "name": gettext_lazy("Nama aplikasi"),
            "contact": gettext_lazy("Surel penanggung jawab"),
        }
        error_messages = {
            "name": {"unique": gettext_lazy("Sudah ada aplikasi dengan nama ini. Pakai nama lain.")}
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(name, about["title"]) for name, about in scopes().items()]
        offer(self, "scopes", known)
        if len(known) == 1:
            self.initial.setdefault("scopes", [known[0][0]])
        self.initial.setdefault("expires_on", timezone.localdate() + A_YEAR)

    def clean_expires_on(self) -> Any:
        until = self.cleaned_data["expires_on"]
        if until and until < timezone.localdate():
            raise forms.ValidationError(_("Hari itu sudah lewat."))
        return until
