"""What a page weighs: all bytes that its first visit brings over the wire."""

from typing import Any

from playwright.sync_api import Page

NEXT = 15_000  # of the same page, when the phone has been there before
BUDGET = 100_000  # of LIVE's first page, and of LAKSA's report form: some 8 s on a 2G line


def weight(page: Page, address: str) -> dict[str, int]:
    """Open `address` and return bytes by address, headers and compression included.

    Args: page: of a context that has visited nothing yet, so that its cache is empty.
    """
    session = page.context.new_cdp_session(page)
    addresses: dict[str, str] = {}
    weights: dict[str, int] = {}

    def began(event: dict[str, Any]) -> None:
        addresses[event["requestId"]] = event["response"]["url"]

    def ended(event: dict[str, Any]) -> None:
        if asked := addresses.get(event["requestId"]):
            weights[asked] = weights.get(asked, 0) + int(event["encodedDataLength"])

    session.on("Network.responseReceived", began)
    session.on("Network.loadingFinished", ended)
    session.send("Network.enable")
    page.goto(address, wait_until="networkidle")
    session.detach()
    return weights
