"""What axe-core, the accessibility checker by Deque, finds wrong on a page."""

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

WCAG_2_2_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
NARROWEST = 320  # points: WCAG 2.2, 1.4.10 (reflow)

_axe = Axe()


def faults(page: Page) -> str:
    """Every violation of WCAG 2.2 A and AA as lines to read; "" when there is none."""
    found = _axe.run(page, options={"runOnly": WCAG_2_2_AA, "resultTypes": ["violations"]})
    return str(found.generate_report()) if found.violations_count else ""


def overflow(page: Page) -> int:
    """How many points the page is wider than its window."""
    wider: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wider
