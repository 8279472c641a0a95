"""The arguments of POST requests, checked by the form that checks those of citizens."""

import re
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from smartcity_base.models import Village

from laksa.forms.send import ReportForm
from laksa.models import Question
from laksa.open311.render import Fault
from laksa.questions.forms import PREFIX

# Argument of the specification -> field of the form.
ARGUMENTS = {
    "service_code": "category",
    "description": "text",
    "lat": "lat",
    "long": "lon",
    "address_string": "address",
    "address_id": "village",
    "email": "email",
    "phone": "phone",
}
_FIELDS = {field: argument for argument, field in ARGUMENTS.items()} | {"photos": "media"}
_ATTRIBUTE = re.compile(r"attribute\[([^\[\]]+)\](?:\[\])?")


class PostForm(ReportForm):
    """A POST request: description and place are asked for as the specification does.

    `media_url` is fetched later; `device_id` is read by nobody here and therefore not kept.
    """

    media_url = forms.URLField(required=False, max_length=500, assume_scheme="https")

    def __init__(self, post: QueryDict, files: "MultiValueDict[str, Any]") -> None:
        data = QueryDict(mutable=True)
        for argument, name in ARGUMENTS.items():
            data[name] = post.get(argument, "").strip()
        names = (post.get("first_name", "").strip(), post.get("last_name", "").strip())
        data["name"] = " ".join(filter(None, names))
        data["media_url"] = post.get("media_url", "").strip()
        self.unknown = _attributes(post, data)
        uploads = [file for name in files for file in files.getlist(name)]
        super().__init__(data, MultiValueDict({"photos": uploads} if uploads else {}))
        # The words, and not the form, name the report again: the token does.
        del self.fields["submission"]
        self.fields["text"] = forms.CharField(required=False, max_length=4000)
        self.fields["address"] = forms.CharField(required=False, max_length=200)

    def needs_village(self, data: dict[str, Any]) -> bool:
        """An address alone is a full location; an officer finds out which village it is in."""
        return not data.get("address") and not self.errors.keys() & {"lat", "lon", "address"}

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if ("lat" in given and "lon" in given) and (given["lat"] is None) != (given["lon"] is None):
            self.add_error("lat", _("lat dan long harus dikirim berdua."))
        guessed = False
        if given.get("village") is None and given.get("lon") is None:
            given["village"] = village_in(given.get("address", ""))
            guessed = given["village"] is not None
        data = super().clean()
        if guessed:
            data["village_confirmed"] = False
        if not data.get("text") and data.get("category"):
            data["text"] = data["category"].name
        for code in self.unknown:
            self.add_error(None, _("attribute[%(code)s] tidak dikenal.") % {"code": code})
        return data

    def fault(self) -> Fault:
        """Everything that is wrong, each with the name of its argument."""
        codes = {PREFIX + question.id: question.code for question in self.asked}
        told = []
        for name, errors in self.errors.items():
            messages = [str(error) for error in errors]
            argument = f"attribute[{codes[name]}]" if name in codes else _FIELDS.get(name, name)
            if name == "village" and not self.data["village"]:
                argument = "lat, long"
                if not self.data["lat"]:
                    messages = [_("kirim lat dan long, address_string, atau address_id.")]
            for message in messages:
                told.append(message if name == "__all__" else f"{argument}: {message}")
        return Fault(400, *told)


def village_in(address: str) -> Village | None:
    """The village that an address names, when it names exactly one of the region."""
    words = f" {re.sub(r'[^a-z0-9]+', ' ', address.lower())} "
    found = [
        village
        for village in Village.objects.filter(active=True)
        if f" {re.sub(r'[^a-z0-9]+', ' ', village.name.lower())} " in words
    ]
    return found[0] if len(found) == 1 else None


def _attributes(post: QueryDict, data: QueryDict) -> list[str]:
    """Copy `attribute[code]` and `attribute[code][]` to the form; answers the unknown codes.

    What was asked until lately is dropped: a client may not have read the services again yet.
    """
    category = str(data["category"])
    known = dict(Question.objects.filter(category=category).values_list("code", "active"))
    unknown = []
    for name in post:
        match = _ATTRIBUTE.fullmatch(name)
        if match is None:
            continue
        code = match[1]
        if known.get(code):
            given = [value.strip() for value in post.getlist(name) if value.strip()]
            data.setlist(f"{PREFIX}{category}.{code}", given)
        elif code not in known:
            unknown.append(code)
    return unknown
