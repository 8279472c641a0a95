"""What a rollout does with regions that go well, that fail, that hang, and that do not answer."""

import json
import os
import stat
import threading
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from smartcity_kit.errors import KitError, LockedError
from smartcity_kit.fleet import process
from smartcity_kit.fleet.hooks import NAMES, SCHEMA, Hooks
from smartcity_kit.fleet.process import Identity
from smartcity_kit.fleet.rollout import find, resume, rollout
from tests.fleet.conftest import World, member, one, results


def test_every_region_is_done_once_in_its_wave(world: World) -> None:
    report = world.rollout(7, waves="1,2,100%")
    assert set(results(report).values()) == {"done"}
    assert [region.wave for region in report.regions] == [1, 2, 2, 3, 3, 3, 3]
    assert all(world.log(region.slug) == ["begin", "whole"] for region in report.regions)
    assert report.rollout.state == "ended"
    assert report.exit_code == 0


def test_a_wave_begins_when_the_one_before_is_whole(world: World) -> None:
    world.rollout(4, waves="2,2", parallel=4)
    attempts = [world.ledger.history(f"kota-{n:02}")[0] for n in (1, 2, 3, 4)]
    ended = max(attempt.ended or 0 for attempt in attempts[:2])
    assert ended <= min(attempt.began for attempt in attempts[2:])


def test_one_that_fails_first_stops_everything(world: World) -> None:
    world.does("kota-01", "failed")
    report = world.rollout(5)
    assert report.rollout.state == "stopped"
    assert report.rollout.reason == "1 of 1 regions of wave 1 failed."
    assert results(report) == {"kota-01": "failed"} | {f"kota-0{n}": "" for n in (2, 3, 4, 5)}
    assert world.log("kota-02") == []
    assert report.exit_code == 1


def test_it_goes_on_where_it_stopped_and_does_nothing_twice(world: World) -> None:
    world.does("kota-02", "failed", "done")
    stopped = world.rollout(6, waves="1,1,100%")
    assert stopped.rollout.state == "stopped"
    report = world.resume()
    assert set(results(report).values()) == {"done"}
    assert world.log("kota-01") == ["begin", "whole"]
    assert one(report, "kota-02").attempts == 2
    assert report.exit_code == 0
    with pytest.raises(KitError, match="no rollout that could go on"):
        world.resume()


def test_one_that_does_not_answer_is_queued_and_the_others_go_on(world: World) -> None:
    world.does("kota-02", "unreachable", "unreachable", "unreachable", "done")
    report = world.rollout(6, waves="3,100%", parallel=1)
    assert set(results(report).values()) == {"done"}
    assert one(report, "kota-02").attempts == 4
    history = world.ledger.history("kota-02")
    later = world.ledger.history("kota-06")[0]
    assert history[0].began > later.began, "nobody waited for it"
    assert [attempt.result for attempt in history] == ["done", *["unreachable"] * 3]


def test_the_first_region_of_all_is_waited_for(world: World) -> None:
    """Nobody has shown yet that it works."""
    world.does("kota-01", "unreachable", "done")
    world.rollout(2, waves="1,1")
    assert world.ledger.history("kota-02")[0].began >= (
        world.ledger.history("kota-01")[0].ended or 0
    )


def test_one_that_never_answers_is_told_and_fails_nobody(world: World) -> None:
    world.does("kota-02", "unreachable")
    report = world.rollout(3, waves="3", retries=2, retry_after=0.01)
    assert results(report) == {"kota-01": "done", "kota-02": "unreachable", "kota-03": "done"}
    assert one(report, "kota-02").attempts == 3
    assert report.rollout.state == "ended"
    assert report.exit_code == 5


def test_one_that_hangs_is_ended_with_all_it_started_and_tried_again(world: World) -> None:
    world.does("kota-01", "hang", "done")
    report = world.rollout(1)
    assert results(report) == {"kota-01": "done"}
    first = world.ledger.history("kota-01")[1]
    assert (first.result, first.stage) == ("hung", "run")
    pid = int((Path(first.folder) / "pid").read_text())
    assert process.began(pid) is None


