"""Which agency a report goes to: that of its category, unless its district has another one."""

from smartcity_base.models import Village

from laksa import reference
from laksa.models import Category


def agency_for(category: Category, village: Village | None) -> str:
    """The agency's id. `village`: where it is, if a person has said so; a guess sends nobody out.

    A district's own agency (a UPTD, a kecamatan) would be the wrong one on the wrong side of a
    border, and the category's agency is never quite wrong.
    """
    if village is not None:
        own = reference.routes().get((category.pk, village.district_id))
        if own is not None:
            return own
    return category.agency_id
