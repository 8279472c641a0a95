"""Which kinds of news reach a person by which way: a table of boxes to tick."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from smartcity_base.models import User
from smartcity_base.notices import Kind

from live.reach.models import Way
from live.reach.plan import wishes


class WishesForm(forms.Form):
    """A field `<kind>` for each kind, with the ways that there are."""

    def __init__(self, *args: Any, user: User, ways: list[Way], **kwargs: Any) -> None:
        now = wishes(user)
        kwargs["initial"] = {kind.value: [way.value for way in now[kind]] for kind in Kind}
        super().__init__(*args, **kwargs)
        self.now, self.ways = now, ways
        for kind in Kind:
            if kind == Kind.DUTY and not user.assignments.exists():
                continue  # only officers have duties
            self.fields[kind.value] = forms.MultipleChoiceField(
                label=kind.label,
                required=False,
                choices=[(way.value, way.label) for way in ways],
                widget=forms.CheckboxSelectMultiple,
            )

    def wanted(self) -> dict[str, list[str]]:
        """Kind -> ways. What was not asked about stays as it was."""
        offered = set(self.ways)
        return {
            kind.value: sorted(
                (set(self.cleaned_data[kind.value]) | (set(self.now[kind]) - offered))
                if kind.value in self.fields
                else self.now[kind]
            )
            for kind in Kind
        }


class NumberForm(forms.Form):
    number = forms.CharField(
        label=_("Nomor ponsel"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Kode 6 angka dari pesan itu"),
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
