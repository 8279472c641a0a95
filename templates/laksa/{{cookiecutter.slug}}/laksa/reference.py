"""The region's own tables as LAKSA looks things up in them; see smartcity_base.kept."""

from typing import TYPE_CHECKING, Any

from django.forms import ModelChoiceField

from smartcity_base.kept import kept

from laksa.models import Category, Question, Route


@kept
def categories() -> dict[str, Category]:
    """The active ones, by id."""
    return {category.pk: category for category in Category.objects.filter(active=True)}


@kept
def questions() -> list[Question]:
    """The active ones, with their categories."""
    return list(Question.objects.filter(active=True).select_related("category"))


@kept
def routes() -> dict[tuple[str, str], str]:
    """Category and district -> the agency that receives these reports instead."""
    found = Route.objects.filter(active=True)
    return {
        (category, district): agency
        for category, district, agency in found.values_list("category", "district", "agency")
    }


if TYPE_CHECKING:
    _Choice = ModelChoiceField[Category]
else:  # Django's own class takes no type arguments
    _Choice = ModelChoiceField


class CategoryField(_Choice):
    """A choice of one active category."""

    def to_python(self, value: Any) -> Any:
        known = categories().get(value) if isinstance(value, str) else None
        return known or super().to_python(value)
