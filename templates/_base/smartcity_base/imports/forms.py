"""The file that is brought in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from smartcity_base.imports.sheet import MOST_BYTES, Line, Unreadable, read


class UploadForm(forms.Form):
    """`lines` after it was valid."""

    file = forms.FileField(
        label=gettext_lazy("Berkas CSV atau XLSX"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
        error_messages={"required": gettext_lazy("Pilih berkasnya dulu.")},
    )

    def __init__(self, most_rows: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most_rows = most_rows
        self.lines: list[Line] = []

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            self.lines = read(file.read(MOST_BYTES + 1), self.most_rows)
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from error
        return file
