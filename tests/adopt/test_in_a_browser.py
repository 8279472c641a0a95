"""The journey of a report at a region on its own server, over HTTPS, in a real browser."""

import pytest

from tests.adopt.adopted import Adopted
from tests.browser.fixtures import *  # noqa: F403
from tests.browser.journey import Journey
from tests.browser.place import Place, served

SUITES = ("bookworm",)
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def place(here: Adopted) -> Place:
    return served(here)


class TestOverHttps(Journey):
    pass
