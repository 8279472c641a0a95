"""What the public figures may be narrowed by; as in the other filters, nonsense narrows nothing."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smartcity_base.fields import DistrictField, offer
from smartcity_base.filters import Filter
from smartcity_base.models import Agency

from laksa.models import Measure
from laksa.reference import CategoryField

USUAL = "365"
SPANS = {"30": _("30 hari terakhir"), "90": _("90 hari terakhir"), "365": _("Setahun terakhir")}
EVER = "semua"


class FigureFilter(Filter):
    """`wanted()` names only what was chosen; `span()` is the period, both days included."""

    period = forms.ChoiceField(label=_("Waktu"), required=False)
    agency = forms.ModelChoiceField(
        Agency.objects.filter(active=True),
        label=_("Instansi"),
        required=False,
        empty_label=_("Semua instansi"),
    )
    district = DistrictField(required=False, empty_label=_("Semua kecamatan"))
    category = CategoryField(label=_("Jenis"), required=False, empty_label=_("Semua jenis"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = timezone.localdate()
        first = Measure.objects.filter(public=True).aggregate(Min("day"))["day__min"] or self.today
        years = [str(year) for year in range(self.today.year, first.year - 1, -1)]
        chosen = [*SPANS.items(), *((year, year) for year in years), (EVER, _("Sejak awal"))]
        offer(self, "period", chosen)
        self.initial.setdefault("period", USUAL)

    def span(self) -> tuple[date | None, date]:
        """From (None: from the beginning) and until."""
        period = self.wanted().get("period", USUAL)
        if period == EVER:
            return None, self.today
        if period in SPANS:
            return self.today - timedelta(int(period) - 1), self.today
        year = int(period)
        return date(year, 1, 1), min(date(year, 12, 31), self.today)
