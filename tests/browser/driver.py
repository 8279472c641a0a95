"""The one driver of browsers in a process of tests, for whoever opens one (a plugin of pytest).

Playwright's loop runs until it ends, and a second one refuses to start beside it.
"""

import os
from collections.abc import Iterator
from typing import NoReturn

import pytest
from playwright.sync_api import Playwright, expect, sync_playwright

from tests.browser import chromium

# How long a page may take on a machine that is busy with other tests: nothing is measured here.
PATIENCE_MS = 20_000


def skip(reason: str) -> NoReturn:
    """Skip with the reason; fail with it where nothing may be skipped."""
    if os.environ.get("SMARTCITY_TESTS_STRICT") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    if reason := chromium.why_not():
        skip(reason)
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        yield playwright
