"""Days and hours, with the picker of the phone or the browser."""

from django import forms


class MomentField(forms.DateTimeField):
    """A day and an hour in the region's time."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class HourField(forms.TimeField):
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