def test_one_that_vanishes_is_tried_again(world: World) -> None:
    world.does("kota-01", "vanish", "done")
    report = world.rollout(1)
    assert results(report) == {"kota-01": "done"}
    assert world.ledger.history("kota-01")[1].message == (
        "The process ended without a result (signal 9)."
    )


def test_a_few_failures_of_many_are_no_reason_to_stop(world: World) -> None:
    world.does("kota-05", "failed")
    report = world.rollout(12, waves="12", parallel=4)
    assert sorted(results(report).values()) == ["done"] * 11 + ["failed"]
    assert report.rollout.state == "ended"
    assert report.exit_code == 5


def test_it_pauses_between_waves_until_somebody_goes_on(world: World) -> None:
    paused = world.rollout(3, waves="1,1,1", pause=True)
    assert paused.rollout.state == "paused"
    assert paused.rollout.reason == "Paused after wave 1."
    assert list(results(paused).values()) == ["done", "", ""]
    assert paused.exit_code == 6
    asked: list[str] = []

    def agree(question: str) -> bool:
        asked.append(question)
        return True

    report = resume(ledger=world.ledger, program=world.program, ask=agree)
    assert asked == ["Go on with wave 3?"]
    assert report.rollout.state == "ended"


def test_no_more_of_a_data_centre_work_than_it_bears(world: World) -> None:
    world.takes(0.2)
    planned = world.planned(6, waves="6", parallel=6, per_site=2)
    members = tuple(replace(one, site="10.9.8.0/24") for one in planned.members)
    planned = replace(planned, waves=(members,))
    report = rollout(planned, ledger=world.ledger, program=world.program)
    attempts = [world.ledger.history(region.slug)[0] for region in report.regions]
    spans = [(attempt.began, attempt.ended or 0) for attempt in attempts]
    assert max(sum(b <= at < e for b, e in spans) for at, _end in spans) == 2


def test_a_closed_window_is_waited_for(world: World) -> None:
    """It opens in two hours: nothing begins now, and the rollout can be held."""
    hold = threading.Event()
    threading.Timer(0.5, hold.set).start()
    later = datetime.now(ZoneInfo("Asia/Jakarta")) + timedelta(hours=2)
    window = f"{later:%H}:00-{later + timedelta(hours=1):%H}:00"
    planned = world.planned(2, window=window)
    report = rollout(planned, ledger=world.ledger, program=world.program, hold=hold)
    assert report.rollout.state == "paused"
    assert world.log("kota-01") == []


def test_a_rollout_is_led_by_one_process_at_a_time(world: World) -> None:
    world.does("kota-01", "failed")
    name = world.rollout(2).rollout.id
    init = Identity("x", "", 1, process.began(1) or "")
    mine = Identity.own()
    other = str(replace(mine, pid=init.pid, began=init.began))
    assert world.ledger.lead(name, other, process.is_gone) == ""
    with pytest.raises(LockedError, match=f"The rollout {name} is led by"):
        world.resume()
    dead = str(replace(mine, pid=999_999_999))
    world.ledger.run("UPDATE rollout SET owner = ? WHERE id = ?", dead, name)
    world.does("kota-01", "done")
    assert world.resume().exit_code == 0


def test_two_rollouts_never_have_one_region_at_the_same_time(world: World) -> None:
    first, second = (world.rollout(0) for _ in range(2))
    for report in (first, second):
        with world.ledger.together():
            world.ledger.run("INSERT INTO wave (rollout, number) VALUES (?, 1)", report.rollout.id)
            world.ledger.run(
                "INSERT INTO region (rollout, slug, wave, place, site, member) "
                "VALUES (?, 'kota-01', 1, 0, '', ?)",
                report.rollout.id, json.dumps(member(1).as_json()),
            )  # fmt: skip
    folder = str(world.folder)
    assert world.ledger.claim(first.rollout.id, "kota-01", "a", lambda _n: folder)
    assert world.ledger.claim(first.rollout.id, "kota-01", "b", lambda _n: folder) is None
    assert world.ledger.claim(second.rollout.id, "kota-01", "c", lambda _n: folder) is None


HOOK = """#!/bin/sh
told=$(cat)
printf '%%s' "$told" > "$0.$$.told"
case $told in *'"slug": "kota-02"'*) echo "%s"; exit %d;; esac
"""


