"""Days and hours, with the picker of the phone or the browser."""

from typing import Any

from django import forms


class MomentField(forms.DateTimeField):
    """A day and an hour in the region's time."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class HourField(forms.TimeField):
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def among(form: forms.BaseForm, name: str, rows: Any) -> None:
    """Let a field of `form` choose among `rows` alone."""
    form.fields[name].queryset = rows  # type: ignore[attr-defined]
