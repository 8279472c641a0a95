"""A task that the API can show, for who tries it against the running app."""

from smartcity_base.models import Agency

from sigap import work
from sigap.models import Source
from sigap.states import Actor
from sigap.work import Order


def seed() -> dict[str, str]:
    """What stands for the parameters of the API's addresses."""
    agency = Agency.objects.filter(active=True)[0]
    order = Order("Tutup saluran pecah", agency, Source.LAKSA, reference="LKS-26-000001")
    return {"reference": work.create(order, Actor.RULE).reference}
