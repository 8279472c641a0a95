"""How every form looks: fields by base/field.html, with the label, help and fault tied together."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    form_template_name = "base/form.html"
    field_template_name = "base/field.html"
