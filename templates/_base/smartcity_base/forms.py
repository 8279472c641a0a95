"""How every form looks: fields by base/field.html, with the label, help and fault tied together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

SELECT = "django/forms/widgets/select.html"


class Renderer(TemplatesSetting):
    form_template_name = "base/form.html"
    field_template_name = "base/field.html"

    def render(self, template_name: str, context: Any, request: Any = None) -> str:
        """A list to choose from without a template: Django's takes two more for each option."""
        if template_name == SELECT:
            return select(context["widget"])
        return super().render(template_name, context, request)


def select(widget: Mapping[str, Any]) -> SafeString:
    """The HTML of Django's own template, from the same context: a village's list has hundreds."""
    groups = ((_group(name, rows),) for name, rows, _index in widget["optgroups"])
    return format_html(
        '<select name="{}"{}>\n{}\n</select>',
        widget["name"],
        _attributes(widget["attrs"]),
        format_html_join("\n", "{}", groups),
    )


def _group(name: str | None, rows: list[Mapping[str, Any]]) -> SafeString:
    options = format_html_join(
        "\n",
        '<option value="{}"{}>{}</option>',
        ((str(row["value"]), _attributes(row["attrs"]), row["label"]) for row in rows),
    )
    return format_html('<optgroup label="{}">\n{}\n</optgroup>', name, options) if name else options


def _attributes(attributes: Mapping[str, Any]) -> SafeString:
    return flatatt({**attributes}) if attributes else mark_safe("")
