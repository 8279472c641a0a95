"""A new app is green from its first minute, and a call that cannot be writes nothing."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from smartcity_kit import paths
from smartcity_kit.catalogue import load_catalogue
from smartcity_kit.cli import app
from smartcity_kit.errors import KitError
from smartcity_kit.new_app import TAKEN, new_app
from smartcity_kit.profile.sheets.of_apps import tables_of_apps

ROOT = paths.TEMPLATES.parent
BIN = Path(sys.executable).parent
PAGE = ROOT / "docs" / "how-to" / "add-an-app.md"
# Once with the table and a short name, once without and with the longest.
ONCE = pytest.mark.xdist_group("a-kit-with-new-apps")
MADE = {"tps": "jenis-tps", "penerimaanpesertadidikbaruku": ""}


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """What the command looks for in a checkout, and nothing else."""
    (tmp_path / "templates/_base/smartcity_base").mkdir(parents=True)
    (tmp_path / "smartcity_kit").mkdir()
    (tmp_path / "pyproject.toml").touch()
    shutil.copy(paths.TEMPLATES / "_base/requirements.txt", tmp_path / "templates/_base")
    return tmp_path


def written(kit: Path) -> set[str]:
    return {entry.name for entry in (kit / "templates").iterdir()} - {"_base"}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the kit with both new apps, which the command has made."""
    copy = tmp_path_factory.mktemp("kit")
    junk = shutil.ignore_patterns("__pycache__", "var", ".mypy_cache", ".ruff_cache")
    for part in ("templates", "tests", "smartcity_kit", "profiles", "playbooks"):
        shutil.copytree(ROOT / part, copy / part, ignore=junk)
    for part in ("pyproject.toml", "CHANGELOG.md"):
        shutil.copy(ROOT / part, copy)
    for name, table in MADE.items():
        new_app(name, copy, f'{name.upper()} "Kota"', "Untuk: mencoba.", table)
    return copy


def run(checkout: Path, *command: str | Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(checkout), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=checkout, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@ONCE
@pytest.mark.parametrize("name", MADE)
def test_what_it_makes_is_in_the_house_s_style(checkout: Path, name: str) -> None:
    folder = f"templates/{name}"
    run(checkout, BIN / "ruff", "check", folder)
    run(checkout, BIN / "ruff", "format", "--check", folder)
    run(checkout, BIN / "djlint", "--quiet", "--lint", folder)


@ONCE
@pytest.mark.parametrize("what", ["types", "tests"])
@pytest.mark.parametrize("name", MADE)
def test_its_types_and_its_own_tests_are_green(checkout: Path, name: str, what: str) -> None:
    run(checkout, checkout / "tests/templates/in_place", what, BIN, name)


@ONCE
def test_the_contract_of_every_app_holds_for_it(checkout: Path) -> None:
    run(checkout, sys.executable, "-m", "pytest", "-q", "tests/templates", "-k", "[tps]")


@ONCE
def test_its_pages_are_in_the_preview(checkout: Path, tmp_path: Path) -> None:
    """As a region sees it that has adopted all there is."""
    program = (
        "import sys; from pathlib import Path; from smartcity_kit.preview import preview;"
        "from smartcity_kit.plan import make_plan; from smartcity_kit.catalogue import *;"
        "from tests.samples import with_every_app;"
        "to = Path(sys.argv[1]); (to / 'p').mkdir(parents=True);"
        "plan = make_plan(with_every_app(to / 'p'), load_catalogue());"
        "preview(plan, to / 'pages', python=Path(sys.executable))"
    )
    environment = os.environ | {
        "SMARTCITY_HOME": str(tmp_path / "home"),
        "PYTHONPATH": f"{checkout}{os.pathsep}{checkout / 'templates/_base'}",
    }
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "preview")],
        cwd=checkout, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for name in MADE:
        assert (tmp_path / "preview/pages" / name / "butir-baru.html").is_file()


@ONCE
def test_its_table_is_one_of_the_kit_s_from_then_on(checkout: Path) -> None:
    found = tables_of_apps(checkout / "templates")
    assert list(found["jenis-tps"]["columns"]) == ["id", "name"]


def test_the_template_itself_is_no_app() -> None:
    assert not [name for name in load_catalogue().apps if name.startswith("_")]


# --- The page that leads through it ---


