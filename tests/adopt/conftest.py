"""The adopted servers of these tests: one of each suite, adopted once and cloned for each module.

A module says `SUITES = ("bookworm",)` and takes `here`: a server of its own that was adopted.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adopt.adopted import Adopted
from tests.servers.fleet import Fleet
from tests.servers.machine import why_not

# Who is let in: the two servers come by different ways, so that both are walked all the time.
USERS = {"bookworm": "root", "trixie": "petugas"}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One process for all tests of a suite: its server is adopted once."""
    if "suite" in metafunc.fixturenames:
        suites = [
            pytest.param(suite, marks=pytest.mark.xdist_group(suite))
            for suite in metafunc.module.SUITES
        ]
        metafunc.parametrize("suite", suites, scope="module")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "fleet" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.servers)


@pytest.fixture(scope="session")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    if reason := why_not():
        pytest.skip(reason)
    with Fleet(tmp_path_factory.mktemp("fleet")) as fleet:
        yield fleet


@pytest.fixture(scope="session")
def first(fleet: Fleet, tmp_path_factory: pytest.TempPathFactory) -> "First":
    return First(fleet, tmp_path_factory)


@pytest.fixture(scope="module")
def here(suite: str, first: "First") -> Iterator[Adopted]:
    """A clone of the suite's adopted server, with an operator's folder to match."""
    clone = first.clone(suite)
    yield clone
    clone.server.shutdown()


class First:
    """The first adoption of each suite's bare server, made when somebody asks for it."""

    def __init__(self, fleet: Fleet, folders: pytest.TempPathFactory) -> None:
        self.fleet = fleet
        self.folders = folders
        self.made: dict[str, Adopted] = {}

    def clone(self, suite: str) -> Adopted:
        if suite not in self.made:
            server = self.fleet.boot(suite)
            self.made[suite] = Adopted.anew(server, self._folder(suite), USERS[suite])
        return self.made[suite].clone(self.fleet, self._folder(f"{suite}-clone"))

    def _folder(self, name: str) -> Path:
        return self.folders.mktemp(name)
