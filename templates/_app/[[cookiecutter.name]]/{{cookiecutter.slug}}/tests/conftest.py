"""The cast, the sample region, and an item."""

from collections.abc import Callable
from typing import Any

import pytest

from smartcity_base.models import Agency, Village
from smartcity_base.testing.cast import Casting, Person, user_of

from [[ cookiecutter.name ]] import work
from [[ cookiecutter.name ]].models import Item[[ ", Kind" if cookiecutter.table else "" ]]

pytest_plugins = ["smartcity_base.testing.cast"]

ROADS = "dinas-pekerjaan-umum"
Making = Callable[..., Item]


@pytest.fixture
def outsider(region: None, person: Casting) -> Person:
    """An officer of another agency."""
    return person("Orang Luar", roles=["officer"], agency="dinas-lingkungan-hidup")


@pytest.fixture
def made(officer: Person) -> Making:
    """made(title=…) -> an item as an officer has noted it."""

    def make(**changes: Any) -> Item:
        usual = {
            "title": "Butir pertama",
            "text": "Keterangan",
[% if cookiecutter.table %]
            "kind": Kind.objects.get(pk="satu"),
[% endif %]
            "agency": Agency.objects.get(pk=ROADS),
            "village": Village.objects.get(pk="99.71.01.1001"),
        }
        return work.save(Item(**usual | changes), user_of(officer))

    return make
