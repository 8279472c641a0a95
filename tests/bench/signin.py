"""From an app over LIVE and back, for somebody who is signed in at LIVE: nothing is asked."""

import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import requests

from tests.adopt.region import Region
from tests.adopt.visitor import Visitor
from tests.bench.measure import Figure

PORT = 20520
ROUNDS = 40
HOPS = 3  # the app's sign-in, LIVE's answer, the app's taking of the code
WANTED_MS = 300
PERSON = {
    "name": "Warga Uji",
    "email": "warga@contoh.id",
    "password1": "perahu di danau 12",
    "password2": "perahu di danau 12",
}


def figures(folder: Path) -> Iterator[Figure]:
    region = Region.copied("kota-gorontalo", folder / "signin").at_port(PORT)
    region.smartcity("adopt", "--yes", "--embedded")
    live, laksa = f"http://localhost:{PORT}", f"http://localhost:{PORT + 1}"
    try:
        person = Visitor("127.0.0.1")
        person.send(f"{live}/daftar/", PERSON)
        silent = _median(lambda: _sign_in(person.session, laksa))
        floor = _median(lambda: _touch(person.session, f"{laksa}/healthz"))
    finally:
        region.smartcity("stop", "--embedded")
    found = f"{silent:.0f} ms"
    yield Figure("silent sign-in, app to LIVE to app", found, f"{WANTED_MS} ms", silent < WANTED_MS)
    ratio = f"{silent / floor:.1f} ({silent:.0f} ms / {floor:.0f} ms)"
    yield Figure("… / as many requests that do nothing", ratio, "–", True)


def _sign_in(http: requests.Session, app: str) -> None:
    """Over three requests to the app's own session, as a browser goes; no page is drawn."""
    for cookie in [cookie for cookie in http.cookies if cookie.name.endswith("laksa_session")]:
        http.cookies.clear(cookie.domain, cookie.path, cookie.name)
    address = f"{app}/masuk/"
    for _hop in range(HOPS):
        answer = http.get(address, allow_redirects=False, timeout=30)
        assert answer.status_code == 302, answer.url
        address = answer.headers["Location"]
    assert "code=" not in address, "the code was not taken"
    assert any(cookie.name.endswith("laksa_session") for cookie in http.cookies)


def _touch(http: requests.Session, address: str) -> None:
    for _hop in range(HOPS):
        http.get(address, timeout=30).raise_for_status()


def _median(call: Callable[[], None]) -> float:
    """Milliseconds; the first few are not counted, they fill the app's caches."""
    spent = []
    for _round in range(ROUNDS + 5):
        began = time.monotonic()
        call()
        spent.append((time.monotonic() - began) * 1000)
    return statistics.median(spent[5:])
