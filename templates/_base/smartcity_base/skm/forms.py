"""The questions, and what results are narrowed by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smartcity_base.fields import among, offer
from smartcity_base.filters import Filter
from smartcity_base.models import Agency, SurveyAnswer
from smartcity_base.models.survey import Age, Education, Gender, Work
from smartcity_base.skm.elements import ELEMENTS
from smartcity_base.skm.results import PROFILE

_CHOICES = {"age": Age, "gender": Gender, "education": Education, "work": Work}


class SurveyForm(forms.Form):
    """Nine questions that are all answered, four about the person that need not be."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, element in enumerate(ELEMENTS, 1):
            self.fields[element.field] = forms.TypedChoiceField(
                label=f"{number}. {element.question}",
                choices=list(enumerate(element.answers, 1)),
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("Pilih salah satu jawaban.")},
            )
        for name, label in PROFILE.items():
            self.fields[name] = forms.ChoiceField(
                label=label,
                required=False,
                choices=[("", _("Tidak menjawab")), *_CHOICES[name].choices],
            )


class ResultsFilter(Filter):
    """Which period, agency and service. Without a year: this one."""

    tahun = forms.TypedChoiceField(label=_("Tahun"), required=False, coerce=int)
    triwulan = forms.TypedChoiceField(
        label=_("Triwulan"),
        required=False,
        coerce=int,
        choices=[("", _("Sepanjang tahun")), (1, "I"), (2, "II"), (3, "III"), (4, "IV")],
    )
    instansi = forms.ModelChoiceField(
        label=_("Instansi"), required=False, queryset=Agency.objects.none(),
        empty_label=_("Semua instansi"),
    )  # fmt: skip
    layanan = forms.ChoiceField(label=_("Layanan"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this_year = timezone.localdate().year
        first = SurveyAnswer.objects.aggregate(Min("day"))["day__min"]
        years = range(this_year, (first.year if first else this_year) - 1, -1)
        offer(self, "tahun", ((year, year) for year in years))
        judged = SurveyAnswer.objects.order_by().values("agency").distinct()
        among(self, "instansi", Agency.objects.filter(pk__in=judged))
        names = SurveyAnswer.objects.order_by("service").values_list("service", flat=True)
        known = ((name, name) for name in names.distinct())
        offer(self, "layanan", [("", _("Semua layanan")), *known])
