"""What the renderer writes itself is what Django's templates would have written."""

from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html
from django.utils.safestring import SafeString

from smartcity_base.forms import Renderer

ROWS = [
    ("", "Pilih <satu>"),
    ("Kecamatan & kota", [("1", "Satu"), ("2", 'Du"a')]),
    (None, "Tiada"),
    (3, "Tiga"),
]


def test_a_list_to_choose_from_is_written_as_django_writes_it() -> None:
    for widget in (forms.Select(choices=ROWS), forms.SelectMultiple(choices=ROWS)):
        for value in (None, "", "2", 3, ["1", "3"]):
            attributes = {"id": "id_x", "required": True, "hidden": False, "data-a": "<&>"}
            ours = widget.render("x", value, attributes, renderer=Renderer())
            theirs = widget.render("x", value, attributes, renderer=DjangoTemplates())
            assert parse_html(ours) == parse_html(theirs)


def test_a_line_to_type_in_is_written_as_django_writes_it() -> None:
    kinds = (
        forms.TextInput, forms.EmailInput, forms.URLInput, forms.NumberInput, forms.PasswordInput,
        forms.HiddenInput, forms.DateInput, forms.TimeInput, forms.DateTimeInput, forms.FileInput,
        forms.CheckboxInput,
    )  # fmt: skip
    attributes = {"id": "id_x", "required": True, "hidden": False, "placeholder": 'a"<&>'}
    for kind in kinds:
        for value in (None, "", 0, "2", '"><script>', True):
            widget = kind()
            ours = widget.render("x", value, attributes, renderer=Renderer())
            theirs = widget.render("x", value, attributes, renderer=DjangoTemplates())
            assert parse_html(ours) == parse_html(theirs)
            assert isinstance(ours, SafeString)
