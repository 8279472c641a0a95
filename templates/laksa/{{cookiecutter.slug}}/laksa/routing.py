"""Which agency a report goes to: that of its category, unless its district has another one."""

from smartcity_base.models import Village

from laksa.models import Category, Route


def agency_for(category: Category, village: Village | None) -> str:
    """The agency's id. `village`: where it is, if a person has said so; a guess sends nobody out.

    A district's own agency (a UPTD, a kecamatan) would be the wrong one on the wrong side of a
    border, and the category's agency is never quite wrong.
    """
    if village is not None:
        own = Route.objects.filter(active=True, category=category, district=village.district_id)
        if (route := own.first()) is not None:
            return route.agency_id
    return category.agency_id
