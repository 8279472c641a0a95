"""What the two lists may be narrowed by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from smartcity_base.config import config
from smartcity_base.fields import offer
from smartcity_base.filters import Filter
from smartcity_base.notices import Kind


def _apps(known: list[str]) -> list[tuple[str, str]]:
    """The apps that have told this person something, by title; one that left keeps its name."""
    titles = {app.name: app.title for app in config().apps}
    return sorted((name, titles.get(name, name.upper())) for name in known)


class _ByApp(Filter):
    aplikasi = forms.ChoiceField(label=_("Aplikasi"), required=False)

    def __init__(self, data: Any, apps: list[str]) -> None:
        super().__init__(data)
        everything = [("", _("Semua aplikasi"))]
        offer(self, "aplikasi", everything + _apps(apps))


class InboxFilter(_ByApp):
    jenis = forms.ChoiceField(
        label=_("Jenis"), required=False, choices=[("", _("Semua jenis")), *Kind.choices]
    )
    hanya = forms.ChoiceField(
        required=False, choices=[("", ""), ("baru", "")], widget=forms.HiddenInput
    )


class SubmissionFilter(_ByApp):
    keadaan = forms.ChoiceField(
        required=False,
        choices=[("", ""), ("jalan", ""), ("selesai", "")],
        widget=forms.HiddenInput,
    )
    q = forms.CharField(
        label=_("Nomor atau kata"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
