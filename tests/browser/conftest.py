"""The places of these tests: two regions, adopted once and embedded side by side."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.adopt.region import Region
from tests.browser.fixtures import *  # noqa: F403
from tests.browser.place import Embedded, Place

# All who report in these tests have one address.
MANY_REPORTS = "  laksa:\n    settings:\n      reports_per_hour: 1000\n"


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All in one process: the regions are adopted once."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def gorontalo(driver: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedded]:
    """After `driver`: nothing is adopted where no browser is."""
    region = Region.copied("kota-gorontalo", tmp_path_factory.mktemp("operator"))
    region.edit("  laksa:\n", MANY_REPORTS)
    yield from lent(Embedded.adopted(region))


@pytest.fixture(scope="session")
def tangerang(gorontalo: Embedded) -> Iterator[Embedded]:
    yield from lent(Embedded.beside(gorontalo, "kota-tangerang"))


@pytest.fixture(scope="session")
def place(gorontalo: Embedded) -> Place:
    return gorontalo.place()


def lent(embedded: Embedded) -> Iterator[Embedded]:
    yield embedded
    embedded.region.smartcity("stop")
