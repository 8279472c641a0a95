"""What a person sees of a rollout before it begins, and what is refused."""

import json
import os
import subprocess
import sys

import pytest

BATAM = ("rollout", "kota-batam", "--dry-run")


def run(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "smartcity_kit", *words],
        env={**os.environ, "COLUMNS": "160"}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_dry_run_says_who_when_and_how_long() -> None:
    done = run("rollout", "--province", "banten", "--where", "level=kota", "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "Kota Cilegon" in done.stdout
    assert " WIB" in done.stdout
    assert "4 regions in 3 waves" in done.stdout
    assert "How long it takes is not known" in done.stdout


def test_a_dry_run_tells_scripts_the_same() -> None:
    done = run("rollout", "kota-batam", "kota-makassar", "--waves", "1,1", "--dry-run", "--json")
    waves = json.loads(done.stdout)["waves"]
    assert [[one["slug"] for one in wave["regions"]] for wave in waves] == [
        ["kota-batam"], ["kota-makassar"],
    ]  # fmt: skip
    assert waves[1]["regions"][0]["begins"].endswith("+08:00")


def test_a_dry_run_begins_nothing() -> None:
    run(*BATAM)
    done = run("fleet", "kota-batam", "--json")
    assert json.loads(done.stdout)["attempts"] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--where", "levl=kota"), "there is no field “levl”"),
        (("--waves", "0"), "A wave of no region is none"),
        (("--window", "tonight"), "is no maintenance window"),
        (("--max-failures", "many"), "is neither a number nor a percentage"),
        (("--province", "atlantis"), "There is no region “atlantis”"),
    ],
)
def test_what_cannot_be_read_is_wrong_usage(words: tuple[str, ...], said: str) -> None:
    done = run(*BATAM, *words)
    assert done.returncode == 2
    assert said in done.stderr


def test_everybody_is_meant_only_where_that_is_said() -> None:
    done = run("rollout", "--dry-run")
    assert done.returncode == 2
    assert "Name regions, or say --all." in done.stderr


def test_everybody_and_some_of_them_contradict_each_other() -> None:
    done = run("rollout", "--all", "--where", "province=36", "--dry-run")
    assert done.returncode == 2
    assert "for --all" in done.stderr
    assert "leave it out, or what narrows it" in done.stderr


def test_one_that_goes_on_takes_no_names() -> None:
    done = run("rollout", "--resume", "kota-batam")
    assert done.returncode == 2
    assert "has its regions already" in done.stderr


def test_without_a_rollout_nothing_can_go_on() -> None:
    done = run("rollout", "--resume")
    assert done.returncode == 2
    assert "There is no rollout that could go on." in done.stderr


def test_a_team_needs_a_ledger_that_others_reach() -> None:
    done = run("rollout", "kota-batam", "--team", "--yes")
    assert done.returncode == 1
    assert "need a ledger in PostgreSQL" in done.stderr
    assert run("worker").returncode == 1
