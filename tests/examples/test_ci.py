"""The files of docs/examples: what they are, and that their commands do what they say."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

from smartcity_kit import paths

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"
PROGRAMS = Path(sys.executable).parent


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with two profiles, the second of an older form and with a fault."""
    folder = tmp_path / "repository"
    for name in ("kota-gorontalo", "kota-tangerang"):
        shutil.copytree(paths.SAMPLES / name, folder / "profiles" / name)
    (folder / "profiles" / "README.md").write_text("Profil daerah kami.\n")
    file = folder / "profiles" / "kota-tangerang" / "profile.yml"
    text = file.read_text("utf-8").split("\n", 1)[1]
    file.write_text(text.replace('kit: "0.2"', 'kit: "0.1"').replace("#1b6b3a", "green"), "utf-8")
    return folder


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """`smartcity` on the path as an installed kit has it, of this checkout."""
    programs = tmp_path / "programs"
    programs.mkdir()
    program = programs / "smartcity"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m smartcity_kit "$@"\n')
    program.chmod(0o755)
    path = f"{programs}:{PROGRAMS}:{os.environ['PATH']}"
    own = {"PATH": path, "PYTHONPATH": str(ROOT), "PRE_COMMIT_HOME": str(tmp_path / "pre-commit")}
    return os.environ | own | {"SMARTCITY_LANG": "en", "HOME": str(tmp_path)}


def run(
    command: str, folder: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-ec", command], cwd=folder, env=environment,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def commands(node: Any) -> Iterator[str]:
    """Every command of the kit's in a CI file, as it stands there."""
    if isinstance(node, dict):
        for value in node.values():
            yield from commands(value)
    elif isinstance(node, list):
        for value in node:
            yield from commands(value)
    elif isinstance(node, str) and node.startswith("smartcity "):
        yield node


def read(name: str) -> Any:
    return yaml.safe_load((EXAMPLES / name).read_text("utf-8"))


@pytest.mark.parametrize(
    ("name", "schema"),
    [("github-actions.yml", "vendor.github-workflows"), ("gitlab-ci.yml", "vendor.gitlab-ci")],
)
def test_a_ci_file_is_one_that_its_service_takes(name: str, schema: str) -> None:
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema]
    done = subprocess.run([*check, EXAMPLES / name], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_github_is_shown_the_faults_at_their_lines(
    repository: Path, environment: dict[str, str]
) -> None:
    annotate, scan, forms = commands(read("github-actions.yml"))
    done = run(annotate, repository, environment)
    assert done.returncode == 3
    assert sorted(line.split(",title=")[0] for line in done.stdout.splitlines()) == [
        "::error file=profiles/kota-tangerang/profile.yml,line=13,col=12",
        "::warning file=profiles/kota-tangerang/profile.yml,line=2,col=6",
    ]
    done = run(scan, repository, environment)
    assert (done.returncode, done.stderr) == (0, "")
    (found,) = json.loads((repository / "profiles.sarif").read_text("utf-8"))["runs"]
    assert len(found["results"]) == 2
    done = run(forms, repository, environment)
    assert done.returncode == 6
    assert '+kit: "0.2"' in done.stdout


def test_gitlab_is_told_which_regions_failed(repository: Path, environment: dict[str, str]) -> None:
    check, _forms = commands(read("gitlab-ci.yml"))
    done = run(check, repository, environment)
    assert done.returncode == 3
    suite = ElementTree.parse(repository / "profiles.xml").getroot()[0]  # noqa: S314 - our own
    assert {case.get("name"): case.find("failure") is not None for case in suite} == {
        "kota-gorontalo": False,
        "kota-tangerang": True,
    }


def test_every_command_passes_once_the_profiles_are_right(
    repository: Path, environment: dict[str, str]
) -> None:
    file = repository / "profiles" / "kota-tangerang" / "profile.yml"
    file.write_text(file.read_text("utf-8").replace("green", "#1b6b3a"), "utf-8")
    done = run("smartcity profile migrate profiles/kota-tangerang --yes", repository, environment)
    assert done.returncode == 0, done.stderr
    for name in ("github-actions.yml", "gitlab-ci.yml"):
        for command in commands(read(name)):
            done = run(command, repository, environment)
            assert done.returncode == 0, (command, done.stdout, done.stderr)


def test_the_hook_refuses_a_commit_that_breaks_a_profile(
    repository: Path, environment: dict[str, str]
) -> None:
    shutil.copy(EXAMPLES / "pre-commit-config.yaml", repository / ".pre-commit-config.yaml")
    as_someone = "-c user.name=x -c user.email=x@contoh.go.id"
    begin = (
        "git init -q && git add .pre-commit-config.yaml profiles/README.md profiles/kota-gorontalo"
    )
    done = run(f"{begin} && pre-commit install", repository, environment)
    assert done.returncode == 0, done.stderr
    commit = f"git {as_someone} commit -qm x"
    done = run(commit, repository, environment)
    assert done.returncode == 0, done.stderr
    done = run(f"git add profiles/kota-tangerang && {commit}", repository, environment)
    assert done.returncode == 1
    assert "profiles/kota-tangerang/profile.yml" in done.stderr
    assert "13:12  branding.primary" in done.stderr
    done = run(f"git reset -q && echo . >> profiles/README.md && git add -u && {commit}",
               repository, environment)  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_the_kits_own_hook_is_one_that_pre_commit_takes(environment: dict[str, str]) -> None:
    manifest = ROOT / ".pre-commit-hooks.yaml"
    done = run(f"pre-commit validate-manifest '{manifest}'", ROOT, environment)
    assert done.returncode == 0, done.stdout
    (own,) = yaml.safe_load(manifest.read_text("utf-8"))
    (example,) = read("pre-commit-config.yaml")["repos"][0]["hooks"]
    assert {k: own[k] for k in example if k != "language"} == {
        k: value for k, value in example.items() if k != "language"
    }


def test_only_changed_profiles_can_be_checked(
    repository: Path, environment: dict[str, str]
) -> None:
    changed = "printf 'profiles/README.md\\nprofiles/kota-gorontalo/data/agencies.csv\\n'"
    done = run(f"{changed} | smartcity validate -", repository, environment)
    assert (done.returncode, done.stdout) == (0, "1 profile is valid.\n")


def test_no_example_names_a_package_index() -> None:
    for file in EXAMPLES.iterdir():
        text = file.read_text("utf-8")
        assert not any(word in text for word in ("pypi", "index-url", "://")), file
