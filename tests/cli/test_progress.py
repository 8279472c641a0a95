"""Each step of a run is told once, in words of a person."""

import re

import pytest

from smartcity_kit import paths
from smartcity_kit.cli.progress import STEPS, Progress
from smartcity_kit.run import Event

RUN = [
    ("Ensure nobody else works on the region", ""),
    ("Ensure the kit's tools are there", ""),
    ("Ensure folders and programs", "host"),
    ("Ensure the Python environment of the apps", ""),
    ("Environment | Ensure the wheels are at hand", "app"),
    ("Ensure each app", ""),
    ("Files | Ensure the release is there: live", "app"),
    ("Verify | Ensure visitors reach it: live", "app"),
    ("Note what failed", "app"),
    ("Files | Ensure the release is there: laksa", "app"),
    ("Finish | Ensure apps that left the profile rest, with their data", ""),
    ("Remember how it went", ""),
    ("Finish | Ensure others may work on the region again", ""),
]


def told(events: list[Event], capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The steps as they are shown, without how long each took."""
    with Progress() as progress:
        for event in events:
            progress(event)
    return [" ".join(line.split()[:-2]) for line in capsys.readouterr().out.splitlines()]


def started(task: str, role: str) -> Event:
    return Event("playbook_on_task_start", task, role, "")


def test_every_step_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert told([started(*task) for task in RUN], capsys) == [
        "✓ preparation",
        "✓ server basics",
        "✓ Python packages",
        "✓ LIVE release files",
        "✓ LIVE health",
        "✓ LAKSA release files",
        "✓ finishing",
    ]


def test_what_failed_is_marked_though_the_run_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    events = [started(*task) for task in RUN]
    events.insert(8, Event("runner_on_failed", RUN[7][0], "app", "no answer"))
    assert [line for line in told(events, capsys) if "✗" in line] == ["✗ LIVE health"]


@pytest.mark.parametrize("name", ["adopt", "rollback"])
def test_a_playbook_ends_with_a_step_that_has_a_name(name: str) -> None:
    text = (paths.PLAYBOOKS / f"{name}.yml").read_text("utf-8")
    last = re.findall(r"- name: (.*)", text)[-1]
    assert last.partition(" | ")[0] in STEPS
