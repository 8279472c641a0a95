"""Form fields of more than one app: photos, a day, and a choice among the region's own tables."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartcity_base.areas import active_districts, active_villages
from smartcity_base.config import config
from smartcity_base.models import District, Village

if TYPE_CHECKING:
    _Upload = UploadedFile[bytes]
    _Choice = forms.ModelChoiceField[Any]
    _Choices = ModelChoiceIterator[Any]
else:  # Django's own classes take no type arguments
    _Upload, _Choice, _Choices = UploadedFile, forms.ModelChoiceField, ModelChoiceIterator


class PhotosInput(forms.ClearableFileInput):
    """Several photos at once; a phone offers its camera."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several uploads, at most as many as the region's `photo_limit`."""

    widget = PhotosInput(attrs={"accept": "image/*"})

    def clean(self, data: Any, initial: Any = None) -> list[_Upload]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if self.required and not files:
            raise forms.ValidationError(_("Pilih fotonya dulu."), code="required")
        limit = config().setting("photo_limit")
        if len(files) > limit:
            raise forms.ValidationError(
                _("Paling banyak %(limit)d foto dalam satu kiriman."), params={"limit": limit}
            )
        return [super(PhotosField, self).clean(file, initial) for file in files]


class KeptChoices(_Choices):
    """The rows of a kept table, which are not asked for again."""

    field: "KeptChoiceField"

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        yield from map(self.choice, self.field.known().values())


class KeptChoiceField(_Choice):
    """A choice among the rows of a table that each process keeps (`smartcity_base.kept`).

    `known` gives the rows by their keys; `rows` is what is asked where it does not know a key.
    """

    iterator = KeptChoices

    def __init__(self, known: Callable[[], Mapping[str, Any]], rows: Any, **options: Any) -> None:
        self.known = known
        super().__init__(rows, **options)

    def to_python(self, value: Any) -> Any:
        known = self.known().get(value) if isinstance(value, str) else None
        return known or super().to_python(value)


class DistrictField(KeptChoiceField):
    """A kecamatan of the region."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Kecamatan"))
        super().__init__(active_districts, District.objects.filter(active=True), **options)


class ByDistrict(KeptChoices):
    """Villages in a group for each district: one list that needs no JavaScript to be short."""

    def __iter__(self) -> Iterator[Any]:
        yield ("", self.field.empty_label)
        groups: dict[str, list[Any]] = {}
        villages = self.field.known().values()
        for village in sorted(villages, key=lambda one: (one.district.name, one.name)):
            groups.setdefault(village.district.name, []).append(self.choice(village))
        yield from groups.items()


class VillageField(KeptChoiceField):
    """A kelurahan or desa of the region."""

    iterator = ByDistrict

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Kelurahan/desa"))
        options.setdefault("empty_label", gettext_lazy("Pilih kelurahan/desa"))
        villages = Village.objects.filter(active=True)
        super().__init__(active_villages, villages, required=False, **options)


class DayField(forms.DateField):
    """A day, with the picker of the phone or the browser."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def among(form: forms.BaseForm, name: str, rows: Any) -> None:
    """Let a field of `form` choose among `rows` alone."""
    # Only fields that choose among rows are named here; Django types them all as `Field`.
    form.fields[name].queryset = rows  # type: ignore[attr-defined]


def offer(form: forms.BaseForm, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Let a field of `form` choose among these: value and words, or a group and its pairs."""
    # Only fields that have choices are named here; Django types them all as `Field`.
    form.fields[name].choices = list(choices)  # type: ignore[attr-defined]
