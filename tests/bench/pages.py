"""What a visit brings over the wire: the first, on a phone that has seen nothing of the region yet,
and the next, when only what may have changed is asked for."""

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from smartcity_kit.catalogue import load_catalogue
from tests.adopt.region import Region
from tests.bench.measure import Figure
from tests.browser.chromium import EXECUTABLE, FLAGS, PHONE
from tests.browser.weight import BUDGET, weight

PORT = 20480
NEXT_VISIT = 15_000


def figures(folder: Path) -> Iterator[Figure]:
    region = Region.copied("kota-gorontalo", folder / "pages").at_port(PORT)
    _fill(region.profile.parent)
    region.smartcity("adopt", "--yes", "--embedded")
    pages = {
        "first page of LIVE": f"http://localhost:{PORT}/",
        "LAKSA's report form, map closed": f"http://localhost:{PORT + 1}/lapor/",
    }
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=FLAGS)
            for what, address in pages.items():
                yield from _weigh(browser, what, address)
    finally:
        region.smartcity("stop", "--embedded")


def _weigh(browser: Browser, what: str, address: str) -> Iterator[Figure]:
    context = browser.new_context(viewport=PHONE)
    budgets = {what: BUDGET, f"{what}, next visit": NEXT_VISIT}
    for visit, budget in budgets.items():
        total = sum(weight(context.new_page(), address).values())
        wanted = f"{budget / 1000:.0f} KB"
        yield Figure(visit, f"{total / 1000:.1f} KB", wanted, total <= budget)
    context.close()


def _fill(profile: Path) -> None:
    """Everything that a first page may hold: apps, announcements, places, a list of numbers."""
    text = (profile / "profile.yml").read_text("utf-8")
    more = "".join(f"  {name}:\n" for name in load_catalogue().apps if f"\n  {name}:" not in text)
    (profile / "profile.yml").write_text(text.replace("apps:\n", f"apps:\n{more}"), "utf-8")
    told = "".join(
        f"kabar-{n},Loket pelayanan buka juga hari Sabtu ke-{n},{'Pukul 8 sampai 12. ' * 20},"
        "2026-01-01,2099-12-31\n"
        for n in range(5)
    )
    (profile / "data/announcements.csv").write_text(f"id,title,body,date,until\n{told}", "utf-8")
    places = "id,name,kind\npasar-sentral,Pasar Sentral,market\n"
    (profile / "data/places.csv").write_text(places, "utf-8")
