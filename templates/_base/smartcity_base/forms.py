"""How every form looks: fields by base/field.html, with the label, help and fault tied together.

A list to choose from and a line to type in are written here, without a template: Django's takes two
more for each option, and a filter with five fields costs as much as ten rows of its list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.utils.html import conditional_escape as escape
from django.utils.safestring import mark_safe

_FOLDER = "django/forms/widgets"
_LINES = (
    "text", "search", "email", "tel", "url", "number", "date", "time", "datetime", "password",
    "hidden", "checkbox", "file", "color", "input",
)  # fmt: skip


class Renderer(TemplatesSetting):
    form_template_name = "base/form.html"
    field_template_name = "base/field.html"

    def render(self, template_name: str, context: Any, request: Any = None) -> str:
        """The same from the same context as Django's template; all else by the template."""
        if write := WRITTEN.get(template_name):
            # Every value below is escaped where it is put in.
            return mark_safe(write(context["widget"]))  # noqa: S308
        return super().render(template_name, context, request)


def _select(widget: Mapping[str, Any]) -> str:
    groups = "\n".join(_group(name, rows) for name, rows, _index in widget["optgroups"])
    return (
        f'<select name="{escape(widget["name"])}"{_attributes(widget["attrs"])}>\n{groups}\n'
        "</select>"
    )


def _group(name: str | None, rows: Iterable[Mapping[str, Any]]) -> str:
    options = "\n".join(
        f'<option value="{escape(str(row["value"]))}"{_attributes(row["attrs"])}>'
        f"{escape(row['label'])}</option>"
        for row in rows
    )
    return f'<optgroup label="{escape(name)}">\n{options}\n</optgroup>' if name else options


def _line(widget: Mapping[str, Any]) -> str:
    value = widget["value"]
    given = "" if value is None else f' value="{escape(str(value))}"'
    name = f'name="{escape(widget["name"])}"'
    return f'<input type="{escape(widget["type"])}" {name}{given}{_attributes(widget["attrs"])}>'


def _attributes(attributes: Mapping[str, Any]) -> str:
    return "".join(
        f" {name}" if value is True else f' {name}="{escape(str(value))}"'
        for name, value in attributes.items()
        if value is not False
    )


WRITTEN = {f"{_FOLDER}/{kind}.html": _line for kind in _LINES} | {f"{_FOLDER}/select.html": _select}
