"""Whatever is killed at whatever moment: going on does no region twice and leaves none half."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from smartcity_kit import paths
from smartcity_kit.errors import LockedError
from smartcity_kit.fleet import process
from smartcity_kit.fleet.rollout import find, report_of
from tests.fleet.conftest import World
from tests.servers.machine import wait_until

ROOT = Path(__file__).parents[2]
COUNT = 12


def start(world: World, count: int) -> "subprocess.Popen[str]":
    world.takes(0.3)
    return subprocess.Popen(
        [sys.executable, "-m", "tests.fleet.driver", str(world.folder), str(count)],
        cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def begun(world: World) -> int:
    return len(list(world.folder.glob("*.log")))


def wait_until_begun(world: World, run: "subprocess.Popen[str]", count: int) -> None:
    wait_until("so many have begun", lambda: begun(world) >= count or run.poll() is not None, 60)


def workers(world: World) -> list[int]:
    """Every process that works on a region of this world."""
    found = subprocess.run(
        ["pgrep", "--full", f"stand_in.py {world.folder}"], capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    return [int(pid) for pid in found.stdout.split()]


def go_on(world: World) -> None:
    last = start(world, 0)
    _out, err = last.communicate(timeout=120)
    assert last.returncode == 0, err


@pytest.mark.parametrize("seed", range(3))
def test_who_leads_is_killed_again_and_again_and_no_region_is_done_twice(
    world: World, seed: int
) -> None:
    """What works on a region lives on, and the next one who leads takes note of what it did."""
    chance = random.Random(seed)  # noqa: S311 - the same moments each time
    run = start(world, COUNT)
    for target in sorted(chance.sample(range(1, COUNT), 3)):
        wait_until_begun(world, run, target)
        time.sleep(chance.random() * 0.3)  # at no particular moment
        run.kill()
        run.communicate()
        run = start(world, 0)
    run.kill()
    run.communicate()
    if not world.ledger.is_through(find_id(world)):
        go_on(world)

    report = report_of(world.ledger, find_id(world))
    assert {region.result for region in report.regions} == {"done"}
    assert len(report.regions) == COUNT
    for region in report.regions:
        assert world.log(region.slug) == ["begin", "whole"], region.slug


def test_everything_is_killed_at_once_and_nothing_is_left_half_done(world: World) -> None:
    """As when the machine loses its power."""
    run = start(world, COUNT)
    for target in (1, 5, 9):
        wait_until_begun(world, run, target)
        run.kill()
        run.communicate()
        for pid in workers(world):
            process.end(pid, mercy=0)
        run = start(world, 0)
    _out, err = run.communicate(timeout=120)
    assert run.returncode == 0, err
    for number in range(1, COUNT + 1):
        log = world.log(f"kota-{number:02}")
        assert log[-2:] == ["begin", "whole"]
        assert log.count("whole") == 1
        assert "whole" not in log[:-1]


def test_two_who_go_on_at_once_do_not_share_one_rollout(world: World) -> None:
    world.does("kota-01", "hang", "done")
    run = start(world, 1)
    wait_until("it has begun", lambda: begun(world) == 1, 60)
    with pytest.raises(LockedError, match=f"is led by .* {run.pid}\\."):
        world.resume()
    (hanging,) = workers(world)
    process.end(hanging)
    assert run.wait(timeout=120) == 0


def test_what_goes_on_alone_is_watched_too(world: World) -> None:
    """Who led is gone, and the region's process hangs: the next one who leads ends it."""
    world.does("kota-01", "hang", "done")
    run = start(world, 1)
    wait_until("it has begun", lambda: begun(world) == 1, 60)
    run.kill()
    run.communicate()
    (alone,) = workers(world)
    name = find_id(world)
    world.ledger.run("UPDATE rollout SET options = replace(options, '20', '1') WHERE id = ?", name)
    report = world.resume()
    assert {region.result for region in report.regions} == {"done"}
    assert world.ledger.history("kota-01")[1].result == "hung"
    assert process.began(alone) is None


def test_ctrl_c_lets_what_has_begun_end_and_begins_no_more(world: World) -> None:
    from smartcity_kit.cli.rollout_progress import RolloutProgress
    from smartcity_kit.fleet.rollout import rollout

    with RolloutProgress(world.ledger, quiet=True) as progress:
        os.kill(os.getpid(), signal.SIGINT)
        wait_until("it is heard", lambda: progress.hold.is_set())
        report = rollout(
            world.planned(3), ledger=world.ledger, program=world.program, hold=progress.hold
        )
    assert report.rollout.state == "paused"
    assert {region.state for region in report.regions} == {"waiting"}
    assert world.resume().exit_code == 0


def find_id(world: World) -> str:
    return world.ledger.rollouts(1)[0].id


def test_the_newest_one_that_is_not_through_goes_on(world: World) -> None:
    world.does("kota-01", "failed")
    first = world.rollout(1).rollout
    world.does("kota-01", "done")
    world.rollout(1)
    assert find(world.ledger).id == first.id
    assert (paths.state() / "fleet" / "rollouts" / first.id / "kota-01" / "1").is_dir()
