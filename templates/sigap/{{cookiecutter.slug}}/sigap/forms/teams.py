"""Teams and the roster."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from smartcity_base.fields import DayField, among
from smartcity_base.models import Agency, District, User, Village

from sigap.forms.fields import HourField
from sigap.models import Shift, Team


def agencies_of(user: User) -> Any:
    """The agencies whose people this supervisor arranges."""
    found = Agency.objects.filter(active=True)
    if user.has_role("administrator"):
        return found
    return found.filter(pk__in=user.reach())


def officers_in(agencies: Any) -> QuerySet[User]:
    """Field officers who have signed in here at least once."""
    people = User.objects.filter(is_active=True, agency__in=agencies).order_by("name")
    # A role is a word in a list: no database of ours looks into both kinds alike.
    return people.filter(pk__in=[one.pk for one in people if one.has_role("officer")])


class TeamForm(forms.ModelForm[Team]):
    class Meta:
        model = Team
        fields = ("name", "agency", "members", "districts", "villages", "active")
        labels = {
            "name": _("Nama tim"),
            "agency": _("Instansi"),
            "members": _("Anggota"),
            "districts": _("Kecamatan tempat bertugas"),
            "villages": _("Atau kelurahan/desa tertentu"),
            "active": _("Tim ini aktif"),
        }
        widgets = {
            "members": forms.CheckboxSelectMultiple,
            "districts": forms.CheckboxSelectMultiple,
            "villages": forms.SelectMultiple(attrs={"size": 8}),
        }

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = agencies_of(user)
        among(self, "agency", agencies)
        self.fields["agency"].initial = user.agency_id
        among(self, "members", officers_in(agencies))
        self.fields["members"].help_text = _(
            "Petugas muncul di sini setelah sekali masuk ke SIGAP."
        )
        among(self, "districts", District.objects.filter(active=True))
        among(self, "villages", Village.objects.filter(active=True))


class ShiftForm(forms.Form):
    """The same hours for several officers on one day: a roster is written in a minute."""

    day = DayField(label=_("Tanggal"))
    starts = HourField(label=_("Mulai"))
    ends = HourField(label=_("Sampai"))
    team = forms.ModelChoiceField(
        Team.objects.none(),
        label=_("Semua anggota tim"),
        required=False,
        empty_label=_("Tidak memilih tim"),
    )
    officers = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("Petugas"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = agencies_of(user)
        among(self, "team", Team.objects.filter(active=True, agency__in=agencies))
        among(self, "officers", officers_in(agencies))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("team") and not data.get("officers"):
            self.add_error("officers", _("Pilih tim atau petugas."))
        if data.get("starts") and data.get("starts") == data.get("ends"):
            self.add_error("ends", _("Jam selesai sama dengan jam mulai."))
        return data

    def save(self) -> int:
        """Write the shifts, and say how many; one that begins at that hour gets its new end."""
        data = self.cleaned_data
        team: Team | None = data["team"]
        people = {one.pk: one for one in data["officers"]}
        if team is not None:
            people |= {one.pk: one for one in team.members.all() if one.has_role("officer")}
        for one in people.values():
            Shift.objects.update_or_create(
                officer=one, day=data["day"], starts=data["starts"],
                defaults={"ends": data["ends"], "team": team},
            )  # fmt: skip
        return len(people)
