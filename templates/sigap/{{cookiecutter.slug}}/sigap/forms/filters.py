"""What a supervisor may narrow the list by. An unknown value narrows nothing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from smartcity_base.fields import DistrictField, among
from smartcity_base.filters import Filter
from smartcity_base.models import User

from sigap import people
from sigap.models import Source, Team
from sigap.states import State


class OverviewFilter(Filter):
    """`wanted()` is what `queries.overview` takes."""

    q = forms.CharField(label=_("Kata atau nomor"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("Semua yang terbuka")), *State.choices]
    )
    source = forms.ChoiceField(
        label=_("Asal"), required=False, choices=[("", _("Semua asal")), *Source.choices]
    )
    team = forms.ModelChoiceField(
        Team.objects.none(), label=_("Tim"), required=False, empty_label=_("Semua tim")
    )
    district = DistrictField(required=False, empty_label=_("Semua kecamatan"))
    late = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = Team.objects.filter(active=True)
        if not user.has_role("administrator"):
            teams = people.teams_of(user.agency) if user.agency else teams.none()
        among(self, "team", teams)
