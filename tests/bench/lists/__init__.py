"""A list page of LAKSA against the plainest Django view that shows as many rows, in one run.

Both are served by gunicorn with the app's own settings for it, from the app's own database, to the
same signed-in citizen. What is between them is what the base costs: header, filter, menus, safety.
"""

import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from tests.adopt.region import Region
from tests.adopt.visitor import Visitor
from tests.bench.measure import Figure
from tests.bench.signin import PERSON
from tests.servers.machine import wait_until

HERE = Path(__file__).parent
PORT = 20540
PLAIN = PORT + 9
REQUESTS, AT_ONCE, ROUNDS = 600, 4, 5


def figures(folder: Path) -> Iterator[Figure]:
    region = Region.copied("kota-gorontalo", folder / "lists").at_port(PORT)
    region.smartcity("adopt", "--yes", "--embedded")
    live, laksa = f"http://localhost:{PORT}", f"http://localhost:{PORT + 1}"
    try:
        # As words, so that the app's own folder is where its modules are looked for.
        _python(region, "-c", (HERE / "reports.py").read_text())
        person = Visitor("127.0.0.1")
        person.send(f"{live}/daftar/", PERSON)
        for address in (f"{laksa}/masuk/", f"{laksa}/laporan/"):
            person.session.get(address, timeout=30).raise_for_status()
        with _plain(region):
            yield _compare(person.session, f"{laksa}/laporan/", f"http://localhost:{PLAIN}/")
    finally:
        region.smartcity("stop", "--embedded")


def _compare(http: requests.Session, page: str, plain: str) -> Figure:
    """In turns, so that noise meets both alike; the best of each is what it can do."""
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in http.cookies)
    for address in (page, plain):
        answer = requests.get(address, headers={"Cookie": cookies}, timeout=30)
        assert answer.status_code == 200, f"{address} {answer.status_code} {answer.text}"
        assert answer.text.count("Lubang nomor") == 20, address
    taken = {page: 0.0, plain: 0.0}
    for _round in range(ROUNDS):
        for address in taken:
            taken[address] = max(taken[address], _per_second(address, cookies))
    ratio = taken[page] / taken[plain]
    found = f"{ratio:.2f} ({taken[page]:.0f} / {taken[plain]:.0f} a second)"
    return Figure("list page / plain Django view, requests a second", found, "0.7", ratio >= 0.7)


def _per_second(address: str, cookies: str) -> float:
    done = subprocess.run(
        # The same browser: a session that comes from another kind of it is over.
        ["h2load", "--h1", f"-n{REQUESTS}", f"-c{AT_ONCE}", "-t1", f"--header=Cookie: {cookies}",
         f"--header=User-Agent: {requests.utils.default_user_agent()}", address],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    lines = done.stdout.splitlines()
    assert f"{REQUESTS} succeeded" in done.stdout, done.stdout
    (told,) = (line for line in lines if line.startswith("finished in"))
    return float(told.split(",")[1].split()[0])


@contextmanager
def _plain(region: Region) -> Iterator[None]:
    """The plain view, served as the app is."""
    served = subprocess.Popen(
        [*_interpreter(region), "-m", "gunicorn", "--config", "gunicorn.conf.py",
         "--bind", f"127.0.0.1:{PLAIN}", "--pythonpath", str(HERE), "plain:application"],
        env=region.environment, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_until("the plain view answers", lambda: _listens(PLAIN), seconds=30)
        yield
    finally:
        served.terminate()
        served.wait(timeout=30)


def _listens(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


def _python(region: Region, *arguments: str) -> None:
    subprocess.run([*_interpreter(region), *arguments], env=region.environment, check=True)


def _interpreter(region: Region) -> list[str]:
    """LAKSA's Python, in its folder, with its environment and its secrets."""
    opt = region.state / "embedded" / region.slug / "opt"
    return [region.python, str(opt / "bin" / "manage"), "--python", "laksa"]
