"""Fixtures that boot servers; a conftest imports what its tests use.

    bookworm, trixie  a fresh bare server for one test
    boot              a factory: boot("bookworm", port=2222); they live as long as the module
    fleet             what the factory belongs to, for clones: fleet.clone(adopted)

Where the machine cannot boot servers, tests that use them are skipped with the reason.
"""

from collections.abc import Callable, Iterator

import pytest

from .fleet import Fleet
from .machine import why_not
from .server import Server

Boot = Callable[..., Server]
__all__ = ["bookworm", "boot", "fleet", "trixie"]


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    if reason := why_not():
        pytest.skip(reason)
    with Fleet(tmp_path_factory.mktemp("fleet")) as fleet:
        yield fleet


@pytest.fixture(scope="module")
def boot(fleet: Fleet) -> Boot:
    return fleet.boot


@pytest.fixture
def bookworm(boot: Boot) -> Iterator[Server]:
    yield from lent(boot("bookworm"))


@pytest.fixture
def trixie(boot: Boot) -> Iterator[Server]:
    yield from lent(boot("trixie"))


def lent(server: Server) -> Iterator[Server]:
    yield server
    server.shutdown()
