"""A template for answers, as the administrator writes it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartcity_base.models import Agency

from laksa.models import AnswerTemplate
from laksa.replies.fill import PLACES, unknown_places
from laksa.replies.models import Purpose


class TemplateForm(forms.ModelForm[AnswerTemplate]):
    class Meta:
        model = AnswerTemplate
        fields = ("purpose", "name", "agency", "text")
        labels = {
            "purpose": gettext_lazy("Untuk"),
            "name": gettext_lazy("Nama templat"),
            "agency": gettext_lazy("Instansi"),
            "text": gettext_lazy("Isi"),
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["agency"] = forms.ModelChoiceField(
            Agency.objects.filter(active=True),
            label=self.fields["agency"].label,
            required=False,
            empty_label=_("Semua instansi"),
        )
        self.fields["purpose"] = forms.ChoiceField(
            label=self.fields["purpose"].label, choices=Purpose.choices
        )
        self.fields["text"].help_text = _("Diisi otomatis: %(places)s.") % {
            "places": ", ".join(f"{{{place}}}" for place in PLACES)
        }

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if unknown := unknown_places(text):
            message = _("%(places)s tidak dikenal dan akan terbaca warga.")
            raise forms.ValidationError(message % {"places": ", ".join(unknown)})
        return text

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        same = {name: data.get(name) for name in ("purpose", "agency", "name")}
        if AnswerTemplate.objects.filter(**same).exclude(pk=self.instance.pk).exists():
            self.add_error("name", _("Sudah ada templat dengan nama ini. Pakai nama lain."))
        return data
