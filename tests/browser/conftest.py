"""The places of these tests: two regions, adopted once and embedded side by side."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.browser.fixtures import *  # noqa: F403
from tests.browser.place import Embedded, Place


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All in one process: the regions are adopted once."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def operator(driver: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The operator's home; after `driver`, so that nothing is adopted where no browser is."""
    return tmp_path_factory.mktemp("operator")


@pytest.fixture(scope="session")
def gorontalo(operator: Path) -> Iterator[Embedded]:
    yield from lent("kota-gorontalo", operator)


@pytest.fixture(scope="session")
def tangerang(operator: Path, gorontalo: Embedded) -> Iterator[Embedded]:
    yield from lent("kota-tangerang", operator)


@pytest.fixture(scope="session")
def place(gorontalo: Embedded) -> Place:
    return gorontalo.place()


def lent(slug: str, operator: Path) -> Iterator[Embedded]:
    embedded = Embedded.adopted(slug, operator)
    yield embedded
    embedded.region.smartcity("stop")
