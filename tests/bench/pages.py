"""What a first visit brings over the wire, on a phone that has seen nothing of the region yet."""

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.adopt.region import Region
from tests.bench.measure import Figure
from tests.browser.chromium import EXECUTABLE, FLAGS, PHONE
from tests.browser.weight import BUDGET, weight

PORT = 20480


def figures(folder: Path) -> Iterator[Figure]:
    region = Region.copied("kota-gorontalo", folder / "pages").at_port(PORT)
    region.smartcity("adopt", "--yes", "--embedded")
    pages = {
        "first page of LIVE": f"http://localhost:{PORT}/",
        "LAKSA's report form, map closed": f"http://localhost:{PORT + 1}/lapor/",
    }
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=FLAGS)
            for what, address in pages.items():
                yield _weigh(browser, what, address)
    finally:
        region.smartcity("stop", "--embedded")


def _weigh(browser: Browser, what: str, address: str) -> Figure:
    page = browser.new_context(viewport=PHONE).new_page()
    total = sum(weight(page, address).values())
    wanted = f"{BUDGET / 1000:.0f} KB"
    return Figure(what, f"{total / 1000:.1f} KB", wanted, total <= BUDGET)