def test_the_page_s_first_command_is_taken(kit: Path) -> None:
    (line,) = re.findall(r"^ {4}\S*smartcity (new-app .*)$", PAGE.read_text("utf-8"), re.MULTILINE)
    words = [word.replace("segar", "segarbaru") for word in shlex.split(line)]
    words[words.index("--table") + 1] = "barang"
    done = CliRunner().invoke(app, [*words, "--kit", str(kit)])
    assert done.exit_code == 0, done.output
    named = set(re.findall(r"`([a-z_]+\.(?:py|yml))`", PAGE.read_text("utf-8")))
    made = {file.name for file in (kit / "templates/segarbaru").rglob("*") if file.is_file()}
    assert named - made == set()


@ONCE
def test_its_commands_inside_the_app_s_folder_work(checkout: Path) -> None:
    """Rewriting the first migration and running one test, as the page shows them."""
    shown = re.findall(r"^ {4,8}(?! )(.*)$", PAGE.read_text("utf-8"), re.MULTILINE)
    wanted = [line for line in shown if "SMARTCITY_APP" in line or "python -m" in line]
    assert len(wanted) == 3
    script = "\n".join(wanted)
    script = script.replace("segar", "tps").replace("../../../.venv/bin/python", sys.executable)
    done = subprocess.run(
        ["bash", "-euc", script], capture_output=True, text=True, check=False,
        cwd=checkout / "templates/tps" / "{{cookiecutter.slug}}",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


# --- The command ---


Run = Callable[..., Any]


@pytest.fixture
def typed(kit: Path) -> Run:
    return lambda *words: CliRunner().invoke(app, ["new-app", *words, "--kit", str(kit)])


def test_a_script_hears_what_was_written(kit: Path, typed: Run) -> None:
    done = typed("segarbaru", "--title", "SEGAR Baru", "--json")
    assert done.exit_code == 0, done.output
    told: dict[str, Any] = json.loads(done.output)
    assert told["app"] == "segarbaru"
    assert Path(told["folder"]) == kit / "templates/segarbaru"
    assert "app.yml" in told["files"]
    assert "tables.yml" not in told["files"]
    assert all((kit / "templates/segarbaru" / file).is_file() for file in told["files"])
    assert written(kit) == {"segarbaru"}


def test_a_person_hears_what_comes_next(typed: Run) -> None:
    done = typed("segarbaru")
    assert "make app APP=segarbaru" in done.output
    assert "add-an-app.md" in done.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["Harga Pasar"], "hargapasar"),
        (["3d"], "letters and digits"),
        (["x"], "letters and digits"),
        (["harga-pasar"], "hargapasar"),
        (["../../etc"], "letters and digits"),
        (["json"], "every app imports"),
        (["class"], "every app imports"),
        (["requests"], "every app imports"),
        (["base"], "every app imports"),
        (["pasar", "--table", "agencies"], "already"),
        (["pasar", "--table", "../x"], "--table"),
        (["pasar", "--title", "x" * 41], "--title"),
        (["pasar", "--summary", "dua\nbaris"], "--summary"),
    ],
)
def test_bad_words_are_refused_and_nothing_is_written(
    words: list[str], said: str, kit: Path, typed: Run
) -> None:
    done = typed(*words)
    assert isinstance(done.exception, KitError)
    assert done.exception.exit_code == 2
    assert said in f"{done.exception.message} {done.exception.hint}"
    assert "Nothing was written" in done.exception.hint
    assert written(kit) == set()


def test_a_name_that_is_taken_is_refused_and_what_is_there_stays(kit: Path, typed: Run) -> None:
    typed("segarbaru")
    mine = kit / "templates/segarbaru/app.yml"
    mine.write_text("mine")
    done = typed("segarbaru")
    assert isinstance(done.exception, KitError)
    assert "already" in done.exception.message
    assert mine.read_text() == "mine"
    assert written(kit) == {"segarbaru"}


def test_a_folder_that_is_no_checkout_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KitError, match="not a checkout") as told:
        new_app("segarbaru", tmp_path)
    assert "--kit" in told.value.hint
    assert list(tmp_path.iterdir()) == []


def test_names_that_django_has_are_all_kept_back() -> None:
    assert {"base", "auth", "config", "tests"} <= TAKEN


def test_the_guards_that_the_page_shows_are_those_of_a_tested_view() -> None:
    shown = re.findall(r"(?:^ {8}@.+\n)+ {8}def .+\n", PAGE.read_text("utf-8"), re.MULTILINE)
    views = (paths.TEMPLATES / "_base/tests/contoh/views.py").read_text("utf-8")
    assert len(shown) == 2
    for guard in shown:
        assert "".join(line[8:] for line in guard.splitlines(keepends=True)) in views
