"""Every app can tell a person something, and it is in the one inbox: over HTTP, between two apps.

Nothing is faked in between: LIVE is served as on a server, the app's own worker delivers.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
import requests

from smartcity_kit.catalogue import load_catalogue
from smartcity_kit.plan import make_plan
from smartcity_kit.release import compose, write_to
from smartcity_kit.secrets import ensure_secrets, open_vault
from tests.samples import with_every_app
from tests.templates.conftest import BASE, App

APPS = sorted(load_catalogue().apps)
OTHERS = [name for name in APPS if name != "live"]
SITI = "3f0c8a34-5f0e-4a0e-9d3a-6f2b7c1d9e10"

PERSON = f"""
from smartcity_base.models import User
siti, _made = User.objects.get_or_create(pk="{SITI}", defaults={{"name": "Siti"}})
"""
TELL = (
    PERSON
    + """
from datetime import UTC, datetime
from types import SimpleNamespace
from django.db import transaction
from smartcity_base import submissions
from smartcity_base.notices import notify
with transaction.atomic():
    notify(siti, "SUBJECT", "Besok ditambal.", "/", about="SUBJECT")
    state = SimpleNamespace(label="Diproses", colour="yellow")
    submissions.tell(siti, "SUBJECT", "Lubang", state, "/", at=datetime.now(UTC))
print("{}")
"""
)
# What waits for its next attempt is due now.
HURRY = """
from django.utils import timezone
from smartcity_base.models import Outgoing
from smartcity_base.outbox import deliver
Outgoing.objects.update(next_at=timezone.now())
deliver.enqueue()
print("{}")
"""
WAITING = """
import json
from smartcity_base.models import Outgoing
rows = Outgoing.objects.all()
print(json.dumps({"waiting": rows.filter(delivered_at=None, refused_at=None).count(),
                  "refused": list(rows.exclude(refused_at=None).values_list("said", flat=True))}))
"""
# Its region takes long to make: one worker keeps it for all that is asked of it.
pytestmark = pytest.mark.xdist_group("talk")

INBOX = """
import json
from live.models import Notice, Submission
print(json.dumps({"notices": list(Notice.objects.order_by("id").values_list("app", "subject")),
                  "submissions": list(Submission.objects.values_list("app", "reference"))}))
"""


@dataclass
class Region:
    """A region with every app, on ports of this machine; LIVE is served when it is told to."""

    apps: dict[str, App]
    address: str

    def run(self, name: str, code: str) -> dict[str, Any]:
        told: dict[str, Any] = self.apps[name].data("shell", "--no-imports", "-c", code)
        return told

    def tell(self, name: str, subject: str) -> None:
        self.run(name, TELL.replace("SUBJECT", subject))

    def deliver(self, name: str) -> dict[str, list[str]]:
        self.run(name, HURRY)
        self.apps[name].manage("work", "--once")
        return self.run(name, WAITING)

    def served(self) -> "subprocess.Popen[bytes]":
        folder = self.apps["live"].folder
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(BASE),
                       "SMARTCITY_BIND": self.address.removeprefix("http://")}  # fmt: skip
        return subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py"],
            cwd=folder, env=environment, stderr=subprocess.DEVNULL,
        )  # fmt: skip


def _free_block(size: int) -> int:
    """The first of so many neighbouring ports that nobody listens on."""
    for start in range(42000, 60000, size):
        probes = [socket.socket() for _ in range(size)]
        try:
            for offset, probe in enumerate(probes):
                probe.bind(("127.0.0.1", start + offset))
            return start
        except OSError:
            continue
        finally:
            for probe in probes:
                probe.close()
    raise AssertionError("no free ports")


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Region:
    home = tmp_path_factory.mktemp("talk")
    (home / "profiles").mkdir()
    profile = replace(with_every_app(home / "profiles"), embedded_port=_free_block(len(APPS)))
    plan = make_plan(profile, load_catalogue(), place="embedded")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SMARTCITY_HOME", str(home / "state"))
        release = compose(plan)
        folder = write_to(release, home / "release")
        vault = open_vault(ensure_secrets(plan))["apps"]
    apps = {}
    for part in release.apps:
        place = folder / "apps" / part.name
        for entry in (place / "code").iterdir():
            shutil.move(entry, place / entry.name)
        apps[part.name] = App(part.name, place, vault[part.name], part.hash)
        apps[part.name].manage("prepare")
    made = Region(apps, next(app.url for app in plan.apps if app.name == "live"))
    made.run("live", PERSON + "\nprint('{}')")
    return made


@pytest.fixture(scope="module")
def told(region: Region) -> None:
    """Two things by each app, while LIVE is away."""
    for name in OTHERS:
        for subject in ("pertama", "kedua"):
            region.tell(name, f"{name}-{subject}")


@pytest.fixture
def live(region: Region) -> Iterator[None]:
    process = region.served()
    deadline = time.monotonic() + 120
    while not _answers(region.address):
        assert process.poll() is None, "LIVE ended"
        assert time.monotonic() < deadline, "LIVE never answered"
        time.sleep(0.1)
    yield
    process.terminate()
    process.wait()


def _answers(address: str) -> bool:
    try:
        return requests.get(f"{address}/readyz", timeout=5).status_code == 200
    except requests.ConnectionError:
        return False


@pytest.mark.parametrize("name", OTHERS)
def test_what_it_tells_while_live_is_away_waits_in_its_order_and_is_not_lost(
    region: Region, name: str, told: None
) -> None:
    assert region.deliver(name) == {"waiting": 4, "refused": []}


def test_then_it_comes_into_the_one_inbox_once_and_in_order(
    region: Region, told: None, live: None
) -> None:
    for name in OTHERS:
        assert region.deliver(name) == {"waiting": 0, "refused": []}
        assert region.deliver(name) == {"waiting": 0, "refused": []}
    inbox = region.run("live", INBOX)
    for name in OTHERS:
        pair = [[name, f"{name}-pertama"], [name, f"{name}-kedua"]]
        assert [one for one in inbox["notices"] if one[0] == name] == pair
        assert sorted(one for one in inbox["submissions"] if one[0] == name) == sorted(pair)


def test_live_tells_by_the_same_call(region: Region) -> None:
    region.tell("live", "live-pertama")
    assert ["live", "live-pertama"] in region.run("live", INBOX)["notices"]
