"""A ledger that many machines share, and workers on several of them, one of whom dies."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from smartcity_kit import paths
from smartcity_kit.catalogue import load_catalogue
from smartcity_kit.errors import KitError
from smartcity_kit.fleet.ledger import open_ledger
from smartcity_kit.fleet.member import read_members
from smartcity_kit.fleet.options import Options
from smartcity_kit.fleet.rollout import Planned, RolloutReport, rollout
from smartcity_kit.fleet.waves import read_waves, split
from tests.fleet.conftest import World, one, results
from tests.fleet.postgresql import Postgresql, programs
from tests.servers.machine import wait_until

pytestmark = [
    pytest.mark.xdist_group("fleet-team"),
    pytest.mark.skipif(programs() is None, reason="PostgreSQL is not here"),
]
ROOT = Path(__file__).parents[2]
# A network of the tests' own: this machine has the first address, each worker one of the others.
NETWORK, HERE = "10.212.113.{n}", 1
SLUGS = ("kota-batam", "kota-cilegon", "kota-serang", "kota-malang", "kota-makassar",
         "kabupaten-lebak", "kabupaten-jepara", "kabupaten-serang")  # fmt: skip


@pytest.fixture(scope="module")
def database() -> Iterator[Postgresql]:
    with Postgresql() as database:
        yield database


@pytest.fixture
def shared(world: World, database: Postgresql) -> Iterator[World]:
    """The same world with the ledger in PostgreSQL, empty."""
    import psycopg

    with psycopg.connect(database.address, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    world.ledger = open_ledger(database.address)
    yield world
    world.ledger.close()


def test_it_keeps_in_postgresql_what_it_keeps_in_a_file(shared: World) -> None:
    shared.does("kota-02", "unreachable", "done")
    shared.does("kota-04", "failed", "done")
    stopped = shared.rollout(5, waves="1,2,100%")
    assert results(stopped)["kota-04"] == "failed"
    assert stopped.rollout.state == "stopped"
    report = shared.resume()
    assert set(results(report).values()) == {"done"}
    assert one(report, "kota-02").attempts == 2
    assert shared.log("kota-01") == ["begin", "whole"]
    assert [a.result for a in shared.ledger.history("kota-04")] == ["done", "failed"]
    assert set(shared.ledger.known()) == {f"kota-0{n}" for n in range(1, 6)}


def test_a_database_that_crashes_is_waited_for(shared: World, database: Postgresql) -> None:
    shared.takes(1)
    run = subprocess.Popen(
        [sys.executable, "-m", "tests.fleet.driver", str(shared.folder), "8"], cwd=ROOT,
        env={**os.environ, "SMARTCITY_LEDGER": database.address},
        text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    wait_until("some have begun", lambda: len(list(shared.folder.glob("*.log"))) >= 2, 60)
    database.stop()
    database.start()
    _out, err = run.communicate(timeout=180)
    assert run.returncode == 0, err
    for number in range(1, 9):
        assert shared.log(f"kota-{number:02}").count("whole") == 1


def test_no_password_of_the_database_is_told() -> None:
    with pytest.raises(KitError) as told:
        open_ledger("postgresql://sri:rahasia-sekali@127.0.0.1:1/x")
    assert "rahasia-sekali" not in told.value.message
    assert "postgresql://sri@127.0.0.1:1/x" in told.value.message


def test_a_ledger_in_a_file_has_no_queue_for_others(world: World) -> None:
    with pytest.raises(KitError, match="need a ledger in PostgreSQL"):
        world.rollout(2, team=True)


# --- several machines


class Machine:
    """A worker's machine: a network of its own with one cable, and its own place for state."""

    def __init__(self, number: int, world: Path) -> None:
        self.name, self.number = f"sc-team-{number}", number
        self.address = NETWORK.format(n=number)
        self.state = world / f"state-{number}"
        self.world = world
        self.process: subprocess.Popen[bytes] | None = None

    def build(self) -> None:
        ip("netns", "add", self.name)
        ip("link", "add", f"sct{self.number}", "type", "veth", "peer", "name", "eth0",
           "netns", self.name)  # fmt: skip
        ip("link", "set", f"sct{self.number}", "master", "sc-team", "up")
        for words in (["link", "set", "lo", "up"], ["link", "set", "eth0", "up"],
                      ["addr", "add", f"{self.address}/24", "dev", "eth0"]):  # fmt: skip
            ip("-n", self.name, *words)

    def start(self, address: str) -> None:
        self.process = subprocess.Popen(
            ["ip", "netns", "exec", self.name, sys.executable, "-m", "tests.fleet.team_worker",
             address, str(self.world), "2"],
            cwd=ROOT, start_new_session=True,
            env={**os.environ, "SMARTCITY_HOME": str(self.state)},
            stdout=(self.world / f"{self.name}.out").open("ab"), stderr=subprocess.STDOUT,
        )  # fmt: skip

    def unplug(self) -> None:
        ip("link", "set", f"sct{self.number}", "down")

    def plug(self) -> None:
        ip("link", "set", f"sct{self.number}", "up")

    def kill(self) -> None:
        if self.process and self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def take_away(self) -> None:
        self.kill()
        # The cable first: with its machine it would go later, when the kernel comes to it.
        for words in (["link", "del", f"sct{self.number}"], ["netns", "del", self.name]):
            with contextlib.suppress(subprocess.CalledProcessError):
                ip(*words)


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


