"""An account for somebody else's app."""

from django import forms
from django.utils.translation import gettext_lazy as _

from laksa.open311.models import ApiClient


class ClientForm(forms.ModelForm[ApiClient]):
    """Who answers for the app, and how much it may send."""

    class Meta:
        model = ApiClient
        fields = ("name", "contact", "per_hour")
        labels = {
            "name": _("Nama aplikasi"),
            "contact": _("Surel penanggung jawab"),
            "per_hour": _("Laporan paling banyak per jam"),
        }
        error_messages = {
            "name": {"unique": _("Sudah ada aplikasi dengan nama ini. Pakai nama lain.")},
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        per_hour = forms.IntegerField(
            label=self.fields["per_hour"].label, min_value=1, max_value=100_000, initial=300
        )
        self.fields["per_hour"] = per_hour
