"""The questions of the categories as fields of a form, and their answers as they are kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from laksa import reference
from laksa.models import Category
from laksa.questions.models import Kind, Question

# Question id -> the answers to it; more than one only for `multivaluelist`.
Answers = dict[str, list[str]]
PREFIX = "tanya-"


@dataclass(frozen=True)
class Part:
    """One question on the page; without a field it is only to be read."""

    question: Question
    field: forms.BoundField | None


@dataclass(frozen=True)
class Group:
    """What one category asks."""

    category: Category
    parts: list[Part]


class AsksQuestions(forms.Form):
    """A form with a `category` that asks what the chosen category wants to know.

    The fields of all categories are there, because the page may change the category without the
    server; only those of the chosen one are looked at.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = reference.questions()
        for question in self.asked:
            if question.asks:
                self.fields[PREFIX + question.id] = _field(question)
        # Faults are told in the order of the page.
        self.order_fields(["category", *(PREFIX + question.id for question in self.asked)])

    def question_groups(self) -> list[Group]:
        groups: dict[str, Group] = {}
        for question in self.asked:
            group = groups.setdefault(question.category_id, Group(question.category, []))
            field = self[PREFIX + question.id] if question.asks else None
            group.parts.append(Part(question, field))
        return list(groups.values())

    def chosen_category(self) -> str:
        """The category as it stands in the form, right or wrong; empty: none yet."""
        return str(self["category"].value() or "")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        category = data.get("category")
        answers: Answers = {}
        for question in self.asked:
            name = PREFIX + question.id
            if not question.asks or category is None or question.category_id != category.pk:
                self.errors.pop(name, None)  # nobody sees it, so nobody could mend it
                continue
            answer = as_kept(data.get(name))
            if answer:
                answers[question.id] = answer
            elif question.required and name not in self.errors:
                self.add_error(name, _("“%(question)s” wajib diisi.") % {"question": question.text})
        data["answers"] = answers
        return data


def as_kept(value: Any) -> list[str]:
    """An answer as JSON has it: words, a number with a point, a moment with its offset."""
    if value is None or value in ("", []):
        return []
    if isinstance(value, list):
        return [str(one) for one in value]
    if isinstance(value, datetime):
        return [timezone.localtime(value).isoformat(timespec="seconds")]
    if isinstance(value, float):
        return [f"{value:.12g}"]
    return [str(value)]


def _field(question: Question) -> forms.Field:
    about: dict[str, Any] = {
        "label": question.text, "help_text": question.help, "required": False,
    }  # fmt: skip
    choices = [(key, name) for key, name in question.values]
    match Kind(question.kind):
        case Kind.NUMBER:
            return forms.FloatField(**about)
        case Kind.DATETIME:
            picker = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
            return forms.DateTimeField(widget=picker, **about)
        case Kind.TEXT:
            return forms.CharField(
                max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), **about
            )
        case Kind.ONE:
            return forms.ChoiceField(choices=[("", _("Pilih")), *choices], **about)
        case Kind.MANY:
            return forms.MultipleChoiceField(
                choices=choices, widget=forms.CheckboxSelectMultiple, **about
            )
        case _:
            return forms.CharField(max_length=200, **about)


@dataclass(frozen=True)
class Told:
    """A question and its answer, as a page shows them."""

    question: str
    answer: str


def told(answers: Answers, questions: Iterable[Question], *, public: bool) -> list[Told]:
    """The answers that this reader may see, in the order of the questions."""
    return [
        Told(question.text, ", ".join(_shown(question, value) for value in answers[question.id]))
        for question in questions
        if question.id in answers and (question.public or not public)
    ]


def _shown(question: Question, value: str) -> str:
    if question.kind != Kind.DATETIME:
        return question.name_of(value)
    from smartcity_base.templatetags.smartcity import waktu

    return waktu(datetime.fromisoformat(value))
