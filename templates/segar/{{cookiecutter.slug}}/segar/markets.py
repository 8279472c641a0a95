"""The markets, and who may do what in them."""

from django.db.models import QuerySet

from smartcity_base.models import Place, PlaceKind, User

ENTERS = ("surveyor", "administrator")
DECIDES = ("approver", "administrator")
STAFF = ("surveyor", "approver", "administrator")


def markets() -> QuerySet[Place]:
    return Place.objects.filter(active=True, kind=PlaceKind.MARKET)


def markets_of(user: User) -> QuerySet[Place]:
    """Where this person writes down prices: where they are on duty, or everywhere."""
    if user.has_role("administrator"):
        return markets()
    return markets().filter(pk__in=user.market_duties.values("market"))
