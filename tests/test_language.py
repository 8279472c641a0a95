"""The command line in Indonesian: nothing untranslated, nothing stale, nothing left in English."""

import ast
import gettext
import os
import re
import string
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po
from typer.main import get_command

import smartcity_kit
from smartcity_kit.cli import app
from smartcity_kit.language import LOCALE

SOURCE = Path(smartcity_kit.__file__).parent
PO = LOCALE / "id" / "LC_MESSAGES" / "smartcity.po"
RENEW = "run `make messages` and translate what is new in smartcity.po"
MARKS = {"_": 1, "N_": 1, "ngettext": 2}
VERBS = [*get_command(app).commands]  # type: ignore[attr-defined]
# Every page of help from one process: starting Python for each would take most of the time.
HELP = """
from typer.testing import CliRunner
from smartcity_kit.cli import app
for verb in [[], *([name] for name in __import__("sys").argv[1:])]:
    done = CliRunner().invoke(app, [*verb, "--help"], prog_name="smartcity", catch_exceptions=False)
    print(done.output)
"""


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="id", domain="smartcity")


def calls() -> list[tuple[str, ast.Call]]:
    """Every call that marks a text for the catalogue, with its place; inside f-strings too."""
    return [
        (f"{file.relative_to(SOURCE.parent)}:{node.lineno}", node)
        for file in SOURCE.rglob("*.py")
        if "_data" not in file.parts and file.name != "language.py"
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id in MARKS
    ]


def texts() -> dict[str, str]:
    """Every text that is marked, with a place where it is."""
    return {
        str(argument.value): place
        for place, call in calls()
        for argument in call.args[: MARKS[getattr(call.func, "id", "")]]
        if isinstance(argument, ast.Constant)
    }


def ids(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, tuple | list) else (message.id,)


def translations(message: Message) -> tuple[str, ...]:
    said = message.string or ""
    return tuple(said) if isinstance(said, tuple | list) else (said,)


def placeholders(text: str) -> set[str | None]:
    return {name for _text, name, *_rest in string.Formatter().parse(text) if name is not None}


def run(*words: str, language: str = "id", **more: str) -> "subprocess.CompletedProcess[str]":
    """The command line as a person starts it, or with `-c` a few lines of Python."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "SMARTCITY_HOME")}
    return subprocess.run(
        [sys.executable, *(words if words[:1] == ("-c",) else ("-m", "smartcity_kit", *words))],
        env=kept | {"SMARTCITY_LANG": language, "COLUMNS": "200"} | more,
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_has_every_text_of_the_source_and_no_other(catalogue: Catalog) -> None:
    known = {name for message in catalogue if message.id for name in ids(message)}
    assert {text: place for text, place in texts().items() if text not in known} == {}, RENEW
    assert known - set(texts()) == set(), RENEW


def test_it_marks_only_whole_texts_and_never_inside_an_f_string() -> None:
    """pybabel on Python 3.11 does not see into f-strings: such a text would be lost."""
    inside = {
        id(node)
        for file in SOURCE.rglob("*.py")
        for joined in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(joined, ast.JoinedStr)
        for node in ast.walk(joined)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKS
    }
    assert not inside
    for place, call in calls():
        first = call.args[0]
        assert not isinstance(first, ast.JoinedStr | ast.BinOp), f"{place} marks no whole text"


def test_it_translates_everything(catalogue: Catalog) -> None:
    missing = [m.id for m in catalogue if m.id and not all(translations(m))]
    assert missing == [], RENEW
    assert [m.id for m in catalogue if m.id and m.fuzzy] == []


def test_it_keeps_the_placeholders(catalogue: Catalog) -> None:
    wrong = [
        message.id
        for message in catalogue
        if message.id
        for translation in translations(message)
        if placeholders(translation) != placeholders(ids(message)[-1])
    ]
    assert wrong == []


def test_it_keeps_the_way_a_text_ends(catalogue: Catalog) -> None:
    """A colon, a full stop or a space that is lost shows on the screen."""
    wrong = [
        message.id
        for message in catalogue
        if message.id
        for translation in translations(message)
        if re.findall(r"[.:?!, ]*$", ids(message)[0]) != re.findall(r"[.:?!, ]*$", translation)
    ]
    assert wrong == []


def test_it_ships_the_catalogue_compiled_from_this_text(catalogue: Catalog) -> None:
    with PO.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message in catalogue:
        if message.id:
            one, *more = ids(message)
            said = compiled.ngettext(one, more[0], 1) if more else compiled.gettext(one)
            assert said == translations(message)[0], RENEW


def test_it_knows_every_word_that_typer_looks_up(catalogue: Catalog) -> None:
    known = {message.id for message in catalogue}
    for name in ("core.py", "rich_utils.py"):
        source = Path(typer.__file__).with_name(name)
        found = extract_from_file("python", source, keywords={"_": None})
        assert {text for _line, text, _comments, _context in found} <= known


def test_its_help_is_indonesian() -> None:
    shown = run("-c", HELP, *VERBS)
    assert shown.returncode == 0, shown.stderr
    for verb in VERBS:
        assert f"Cara pakai: smartcity {verb} [OPSI]" in shown.stdout
    assert shown.stdout.count("Tampilkan petunjuk ini.") == len(VERBS) + 1
    english = r"\b(Usage|Options|Commands|Arguments|Show|the|and|required|default)\b"
    queries = r"'[^'\n]*=[^'\n]*'"  # the grammar of --where is the same in every language
    assert re.findall(english, re.sub(queries, "", shown.stdout)) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("adopt",), "REGION belum disebut."),
        (("adopt", "kota-gorontalo", "--ful"), "Tidak ada opsi --ful (yang mirip: --full)"),
        (("adopt", "a", "b"), "Tidak dikenal di sini: b"),
        (("plan", "a", "--profiles"), "Opsi --profiles memerlukan nilai."),
        (("plan", "a", "--json=ya"), "Opsi --json tidak memakai nilai."),
        (("pasang",), "Tidak ada perintah 'pasang'."),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, tuple) else "",
)
def test_wrong_usage_is_told_in_indonesian(words: tuple[str, ...], said: str) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert said in done.stderr


@pytest.mark.parametrize("language", ["fr", "", "../../etc", "C.UTF-8"])
def test_it_speaks_english_where_a_language_is_unknown(language: str) -> None:
    shown = run("--help", language=language)
    assert shown.returncode == 0
    assert "Usage: " in shown.stdout
    assert "[OPTIONS] COMMAND [ARGS]..." in shown.stdout


@pytest.mark.parametrize("name", ["LC_ALL", "LC_MESSAGES", "LANG"])
def test_it_follows_the_locale(name: str) -> None:
    assert "Cara pakai" in run("--help", language="", **{name: "id_ID.UTF-8"}).stdout


def test_its_own_variable_comes_before_the_locale() -> None:
    assert "Usage" in run("--help", language="en", LC_ALL="id_ID.UTF-8").stdout


def test_a_fault_is_told_in_indonesian(tmp_path: Path) -> None:
    folder = tmp_path / "kota-contoh"
    folder.mkdir()
    (folder / "profile.yml").write_text('kit: "0.1"\nkode: "75.71"\n', "utf-8")
    done = run("validate", str(folder))
    assert done.returncode == 3
    assert "tidak ada kunci itu" in done.stderr
    assert "Tidak ada yang diubah." in done.stderr


def test_scripts_read_the_same_in_every_language() -> None:
    answers: list[Any] = [run("apps", "--json", language=name).stdout for name in ("en", "id")]
    assert answers[0] == answers[1] != ""