def can_build_networks() -> bool:
    done = subprocess.run(["ip", "netns", "add", "sc-team-probe"], capture_output=True, check=False)
    if done.returncode == 0:
        ip("netns", "del", "sc-team-probe")
    return done.returncode == 0


@pytest.fixture
def machines(world: World) -> Iterator[tuple[Postgresql, list[Machine]]]:
    """A database here, and two workers' machines that reach it over their cables."""
    if shutil.which("ip") is None or not can_build_networks():
        pytest.skip("network namespaces need root and iproute2")
    here = NETWORK.format(n=HERE)
    made = [Machine(number, world.folder) for number in (11, 12)]
    with contextlib.ExitStack() as stack:
        ip("link", "add", "sc-team", "type", "bridge")
        stack.callback(ip, "link", "del", "sc-team")
        ip("addr", "add", f"{here}/24", "dev", "sc-team")
        ip("link", "set", "sc-team", "up")
        for machine in made:
            stack.callback(machine.take_away)
            machine.build()
        database = stack.enter_context(Postgresql(here, NETWORK.format(n=0) + "/24"))
        yield database, made


def planned_team(world: World, **options: object) -> Planned:
    """Eight regions with profiles that every worker has."""
    world.takes(1.5)
    folder = world.folder / "profiles"
    for slug in SLUGS:
        shutil.copytree(paths.SAMPLES / slug, folder / slug)
    members = read_members([folder / slug for slug in SLUGS], load_catalogue())
    wished = replace(Options(waves="8", team=True, retry_after=0.2), **options)  # type: ignore[arg-type]  # each test names them
    waves = split(members, read_waves(wished.waves))
    return Planned(wished, tuple(map(tuple, waves)), (), None)


def begun(world: World) -> set[str]:
    return {file.stem for file in world.folder.glob("*.log")}


def lead(world: World, planned: Planned, during: "Iterator[None]") -> RolloutReport:
    """Lead it here while things happen to the workers."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as thread:
        future = thread.submit(rollout, planned, ledger=world.ledger)
        for _step in during:
            pass
        return future.result(timeout=300)


def test_two_machines_share_a_rollout_and_one_dies(
    world: World, machines: tuple[Postgresql, list[Machine]]
) -> None:
    database, (first, second) = machines
    world.ledger = open_ledger(database.address)

    def happen() -> Iterator[None]:
        first.start(database.address)
        second.start(database.address)
        yield
        wait_until("both have begun some", lambda: len(begun(world)) >= 3, 60)
        first.kill()

    report = lead(world, planned_team(world), happen())

    assert set(results(report).values()) == {"done"}
    assert report.exit_code == 0
    workers = set()
    for slug in SLUGS:
        assert world.log(slug)[-1] == "whole"
        assert world.log(slug).count("whole") == 1, slug
        attempts = world.ledger.history(slug)
        workers |= {attempt.worker for attempt in attempts}
        assert world.ledger.lines(report.rollout.id, slug, len(attempts)) == ["§ run"]
    assert len(workers) == 2
    lost = [a for slug in SLUGS for a in world.ledger.history(slug) if a.result == "lost"]
    assert lost, "the one that died had regions, and they were given back"


def test_workers_go_on_when_the_database_comes_back(
    world: World, machines: tuple[Postgresql, list[Machine]]
) -> None:
    database, (first, _second) = machines
    world.ledger = open_ledger(database.address)

    def happen() -> Iterator[None]:
        first.start(database.address)
        yield
        wait_until("some have begun", lambda: len(begun(world)) >= 2, 60)
        database.stop()
        database.start()

    report = lead(world, planned_team(world), happen())
    assert set(results(report).values()) == {"done"}
    assert all(world.log(slug).count("whole") == 1 for slug in SLUGS)
