"""The tests' browser reaches hosts that no resolver knows, and trusts no one it was not told to."""

import ssl
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Error, Playwright

from smartcity_kit.authority import make_authority, sign
from tests.browser import chromium
from tests.browser.driver import skip
from tests.browser.place import Place

DOMAIN = "kota-uji.go.id"
AUTHORITY = make_authority("Kota Uji", DOMAIN)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """An HTTPS server of the region's own authority, answering to a name of the region."""
    pair = sign(AUTHORITY, [f"live.{DOMAIN}"])
    chain, key = tmp_path / "chain.pem", tmp_path / "key.pem"
    chain.write_text(pair.certificate)
    key.write_text(pair.key)
    (tmp_path / "site").mkdir()
    site = partial(SimpleHTTPRequestHandler, directory=tmp_path / "site")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)
    server = ThreadingHTTPServer(("127.0.0.1", 0), site)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://live.{DOMAIN}:{server.server_port}"
    server.shutdown()
    server.server_close()


def open_in(driver: Playwright, home: Path, address: str, authority: str) -> int:
    """The status of the answer, in a new browser that trusts `authority`."""
    place = Place(
        live=address,
        laksa=address,
        first_login=lambda: "",
        without=lambda _: pytest.fail("nothing runs here"),
        addresses={f"live.{DOMAIN}": "127.0.0.1"},
        authority=authority,
    )
    browser = chromium.launch(driver.chromium, place, home)
    try:
        answer = browser.new_page().goto(address)
        return answer.status if answer else 0
    finally:
        browser.close()


def test_it_trusts_the_authority_of_the_region(
    driver: Playwright, tmp_path: Path, address: str
) -> None:
    if reason := chromium.why_no_trust():
        skip(reason)
    assert open_in(driver, tmp_path, address, AUTHORITY.certificate) == 200


def test_it_trusts_no_authority_that_it_was_not_given(
    driver: Playwright, tmp_path: Path, address: str
) -> None:
    with pytest.raises(Error, match="ERR_CERT_AUTHORITY_INVALID"):
        open_in(driver, tmp_path, address, "")


def test_it_reaches_no_other_host(driver: Playwright, tmp_path: Path) -> None:
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        open_in(driver, tmp_path, "http://peta.example", "")
