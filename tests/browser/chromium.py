"""Debian's Chromium, as a person's browser: it sees the region's hosts and nothing else."""

import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, BrowserType, ViewportSize

from tests.browser.place import Place

EXECUTABLE = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = ViewportSize(width=390, height=844)
DESK = ViewportSize(width=1280, height=900)


def why_not() -> str | None:
    """The reason why no browser can be driven here, for people; None when one can."""
    if not EXECUTABLE.exists():
        return "the browser tests need Chromium: apt install chromium"
    return None


def why_no_trust() -> str | None:
    """The reason why the browser cannot be told of an authority, for people; None when it can."""
    if not shutil.which("certutil"):
        return "the browser tests over HTTPS need certutil: apt install libnss3-tools"
    return None


def launch(chromium: BrowserType, place: Place, home: Path) -> Browser:
    """Start a browser that trusts the place's authority; no name but the place's resolves in it.

    Args: home: an empty folder that is the browser's home, where it looks for authorities.
    """
    known = [f"MAP {name} {address}" for name, address in place.addresses.items()]
    rules = ", ".join([*known, "MAP * ~NOTFOUND", "EXCLUDE localhost", "EXCLUDE 127.0.0.1"])
    if place.authority:
        trust(place.authority, home)
    return chromium.launch(
        executable_path=EXECUTABLE,
        args=[*FLAGS, f"--host-resolver-rules={rules}"],
        env={"HOME": str(home)},
    )


def trust(authority: str, home: Path) -> None:
    """Put an authority (PEM) where Chromium looks for those that its user trusts: the NSS store."""
    store = home / ".pki" / "nssdb"
    store.mkdir(parents=True)
    database = f"sql:{store}"
    _certutil("-N", "--empty-password", "-d", database)
    _certutil("-A", "-d", database, "-n", "region", "-t", "C,,", "-a", stdin=authority)


def phone(browser: Browser, *, scripts: bool = True) -> BrowserContext:
    """A citizen's phone, 390 by 844 points; `scripts=False`: one that runs no JavaScript."""
    return browser.new_context(
        viewport=PHONE, is_mobile=True, has_touch=True, locale="id-ID", java_script_enabled=scripts
    )


def desk(browser: Browser) -> BrowserContext:
    """An officer's screen, 1280 wide."""
    return browser.new_context(viewport=DESK, locale="id-ID")


def hosts_asked(context: BrowserContext) -> set[str]:
    """The hosts that pages of this context ask from now on; the set grows as they do."""
    hosts: set[str] = set()

    def note(address: str) -> None:
        if host := urlsplit(address).hostname:  # data: and blob: have none
            hosts.add(host)

    context.on("request", lambda request: note(request.url))
    return hosts


def _certutil(*words: str, stdin: str = "") -> None:
    subprocess.run(["certutil", *words], input=stdin, text=True, check=True, capture_output=True)
