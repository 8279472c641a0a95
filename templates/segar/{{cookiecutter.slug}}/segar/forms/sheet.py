"""The sheet a surveyor fills in standing in the market, and what an approver answers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartcity_base.config import config
from smartcity_base.models import Place, User
from smartcity_base.roles import holders

from segar.models import Commodity, Duty, Source
from segar.work import Entry

LEAST, MOST = 100, 10_000_000  # rupiah for one unit of anything on the list


class RupiahField(forms.IntegerField):
    """14500, 14.500 or Rp14.500; a phone shows digits alone."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=LEAST, max_value=MOST, **options)

    def to_python(self, value: Any) -> int | None:
        plain = re.sub(r"^\s*(rp)?|,00\s*$|[.\s]", "", str(value or ""), flags=re.IGNORECASE)
        return super().to_python(plain)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}  # min and max belong to a number input


@dataclass(frozen=True)
class Line:
    """One commodity on the sheet: its field, what it cost before, and the box that confirms."""

    commodity: Commodity
    field: forms.BoundField
    before: int | None
    since: date | None
    confirm: forms.BoundField | None


class SheetForm(forms.Form):
    """All commodities at once. `before`: commodity to (price, day), a hint and never a value."""

    traders = forms.IntegerField(
        label=gettext_lazy("Pedagang yang ditanya untuk tiap bahan"), min_value=1, max_value=50
    )
    source = forms.ChoiceField(label=gettext_lazy("Cara mencatat"), choices=Source.choices)

    def __init__(
        self, commodities: list[Commodity], before: Mapping[str, tuple[int, date]],
        *args: Any, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.commodities, self.before = commodities, before
        self.doubtful: set[str] = set()
        self.initial = {"traders": 3, "source": Source.TRADER, **self.initial}
        for one in commodities:
            self.fields[f"harga-{one.pk}"] = RupiahField(label=str(one), required=False)
            self.fields[f"benar-{one.pk}"] = forms.BooleanField(
                label=_("Harga ini benar"), required=False
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        limit = config().setting("outlier_percent")
        for one in self.commodities:
            name = f"harga-{one.pk}"
            price, (before, _day) = data.get(name), self.before.get(one.pk, (0, None))
            if not price or not before or abs(price - before) * 100 <= limit * before:
                continue
            self.doubtful.add(one.pk)
            if not data.get(f"benar-{one.pk}"):
                percent = round(100 * (price - before) / before)
                told = _("Berubah %(percent)+d%% dari harga sebelumnya. Periksa nolnya; bila "
                         "memang begitu, centang “Harga ini benar”.")  # fmt: skip
                self.add_error(name, told % {"percent": percent})
        if not self.errors and not any(data.get(f"harga-{one.pk}") for one in self.commodities):
            raise forms.ValidationError(_("Isi paling sedikit satu harga."))
        return data

    def groups(self) -> Iterator[tuple[str, list[Line]]]:
        """The lines as the page shows them, by group."""
        for group, ones in groupby(self.commodities, key=lambda one: one.group):
            yield group, [self._line(one) for one in ones]

    def _line(self, one: Commodity) -> Line:
        before, since = self.before.get(one.pk, (None, None))
        asked = one.pk in self.doubtful or bool(self.data.get(f"benar-{one.pk}"))
        confirm = self[f"benar-{one.pk}"] if asked else None
        return Line(one, self[f"harga-{one.pk}"], before, since, confirm)

    def entries(self) -> dict[str, Entry]:
        data = self.cleaned_data
        return {
            one.pk: Entry(data[f"harga-{one.pk}"], data["traders"], data["source"])
            for one in self.commodities
            if data.get(f"harga-{one.pk}")
        }


class ReturnForm(forms.Form):
    text = forms.CharField(label=gettext_lazy("Apa yang harus diperiksa lagi?"), max_length=300)


class CorrectForm(forms.Form):
    price = RupiahField(label=gettext_lazy("Harga yang benar"))
    text = forms.CharField(label=gettext_lazy("Alasan; tampil dalam riwayat"), max_length=300)


class DutyForm(forms.Form):
    """Who writes down the prices of one market."""

    people = forms.MultipleChoiceField(
        label=gettext_lazy("Petugas"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, market: Place, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.market = market
        self.known = {str(user.pk): user for user in holders("surveyor")}
        field = self.fields["people"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  (as it is above)
        field.choices = [(key, user.name) for key, user in self.known.items()]
        now = Duty.objects.filter(market=market).values_list("user", flat=True)
        self.initial["people"] = [str(pk) for pk in now]

    def chosen(self) -> list[User]:
        return [self.known[key] for key in self.cleaned_data["people"]]
