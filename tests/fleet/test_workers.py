"""Workers that adopt real regions: each with a state of its own, one killed in the middle."""

import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from smartcity_kit import paths
from smartcity_kit.fleet import process
from tests.adopt.region import WHEELS, Region
from tests.browser.place import free_ports
from tests.fleet.postgresql import Postgresql, programs
from tests.servers.machine import wait_until

pytestmark = [
    pytest.mark.xdist_group("fleet"),
    pytest.mark.skipif(programs() is None, reason="PostgreSQL is not here"),
]
SLUGS = ("kota-gorontalo", "kota-batam")
# What opens each region's vault on every worker; it prints a password for the region it is asked.
OPENS = '#!/bin/sh\nprintf "sandi-bersama-%s" "$2"\n'


@dataclass
class Machine:
    """A worker's: the profiles are everybody's, its state folder is its own."""

    number: int
    first: Region
    ledger: str
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def state(self) -> Path:
        return self.first.folder / f"state-{self.number}"

    @property
    def environment(self) -> dict[str, str]:
        own = {"SMARTCITY_HOME": str(self.state), "SMARTCITY_LEDGER": self.ledger}
        return self.first.environment | own

    def start(self) -> None:
        (self.state / "store").mkdir(parents=True)
        (self.state / "store" / "wheels").symlink_to(WHEELS)
        with (self.first.folder / f"worker-{self.number}.txt").open("wb") as out:
            self.process = subprocess.Popen(
                [*self.first.command, "worker", "--shared", "--parallel", "1"], stdout=out,
                stderr=out, env=self.environment, cwd=self.first.folder, start_new_session=True,
            )  # fmt: skip

    def kill(self) -> None:
        if self.process and self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def begun(self) -> list[Path]:
        return sorted(self.state.glob("fleet/rollouts/*/*/*"))

    def playing(self) -> Path | None:
        """The attempt whose Ansible is past its first tasks."""
        for attempt in self.begun():
            if "· Ensure the kit's folders" in said(attempt) and not ended(attempt):
                return attempt
        return None

    @property
    def remains(self) -> list[int]:
        """Processes that work for it still, services aside: those are the region's."""
        runs = str(self.state / "runs").encode()
        return [
            int(entry.name) for entry in Path("/proc").glob("[0-9]*")
            if runs in read(entry / "cmdline") and process.began(int(entry.name))
        ]  # fmt: skip


def said(attempt: Path) -> str:
    return read(attempt / "output.txt").decode("utf-8", "replace")


def ended(attempt: Path) -> bool:
    return (attempt / "result.json").exists()


def read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""


@pytest.fixture
def first() -> Iterator[Region]:
    """Two small regions, embedded; every worker has its own in its own state folder."""
    # A short path: an app's socket is below it (unix(7): 107 bytes).
    folder = Path(tempfile.mkdtemp(prefix="sc-"))
    first = with_small_regions(folder)
    for slug in SLUGS:
        replace(first, slug=slug).at_port(free_ports(1))
    yield first
    for state in folder.glob("state-*"):
        for slug in SLUGS:
            subprocess.run(
                [*first.command, "stop", slug, "--embedded"], capture_output=True, check=False,
                env=first.environment | {"SMARTCITY_HOME": str(state)}, cwd=folder,
            )  # fmt: skip
    shutil.rmtree(folder)


def with_small_regions(folder: Path) -> Region:
    """Two regions with LIVE alone, whose vaults every worker can open; the first of them."""
    first = Region.copied(SLUGS[0], folder)
    for slug in SLUGS:
        region = replace(first, slug=slug)
        if not region.profile.exists():
            shutil.copytree(paths.SAMPLES / slug, region.profile.parent)
        text = region.profile.read_text()
        region.profile.write_text(re.sub(r"(?m)^apps:\n((?:  .*\n)*)", "apps:\n  live:\n", text))
    program = folder / "opens"
    program.write_text(OPENS)
    program.chmod(0o700)
    return first


def history(machine: Machine, slug: str) -> list[dict[str, Any]]:
    done = subprocess.run(
        [*machine.first.command, "fleet", slug, "--json"], env=machine.environment,
        cwd=machine.first.folder, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return list(json.loads(done.stdout)["attempts"])


def killed_in_the_middle(first: Region, *options: str) -> Machine:
    """Adopt both by two workers, of whom one is killed at work; the other one, which did it."""
    with Postgresql() as database:
        machines = [Machine(number, first, database.address) for number in (1, 2)]
        leader = Machine(0, first, database.address)
        command = [*first.command, "rollout", *SLUGS, "--team", "--yes", "--json", "--waves", "2",
                   "--retry-after", "1", "--accept-host-key",
                   "--vault-password-file", str(first.folder / "opens"), *options]  # fmt: skip
        run = subprocess.Popen(
            command, env=leader.environment, cwd=first.folder, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        try:
            for machine in machines:
                machine.start()
            lost = wait_until("the first worker plays", machines[0].playing, 240)
            machines[0].kill()
            wait_until("nothing goes on without it", lambda: not machines[0].remains, 20)
            out, err = run.communicate(timeout=600)
        finally:
            run.kill()
            for machine in machines:
                machine.kill()
        assert run.returncode == 0, f"{out}{err}{said(lost)}"
        assert {one["result"] for one in json.loads(out)["regions"]} == {"done"}

        again, before = history(leader, lost.parent.name)[:2]
        assert (again["result"], before["result"]) == ("done", "lost")
        assert again["folder"].startswith(str(machines[1].state))
    return machines[1]


def test_a_worker_that_is_killed_leaves_its_region_to_another(first: Region) -> None:
    other = killed_in_the_middle(first, "--embedded")
    for slug in SLUGS:
        told = subprocess.run(
            [*first.command, "status", slug, "--embedded", "--json"], cwd=first.folder,
            env=other.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if (other.state / "embedded" / slug).exists():
            assert all(app["healthy"] for app in json.loads(told.stdout)["apps"]), told.stderr
