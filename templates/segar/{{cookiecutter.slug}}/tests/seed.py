"""Prices that the API can show, for who tries it against the running app."""

from django.utils import timezone

from smartcity_base.models import Place, PlaceKind, User

from segar import work
from segar.models import Commodity
from segar.work import Entry


def seed() -> dict[str, str]:
    """What stands for the parameters of the API's addresses: none has any."""
    about = {"name": "Pasar Uji", "kind": PlaceKind.MARKET}
    market, _ = Place.objects.get_or_create(pk="pasar-uji", defaults=about)
    people = [User.objects.create_user(f"{name}@example.org") for name in ("catat", "setuju")]
    prices = {one.pk: Entry(14_000, traders=3) for one in Commodity.objects.all()[:5]}
    sheet = work.send(people[0], market, timezone.localdate(), prices)
    work.approve(people[1], sheet)
    return {}
