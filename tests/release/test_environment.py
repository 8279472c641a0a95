import subprocess
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from smartcity_kit.release import environment
from smartcity_kit.release.environment import Target
from smartcity_kit.release.licences import SERVERS, licences


def narrowed(text: str, python: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    lock = tmp_path / "requirements.txt"
    lock.write_text(text)
    monkeypatch.setattr(environment, "LOCK", lock)
    return environment._narrowed(Target(python, "x86_64"))


LOCKED = """\
django==5.2.19 \\
    --hash=sha256:aa
importlib==1.0 ; python_full_version < '3.12' \\
    --hash=sha256:bb \\
    --hash=sha256:cc
pywin==2 ; sys_platform == 'win32' \\
    --hash=sha256:dd
"""


def test_the_lock_is_narrowed_to_the_target_with_its_hashes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = narrowed(LOCKED, "3.11", tmp_path, monkeypatch)
    assert "importlib" in old
    assert "--hash=sha256:cc" in old
    new = narrowed(LOCKED, "3.13", tmp_path, monkeypatch)
    assert "importlib" not in new
    assert "--hash=sha256:cc" not in new
    assert "pywin" not in old + new


def test_every_line_of_the_lock_is_a_pinned_requirement() -> None:
    for line in environment._lock_lines():
        assert [spec.operator for spec in Requirement(line).specifier] == ["=="], line


def test_the_licence_of_every_package_is_known() -> None:
    for target in SERVERS:
        kept = environment._narrowed(target).splitlines()
        names = {line.partition("==")[0] for line in kept if "==" in line}
        assert names - set(licences()) == set()
    assert "unknown" not in licences().values()


def test_the_key_changes_with_the_base_and_not_with_its_caches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = environment.environment_key()
    assert before == environment.environment_key()
    (tmp_path / "smartcity_base").mkdir()
    (tmp_path / "smartcity_base" / "a.py").write_text("x = 1")
    monkeypatch.setattr(environment, "BASE", tmp_path)
    assert environment.environment_key() != before


@pytest.mark.wheels
def test_another_processor_gets_an_installer_that_runs_there(tmp_path: Path) -> None:
    environment._fetch_installer(Target("3.11", "aarch64"), tmp_path)

    program = (tmp_path / "uv").read_bytes()
    assert program[:4] == b"\x7fELF"
    assert int.from_bytes(program[18:20], "little") == 183  # EM_AARCH64
    assert [path.name for path in tmp_path.iterdir()] == ["uv"]


@pytest.mark.wheels
def test_wheels_install_without_an_index(tmp_path: Path) -> None:
    """Fetched for this Python, then installed with no index to ask."""
    folder = environment.wheels(Target.here())
    assert list(folder.glob("smartcity_base-*.whl"))
    python = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "uv", "venv", "-q", python], check=True)
    subprocess.run(
        [
            sys.executable, "-m", "uv", "pip", "install", "-q", "--python", python / "bin/python",
            "--no-index", "--find-links", folder, "--require-hashes",
            "-r", folder / "requirements.txt",
        ],
        check=True,
    )  # fmt: skip
    done = subprocess.run([python / "bin/python", "-c", "import django, PIL, allauth"], check=True)
    assert done.returncode == 0
