"""What a list may be narrowed by (`base/filter.html`). An unknown value narrows nothing."""

from __future__ import annotations

from typing import Any

from django import forms


class Filter(forms.Form):
    """A form sent by GET; every field says `required=False`."""

    def wanted(self) -> dict[str, Any]:
        """The values that were chosen and are known, by the names of their fields."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
