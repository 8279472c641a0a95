"""Form fields of more than one app: photos, a day, and a village chosen from its district."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartcity_base.areas import active_villages
from smartcity_base.config import config
from smartcity_base.models import Village

if TYPE_CHECKING:
    _Upload = UploadedFile[bytes]
    _Choice = forms.ModelChoiceField[Village]
    _Groups = ModelChoiceIterator[Village]
else:  # Django's own classes take no type arguments
    _Upload, _Choice, _Groups = UploadedFile, forms.ModelChoiceField, ModelChoiceIterator


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


class ByDistrict(_Groups):
    """Villages in a group for each district: one list that needs no JavaScript to be short."""

    def __iter__(self) -> Any:
        yield ("", self.field.empty_label)
        groups: dict[str, list[Any]] = {}
        for village in self.queryset.select_related("district").order_by("district__name", "name"):
            groups.setdefault(village.district.name, []).append(self.choice(village))
        yield from groups.items()


class VillageField(_Choice):
    """A kelurahan or desa of the region."""

    iterator = ByDistrict

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Kelurahan/desa"))
        options.setdefault("empty_label", gettext_lazy("Pilih kelurahan/desa"))
        super().__init__(Village.objects.filter(active=True), required=False, **options)

    def to_python(self, value: Any) -> Village | None:
        if value in self.empty_values:
            return None
        known = None if isinstance(value, Village) else active_villages().get(str(value))
        return known or super().to_python(value)


class DayField(forms.DateField):
    """A day, with the picker of the phone or the browser."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def among(form: forms.BaseForm, name: str, rows: Any) -> None:
    """Let a field of `form` choose among `rows` alone."""
    # Only fields that choose among rows are named here; Django types them all as `Field`.
    form.fields[name].queryset = rows  # type: ignore[attr-defined]
