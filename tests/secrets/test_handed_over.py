"""Ansible gets the password by memory: no process shows it, and no file keeps it."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from smartcity_kit import paths
from smartcity_kit.errors import KitError
from smartcity_kit.plan import Plan
from smartcity_kit.release import compose, write
from smartcity_kit.run import Event, Run, run_playbook
from smartcity_kit.secrets import choose, ensure_secrets, find_secrets, keep, password_file, sources

PASSWORD = "perahu merah di hulu 31"
LOOK = """\
- name: Look at every process of this machine
  hosts: all
  gather_facts: false
  tasks:
    - name: Use a secret
      ansible.builtin.command: "true"
      environment: {S: "{{ smartcity_secrets.servers.web1.sudo_password }}"}
      no_log: true
    - name: Note what they show
      ansible.builtin.shell: "cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline > FILE 2>/dev/null; :"
"""


@pytest.fixture(params=["file", "program", "descriptor"])
def plan(request: pytest.FixtureRequest, plan_of: Callable[..., Plan], tmp_path: Path) -> Plan:
    """A region whose password is given in one way or another."""
    made = plan_of()
    if request.param == "descriptor":
        sources._read_descriptor.cache_clear()
        read, written = os.pipe()
        os.write(written, PASSWORD.encode())
        os.close(written)
        return replace(made, vault=choose(made.region.slug, descriptor=read))
    file = tmp_path / "kata-sandi"
    file.write_text(PASSWORD)
    if request.param == "program":
        file.write_text(f'#!/bin/sh\nprintf "{PASSWORD}"\n')
        file.chmod(0o700)
    return replace(made, vault=choose(made.region.slug, file=file))


def run(plan: Plan, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> tuple[Run, bytes]:
    """A run that looks at all processes while it runs, and what it saw."""
    folder, seen = write(compose(plan)), tmp_path / "seen"
    monkeypatch.setattr(paths, "PLAYBOOKS", tmp_path)
    (tmp_path / "ansible.cfg").write_text("[defaults]\n")
    (tmp_path / "look.yml").write_text(LOOK.replace("FILE", str(seen)))
    found = ensure_secrets(plan)
    keep(found, ("servers", "web1", "sudo_password"), "sandi-sudo")

    def watch(_event: Event) -> None:
        pass

    done = run_playbook(
        plan, "look.yml", folder, found, {"smartcity_run": {"release": "abc"}}, watch
    )
    return done, seen.read_bytes() if seen.is_file() else b""


def test_no_process_shows_it_and_no_file_of_the_run_keeps_it(
    plan: Plan, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SMARTCITY_VAULT_PASSWORD_FILE", "/a/path/that/is/not/handed/on")

    done, seen = run(plan, monkeypatch, tmp_path)

    assert done.successful, done.log.read_text()
    assert b"ansible-playbook" in seen
    assert b"--vault-password-file" in seen
    assert PASSWORD.encode() not in seen
    for file in paths.state().rglob("*"):
        assert not file.is_file() or PASSWORD.encode() not in file.read_bytes(), file


def test_a_password_that_does_not_open_it_begins_no_run(
    plan_of: Callable[..., Plan], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ensure_secrets(plan_of())
    (tmp_path / "lain").write_text("bukan ini")
    other = replace(plan_of(), vault=choose("kota-gorontalo", file=tmp_path / "lain"))
    with pytest.raises(KitError, match="does not open"):
        run(other, monkeypatch, tmp_path)
    assert not (tmp_path / "seen").exists()


def test_the_path_that_is_handed_over_leads_nowhere_afterwards(
    plan_of: Callable[..., Plan],
) -> None:
    plan = plan_of()
    key = Path(ensure_secrets(plan).source.where).read_bytes().strip()
    with password_file(find_secrets(plan)) as path:
        assert Path(path).read_bytes() == key
        assert Path(path).stat().st_mode & 0o777 == 0o600
    assert not Path(path).exists()
