"""The playbooks as text: they parse, they are clean, and every role says what it takes."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from .conftest import PLAYBOOKS

ENVIRONMENT = {
    "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
    "ANSIBLE_CONFIG": str(PLAYBOOKS / "ansible.cfg"),
    "ANSIBLE_LOCALHOST_WARNING": "False",
}
ROLES = sorted(path.name for path in (PLAYBOOKS / "roles").iterdir())


def run(*command: str, home: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command,
        cwd=PLAYBOOKS,
        env=ENVIRONMENT | {"HOME": str(home)},
        capture_output=True,
        text=True,
    )


def test_every_playbook_parses(tmp_path: Path) -> None:
    books = [path.name for path in PLAYBOOKS.glob("*.yml")]
    assert {"adopt.yml", "rollback.yml"} <= set(books)
    done = run("ansible-playbook", "--syntax-check", *books, home=tmp_path)
    assert done.returncode == 0, done.stderr


def test_the_strictest_profile_of_ansible_lint_finds_nothing(tmp_path: Path) -> None:
    done = run("ansible-lint", "--offline", "--profile=production", "--nocolor", home=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("role", ROLES)
def test_every_role_describes_what_it_takes(role: str) -> None:
    specs = yaml.safe_load((PLAYBOOKS / "roles" / role / "meta/argument_specs.yml").read_text())
    for entry in specs["argument_specs"].values():
        assert entry["short_description"]
        assert all(option["description"] for option in entry["options"].values())


def test_nothing_but_ansible_itself_is_needed() -> None:
    """No collection has to be fetched: a task is of ansible.builtin or a module of our own."""
    texts = [file.read_text() for file in (*PLAYBOOKS.glob("*.yml"), *PLAYBOOKS.rglob("tasks/*"))]
    named = {name for text in texts for name in re.findall(r"(?m)^ *(?:- )?(\w+\.\w+)\.\w+:", text)}
    assert named == {"ansible.builtin"}
