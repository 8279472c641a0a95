"""What is set for this region, for its administrator: read here, changed in the profile."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from smartcity_base.roles import role_required

from laksa import classes
from laksa.models import Category, Route


@never_cache
@require_safe
@role_required("administrator")
def rules(request: HttpRequest) -> HttpResponse:
    """Deadlines and limits, and which agency receives what."""
    context = {
        "routes": _routes(),
        "categories": [
            (category, classes.name_of(category), classes.days_of(category))
            for category in Category.objects.select_related("agency").filter(active=True)
        ],
    }
    return render(request, "laksa/rules.html", context)


def _routes() -> list[tuple[str, str, list[str]]]:
    """Category, agency, and its districts: one row for all that one agency receives of one kind."""
    found: dict[tuple[str, str], list[str]] = {}
    routes = Route.objects.filter(active=True, category__active=True).order_by(
        "category__order", "agency__name", "district__name"
    )
    for category, agency, district in routes.values_list(
        "category__name", "agency__name", "district__name"
    ):
        found.setdefault((category, agency), []).append(district)
    return [(category, agency, districts) for (category, agency), districts in found.items()]
