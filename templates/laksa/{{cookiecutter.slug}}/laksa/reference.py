"""The region's own tables as LAKSA looks things up in them; see smartcity_base.kept."""

from typing import Any

from smartcity_base.fields import KeptChoiceField
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


class CategoryField(KeptChoiceField):
    """A choice of one active category."""

    def __init__(self, **options: Any) -> None:
        super().__init__(categories, Category.objects.filter(active=True), **options)
