"""One form for each action, made of what the table says the action needs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from smartcity_base.fields import PhotosField, VillageField
from smartcity_base.models import User

from sigap import materials, people
from sigap.forms.fields import MomentField
from sigap.models import Photo, Priority, Task
from sigap.states import Action, Actor, Need, find
from sigap.work import Deed, Place

# What the words of an action are for: who reads them decides how they are written.
WORDS = {
    Action.ARRIVE: _("Di mana Anda? (bila lokasi ponsel tidak ditemukan)"),
    Action.RECORD: _("Apa yang dikerjakan"),
    Action.FINISH: _("Apa yang sudah dikerjakan"),
    Action.REFUSE: _("Mengapa tidak dapat dikerjakan?"),
    Action.HAND_OVER: _("Mengapa diserahkan?"),
    Action.RETURN: _("Apa yang harus diperbaiki?"),
    Action.CANCEL: _("Mengapa dibatalkan?"),
    Action.NOTE: _("Catatan (hanya dibaca petugas)"),
    Action.ASSIGN: _("Petunjuk untuk petugas"),
}
DO = {
    Action.ASSIGN: _("Tugaskan"),
    Action.ACCEPT: _("Terima tugas"),
    Action.REFUSE: _("Tolak"),
    Action.ARRIVE: _("Saya sudah tiba"),
    Action.RECORD: _("Catat pekerjaan"),
    Action.FINISH: _("Selesaikan tugas"),
    Action.HAND_OVER: _("Serahkan ke rekan atau tim lain"),
    Action.VERIFY: _("Nyatakan selesai"),
    Action.RETURN: _("Kembalikan ke petugas"),
    Action.CHANGE: _("Perbaiki data tugas"),
    Action.CANCEL: _("Batalkan tugas"),
    Action.NOTE: _("Tulis catatan"),
}
WORDS_WELCOME = frozenset({Action.ARRIVE, Action.RECORD, Action.ASSIGN})
WORK = frozenset({Action.RECORD, Action.FINISH})
MATERIAL_ROWS = 3


class DeedForm(forms.Form):
    """What an action needs, and no more. `deed()` is what `work.perform` takes.

    Uploads are cleaned by the view, between the form and the deed.
    """

    def __init__(
        self, task: Task, action: Action, actor: Actor, user: User, data: Any, files: Any
    ) -> None:
        super().__init__(data, files, prefix=action.value)
        self.task, self.action, self.actor = task, action, actor
        self.label = DO[action]
        row = find(action, task.state, actor)
        self.needs = row.needs if row else frozenset()
        if Need.ASSIGNEE in self.needs:
            mine = user if action == Action.HAND_OVER else None
            found = people.choices(task, without=mine)
            self.fields["to"] = forms.ChoiceField(
                label=_("Tim atau petugas"),
                choices=[
                    ("", _("Pilih tim atau petugas")),
                    *[(one.key, _shown(one)) for one in found],
                ],
                help_text=""
                if found
                else _("Belum ada tim atau petugas. Petugas muncul setelah sekali masuk ke SIGAP."),
            )
        if Need.CHANGE in self.needs:
            self._ask_for_changes()
        elif Need.TEXT in self.needs or action in WORDS_WELCOME:
            self.fields["text"] = forms.CharField(
                label=WORDS[action],
                required=Need.TEXT in self.needs,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        if action == Action.ARRIVE:
            for name in ("lon", "lat", "accuracy"):
                self.fields[name] = forms.FloatField(required=False, widget=forms.HiddenInput)
        if action in WORK:
            self._ask_for_work()

    def _ask_for_work(self) -> None:
        self.fields["before"] = PhotosField(label=_("Foto sebelum"), required=False)
        self.fields["after"] = PhotosField(label=_("Foto sesudah"), required=False)
        for n in range(1, MATERIAL_ROWS + 1):
            self.fields[f"material_{n}"] = forms.CharField(
                label=_("Bahan %(n)d") % {"n": n}, required=False, max_length=80
            )
            self.fields[f"amount_{n}"] = forms.CharField(
                label=_("Jumlah"), required=False, max_length=12,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )  # fmt: skip
            self.fields[f"unit_{n}"] = forms.ChoiceField(
                label=_("Satuan"),
                required=False,
                choices=[(unit, unit) for unit in materials.UNITS],
            )

    def _ask_for_changes(self) -> None:
        task = self.task
        self.fields |= {
            "title": forms.CharField(label=_("Judul"), max_length=120, initial=task.title),
            "text": forms.CharField(
                label=_("Uraian"),
                required=False,
                initial=task.text,
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 3}),
            ),
            "village": VillageField(initial=task.village_id),
            "address": forms.CharField(
                label=_("Patokan atau alamat"), required=False, max_length=200, initial=task.address
            ),
            "priority": forms.ChoiceField(
                label=_("Prioritas"), choices=Priority.choices, initial=task.priority
            ),
            "due": MomentField(label=_("Tenggat"), required=False, initial=task.due),
            **{
                name: forms.FloatField(
                    required=False, widget=forms.HiddenInput, initial=getattr(task, name)
                )
                for name in ("lon", "lat")
            },
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.action in WORK:
            try:
                data["materials"] = materials.clean(
                    {name: data.get(f"{key}_{n}") for key, name in
                     (("material", "name"), ("amount", "amount"), ("unit", "unit"))}
                    for n in range(1, MATERIAL_ROWS + 1)
                )  # fmt: skip
            except ValueError as fault:
                self.add_error("material_1", str(fault))
        return data

    def deed(self, photos: list[Photo]) -> Deed:
        data = self.cleaned_data
        if self.action == Action.CHANGE:
            return Deed(changes=self._changes())
        team, officer = people.assignee(self.task, data["to"]) if data.get("to") else (None, None)
        return Deed(
            text=data.get("text", ""),
            place=self._place(),
            team=team,
            officer=officer,
            materials=data.get("materials", ()),
            photos=photos,
        )

    def _place(self) -> Place | None:
        lon, lat = self.cleaned_data.get("lon"), self.cleaned_data.get("lat")
        if lon is None or lat is None:
            return None
        return Place(lon, lat, self.cleaned_data.get("accuracy"))

    def _changes(self) -> dict[str, Any]:
        data = self.cleaned_data
        village = data["village"]
        plain = {
            name: data[name] for name in ("title", "text", "address", "priority", "lon", "lat")
        }
        due = data["due"] or self.task.due
        return {**plain, "village_id": village.pk if village else None, "due": due}


def _shown(choice: people.Choice) -> str:
    return f"{choice.label} ({choice.note})" if choice.note else choice.label
