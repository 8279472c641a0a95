"""Real Ansible on this machine, with small playbooks written here."""

from collections.abc import Callable
from pathlib import Path

import pytest

from smartcity_kit import paths, secrets
from smartcity_kit.errors import KitError
from smartcity_kit.plan import Plan
from smartcity_kit.release import compose, write
from smartcity_kit.run import Event, Run, run_playbook
from smartcity_kit.secrets import ensure_secrets

RunTasks = Callable[[str], Run]

HEAD = """\
- name: A small play
  hosts: all
  gather_facts: false
  tasks:
"""


@pytest.fixture
def seen() -> list[Event]:
    return []


@pytest.fixture
def run_tasks(
    plan_of: Callable[..., Plan],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    seen: list[Event],
) -> RunTasks:
    plan = plan_of()
    folder = write(compose(plan))
    found = ensure_secrets(plan)
    secrets.keep(found, ("servers", "web1", "sudo_password"), "kata-sandi-rahasia")
    monkeypatch.setattr(paths, "PLAYBOOKS", tmp_path)
    (tmp_path / "ansible.cfg").write_text("[defaults]\nretry_files_enabled = False\n")

    def run(tasks: str, check: bool = False) -> Run:
        (tmp_path / "small.yml").write_text(HEAD + tasks)
        variables = {"smartcity_run": {"release": "abc"}}
        return run_playbook(plan, "small.yml", folder, found, variables, seen.append, check=check)

    return run


def test_it_tells_what_changed_and_ends_well(run_tasks: RunTasks, tmp_path: Path) -> None:
    done = run_tasks(
        "    - {name: Ensure a file, ansible.builtin.copy: {content: x, mode: '0600', "
        f"dest: {tmp_path}/x}}}}\n"
        "    - {name: Look, ansible.builtin.command: 'true', changed_when: false}\n"
    )
    assert done.successful
    assert done.changed == ["Ensure a file"]
    assert done.failures == []


def test_it_tells_which_task_failed_and_what_it_said(run_tasks: RunTasks) -> None:
    done = run_tasks("    - {name: Refuse, ansible.builtin.fail: {msg: the disk is full}}\n")
    assert not done.successful
    assert [(f.task, f.message) for f in done.failures] == [("Refuse", "the disk is full")]
    assert "the disk is full" in done.log.read_text()


def test_a_failure_that_was_expected_is_none(run_tasks: RunTasks) -> None:
    done = run_tasks("    - {name: Try, ansible.builtin.command: 'false', ignore_errors: true}\n")
    assert done.successful
    assert done.failures == []


def test_it_collects_what_cannot_be_predicted(run_tasks: RunTasks) -> None:
    done = run_tasks(
        "    - {name: Note, ansible.builtin.debug: {msg: 'cannot be predicted: the database'}}\n"
    )
    assert done.unpredicted == ["the database"]


def test_the_watcher_hears_of_each_task_as_it_begins(
    run_tasks: RunTasks, seen: list[Event]
) -> None:
    run_tasks("    - {name: One, ansible.builtin.debug: {msg: a}}\n")
    begun = [event.task for event in seen if event.kind == "playbook_on_task_start"]
    assert begun == ["One"]


def test_neither_secrets_nor_the_operators_environment_stay_behind(
    run_tasks: RunTasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLOUD_TOKEN", "token-yang-bocor")
    done = run_tasks(
        "    - {name: Use, ansible.builtin.command: 'true', no_log: true,\n"
        "       environment: {P: '{{ smartcity_secrets.servers.web1.sudo_password }}'}}\n"
    )
    assert done.successful
    told = run_tasks(
        "    - name: Tell\n"
        "      ansible.builtin.debug: {msg: \"has {{ lookup('env', 'CLOUD_TOKEN') }}\"}\n"
    )
    assert "token-yang-bocor" not in told.log.read_text()
    left = b"".join(f.read_bytes() for f in done.folder.rglob("*") if f.is_file())
    assert b"kata-sandi-rahasia" not in left
    assert b"token-yang-bocor" not in left


def test_ansible_that_cannot_start_is_an_error_with_its_words(run_tasks: RunTasks) -> None:
    with pytest.raises(KitError, match="Ansible could not be started"):
        run_tasks("    - this: is not\n  a playbook\n")


def test_two_runs_never_share_a_folder(run_tasks: RunTasks) -> None:
    task = "    - {name: One, ansible.builtin.debug: {msg: a}}\n"
    first, second = run_tasks(task), run_tasks(task)
    assert first.folder != second.folder
