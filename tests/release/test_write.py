"""Same input, same bytes: rendered by processes of their own, as a consultant's two machines do."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from smartcity_kit import paths
from smartcity_kit.regions import areas, find

REGIONS = ("kota-gorontalo", "kota-tangerang")


def rendered(region: str, folder: Path, python: str = sys.executable, seed: str = "0") -> Path:
    environment = os.environ | {
        "PYTHONHASHSEED": seed,
        "SMARTCITY_HOME": str(folder / "state"),
        "TZ": "Asia/Jayapura" if seed != "0" else "UTC",
    }
    command = [python, "-m", "smartcity_kit", "render", region, "--to", str(folder / "out")]
    folder.mkdir()
    done = subprocess.run(
        command, env=environment, cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder / "out"


def contents(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def test_two_renders_are_the_same_bytes(tmp_path: Path) -> None:
    first = rendered("kota-gorontalo", tmp_path / "first")
    second = rendered("kota-gorontalo", tmp_path / "second", seed="4711")
    assert contents(first) == contents(second)
    assert len(contents(first)) > 50


@pytest.fixture(scope="module")
def other_python(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A Python of another minor version with the kit's own dependencies, hash by hash."""
    uv = [sys.executable, "-m", "uv"]
    search = [*uv, "python", "find", "--no-python-downloads", "3.13"]
    found = subprocess.run(search, capture_output=True, text=True).stdout.strip()
    # uv looks along the PATH only; pyenv keeps its versions elsewhere.
    beside = sorted((Path.home() / ".pyenv" / "versions").glob("3.13.*/bin/python3"))
    other = found or next(map(str, beside), "")
    if not other:
        pytest.skip("this machine has no Python 3.13")
    folder = tmp_path_factory.mktemp("other")
    python = str(folder / "bin" / "python")
    subprocess.run([*uv, "venv", "-q", "-p", other, folder], check=True)
    install = [*uv, "pip", "install", "-q", "--python", python]
    root = paths.TEMPLATES.parent
    subprocess.run([*install, "--require-hashes", "-r", root / "requirements.txt"], check=True)
    subprocess.run([*install, "--no-deps", "-e", root], check=True)
    return python


@pytest.mark.wheels
def test_another_python_renders_the_same_bytes(tmp_path: Path, other_python: str) -> None:
    first = rendered("kota-gorontalo", tmp_path / "first")
    second = rendered("kota-gorontalo", tmp_path / "second", python=other_python)
    assert contents(first) == contents(second)


@pytest.mark.parametrize(("region", "other"), [REGIONS, REGIONS[::-1]])
def test_nothing_of_another_region_is_in_a_release(region: str, other: str, tmp_path: Path) -> None:
    everything = b"\0".join(contents(rendered(region, tmp_path / region)).values()).decode("latin1")
    foreign = own_strings(other) - own_strings(region)
    assert len(foreign) > 50
    found = {text for text in foreign if text.encode().decode("latin1") in everything}
    assert not found


def own_strings(region: str) -> set[str]:
    """What only this region has: codes of every area, its domain, its names, its colours."""
    folder = paths.SAMPLES / region
    found = find(region)
    here = areas(found.code)
    codes = {d.code for d in here.districts} | {v.code for v in here.villages}
    lines = (folder / "profile.yml").read_text("utf-8").splitlines()
    values = {line.split(":", 1)[1].strip().strip('"') for line in lines if ": " in line}
    colours = {value for value in values if value.startswith("#") and len(value) == 7}
    domain = next(line.split()[1] for line in lines if line.startswith("domain:"))
    return codes | colours | {found.name, found.slug, domain.strip('"')}


def test_no_secret_is_in_a_release(tmp_path: Path) -> None:
    text = b"".join(contents(rendered("kota-gorontalo", tmp_path / "a")).values())
    assert b"PRIVATE KEY" not in text
    assert b"$ANSIBLE_VAULT" not in text


def test_it_never_writes_into_a_folder_that_holds_something(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    command = [sys.executable, "-m", "smartcity_kit", "render", "kota-gorontalo", "--to", "out"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "is not empty" in done.stderr
    assert (tmp_path / "out" / "mine.txt").read_text() == "mine"


def test_a_release_in_the_state_folder_links_the_stored_code(state: Path) -> None:
    command = [sys.executable, "-m", "smartcity_kit", "render", "kota-gorontalo"]
    subprocess.run(command, check=True, capture_output=True)
    (release,) = (state / "releases" / "kota-gorontalo").iterdir()
    code = release / "apps" / "laksa" / "code"
    assert code.is_symlink()
    assert (code / "manage.py").is_file()
    moved = state.with_name("moved")
    shutil.move(state, moved)
    again = moved / "releases" / "kota-gorontalo" / release.name / "apps" / "laksa" / "code"
    assert (again / "manage.py").is_file()
