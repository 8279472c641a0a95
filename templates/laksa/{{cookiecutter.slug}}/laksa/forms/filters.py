"""What a person may narrow a list by. An unknown value narrows nothing and is not an error."""

from django import forms
from django.utils.translation import gettext_lazy as _

from smartcity_base.fields import DistrictField
from smartcity_base.filters import Filter
from smartcity_base.models import Agency

from laksa.reference import CategoryField
from laksa.states import Priority, State

PERIODS = [
    ("", _("Kapan saja")),
    ("7", _("7 hari terakhir")),
    ("30", _("30 hari terakhir")),
    ("90", _("90 hari terakhir")),
    ("365", _("Setahun terakhir")),
]


TABS = ("open", "soon", "late", "appeal")


class _Filter(Filter):
    """`wanted()` is what `queries.public` and `queries.queue` take."""

    q = forms.CharField(label=_("Kata atau nomor"), required=False, max_length=100)
    category = CategoryField(label=_("Jenis"), required=False, empty_label=_("Semua jenis"))
    district = DistrictField(required=False, empty_label=_("Semua kecamatan"))


class PublicFilter(_Filter):
    """The public list and map."""

    state = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("Semua status")), *State.choices]
    )
    days = forms.ChoiceField(label=_("Waktu"), required=False, choices=PERIODS)


class QueueFilter(_Filter):
    """The officers' queue; only an operator sees more than one agency to choose from."""

    state = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("Semua yang terbuka")), *State.choices]
    )
    priority = forms.TypedChoiceField(
        label=_("Prioritas"),
        required=False,
        choices=[("", _("Semua prioritas")), *reversed(Priority.choices)],
    )
    agency = forms.ModelChoiceField(
        Agency.objects.filter(active=True),
        label=_("Instansi"),
        required=False,
        empty_label=_("Semua instansi"),
    )
    # A tab beside those of the states: late, soon, appeal, or open.
    tab = forms.ChoiceField(
        widget=forms.HiddenInput, required=False, choices=[(name, name) for name in TABS]
    )