def write_hook(folder: Path, name: str, reason: str = "", code: int = 0) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text(HOOK % (reason, code))
    file.chmod(0o755)
    return folder


def test_a_hook_before_a_region_may_leave_it_alone(world: World, tmp_path: Path) -> None:
    hooks = write_hook(tmp_path / "hooks", "before-region", "no backup of it", 1)
    report = world.rollout(3, waves="3", max_failures="1", hooks=str(hooks))
    assert results(report) == {"kota-01": "done", "kota-02": "refused", "kota-03": "done"}
    assert one(report, "kota-02").message == "before-region: no backup of it"
    assert world.log("kota-02") == []


def test_a_hook_after_a_wave_is_the_check_between_waves(world: World, tmp_path: Path) -> None:
    hooks = write_hook(tmp_path / "hooks", "after-wave", "too slow", 3)
    report = world.rollout(3, waves="1,1,1", hooks=str(hooks))
    assert report.rollout.state == "stopped"
    assert report.rollout.reason == "after-wave: too slow"
    assert list(results(report).values()) == ["done", "done", ""]
    told = [json.loads(file.read_text()) for file in hooks.glob("after-wave.*.told")]
    (second,) = (one for one in told if one["wave"] == 2)
    assert second["hook"] == "after-wave"
    assert second["results"] == {"kota-02": "done"}


def test_a_hook_after_a_region_that_says_no_counts_it_as_failed(
    world: World, tmp_path: Path
) -> None:
    hooks = write_hook(tmp_path / "hooks", "after-region", "nobody can sign in", 1)
    report = world.rollout(2, waves="2", max_failures="1", hooks=str(hooks))
    assert results(report) == {"kota-01": "done", "kota-02": "failed"}


def test_every_hook_is_told_what_the_schema_says(world: World, tmp_path: Path) -> None:
    from jsonschema import Draft202012Validator

    schema = json.loads(SCHEMA.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    for name in NAMES:
        write_hook(tmp_path / "hooks", name)
    world.rollout(2, waves="1,1", hooks=str(tmp_path / "hooks"))
    told = [json.loads(file.read_text()) for file in (tmp_path / "hooks").glob("*.told")]
    assert {one["hook"] for one in told} == set(NAMES)
    for one_told in told:
        Draft202012Validator(schema).validate(one_told)
    assert not Draft202012Validator(schema).is_valid({"hook": "before-wave", "rollout": "r"})


def test_a_hook_that_would_not_be_run_is_told_before_anything(world: World, tmp_path: Path) -> None:
    hooks = write_hook(tmp_path / "hooks", "before-region")
    (hooks / "before-region").chmod(0o644)
    with pytest.raises(KitError, match="may not be executed"):
        world.rollout(2, hooks=str(hooks))
    with pytest.raises(KitError, match="no hook in"):
        Hooks.of(str(tmp_path / "empty"))
    assert world.ledger.rollouts() == []


def test_what_an_attempt_leaves_is_readable_by_its_owner_alone(world: World) -> None:
    world.rollout(1)
    folder = Path(world.ledger.history("kota-01")[0].folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    ledger = folder.parents[3] / "ledger.sqlite3"
    assert stat.S_IMODE(ledger.stat().st_mode) == 0o600


def test_its_output_is_in_the_ledger(world: World) -> None:
    report = world.rollout(1)
    assert world.ledger.lines(report.rollout.id, "kota-01", 1) == ["§ run"]


def test_a_rollout_that_is_not_there_is_named(world: World) -> None:
    with pytest.raises(KitError, match="no rollout called nobody"):
        find(world.ledger, "nobody")


def test_a_process_of_another_machine_is_never_called_gone() -> None:
    mine = Identity.own()
    assert not process.is_gone(str(mine))
    assert process.is_gone(str(replace(mine, pid=999_999_999)))
    assert process.is_gone(str(replace(mine, began="1")))
    assert process.is_gone(str(replace(mine, world="another-boot:1")))
    assert not process.is_gone(str(replace(mine, who="root@elsewhere", world="x:1")))
    assert os.getpid() == mine.pid
