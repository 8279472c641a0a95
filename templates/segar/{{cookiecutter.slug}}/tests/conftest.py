"""The cast, three markets, and prices in them."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from django.utils import timezone

from smartcity_base.models import Place
from smartcity_base.testing.cast import Casting, Person, user_of

from segar import board, work
from segar.models import Duty, Sheet
from segar.work import Entry

pytest_plugins = ["smartcity_base.testing.cast"]

HILL, WIDE, LOW = "pasar-bukit", "pasar-lega", "pasar-hilir"
RICE, CHILLI, EGGS = "beras-medium", "cabai-rawit", "telur"
Pricing = Callable[..., Sheet]


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    """What a process keeps of one database is wrong in the next test's."""
    board._board.cache_clear()
    yield
    board._board.cache_clear()


def ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


@pytest.fixture
def surveyor(region: None, person: Casting) -> Person:
    """On duty in one market."""
    made = person("Pencatat", roles=["surveyor"])
    Duty.objects.create(market_id=HILL, user=user_of(made))
    return made


@pytest.fixture
def approver(region: None, person: Casting) -> Person:
    return person("Penyetuju", roles=["approver"])


@pytest.fixture
def priced(surveyor: Person, approver: Person) -> Pricing:
    """priced(0, {RICE: 14000}, market=WIDE) -> that day's sheet, approved unless told otherwise."""

    def make(days: int, prices: dict[str, int], market: str = HILL, approved: bool = True) -> Sheet:
        entries = {name: Entry(price, traders=3) for name, price in prices.items()}
        place = Place.objects.get(pk=market)
        sheet = work.send(user_of(surveyor), place, ago(days), entries)
        return work.approve(user_of(approver), sheet) if approved else sheet

    return make
