"""Fixtures for tests in a browser; a conftest imports them, and says what the `place` is.

browser   a browser that reaches the place and nothing else
cast      the people who work there, made once for each place
phone     a page on a citizen's phone, signed in nowhere
desk      a page on an officer's screen, signed in nowhere
photo     a photo that says where it was taken

Where a module says who the `crew` is:

pocket      a field officer's phone
supervisor  a page on the screen of the crew's supervisor, signed in
shot        a photo that takes long to send
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
)

from tests.browser import cast as people
from tests.browser import chromium, field
from tests.browser import photo as camera
from tests.browser.driver import skip
from tests.browser.field import Crew
from tests.browser.place import Place

__all__ = ["browser", "cast", "desk", "phone", "photo", "pocket", "shot", "supervisor"]


@pytest.fixture(scope="module")
def browser(
    driver: Playwright, place: Place, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    if place.authority and (reason := chromium.why_no_trust()):
        skip(reason)
    browser = chromium.launch(driver.chromium, place, tmp_path_factory.mktemp("browser"))
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def cast(browser: Browser, place: Place) -> people.Cast:
    if place.cast is None:
        context = chromium.desk(browser)
        place.cast = people.assemble(context.new_page(), place)
        context.close()
    return place.cast


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = chromium.phone(browser)
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    context = chromium.desk(browser)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return camera.taken(tmp_path_factory.mktemp("photo") / "jalan.jpg")


@pytest.fixture
def pocket(browser: Browser) -> Iterator[BrowserContext]:
    context = field.phone(browser)
    yield context
    context.close()


@pytest.fixture
def supervisor(desk: Page, crew: Crew) -> Page:
    field.sign_in(desk, crew, crew.supervisor)
    return desk


@pytest.fixture(scope="session")
def shot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return field.heavy(tmp_path_factory.mktemp("shot") / "lubang.jpg")
