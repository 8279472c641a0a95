"""Which items a page shows, and in which order."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from [[ cookiecutter.name ]].models import Item

# What a row of the list names.
NAMES = ([[ '"kind", ' if cookiecutter.table else "" ]]"agency", "village__district")


def public(wanted: Mapping[str, Any]) -> QuerySet[Item]:
    """What everybody may see. `wanted` is the cleaned filter."""
    items = Item.objects.filter(shown=True).select_related(*NAMES)
    if words := wanted.get("q"):
        items = items.filter(Q(title__icontains=words) | Q(text__icontains=words))
[% if cookiecutter.table %]
    if kind := wanted.get("kind"):
        items = items.filter(kind=kind)
[% endif %]
    if district := wanted.get("district"):
        items = items.filter(village__district=district)
    return items
