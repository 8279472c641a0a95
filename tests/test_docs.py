"""The documentation says what is so: links lead somewhere, nothing is missing, nothing is stale."""

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from typer.main import get_command

from docs.generate import verbs_of
from smartcity_kit import paths
from smartcity_kit.catalogue import load_catalogue
from smartcity_kit.cli import app
from smartcity_kit.errors import EXIT_CODES, KitError
from smartcity_kit.profile.keys import schema

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)|src=\"(?P<source>[^\"]+)\"")
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
READMES = ("README.md", "README.id.md")


def pages() -> list[Path]:
    """Every Markdown file that belongs to the repository."""
    folders = ("docs", "playbooks", "profiles", "smartcity_kit", "templates", "tests")
    found = [
        *ROOT.glob("*.md"),
        *(page for name in folders for page in (ROOT / name).rglob("*.md")),
    ]
    return sorted(f for f in found if not any(part.startswith(".") for part in f.parts))


def code(text: str) -> str:
    """What a person may copy: the text between backticks and in indented or fenced blocks."""
    blocks = re.findall(r"```.*?```|^ {4}.*$|`[^`\n]+`", text, re.MULTILINE | re.DOTALL)
    return "\n".join(blocks)


def commands_in(text: str, verbs: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """(verb, options) of every `smartcity …` that a page shows; a verb may have two words."""
    groups = {verb.split()[0] for verb in verbs if " " in verb}
    for line in code(text).splitlines():
        for rest in re.findall(r"(?:^|[\s`/])smartcity ([a-z][a-z-]*[^`#|→]*)", line):
            verb, *words = rest.split()
            if verb in groups and words:
                verb = f"{verb} {words.pop(0)}"
            yield verb, [w.split("=")[0].strip("[]") for w in words if w.startswith(("--", "[--"))]


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives the headings of a page."""
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
        for heading in HEADING.findall(page.read_text("utf-8"))
    }


def broken_links(page: Path) -> Iterator[str]:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text("utf-8"), flags=re.DOTALL)
    for found in LINK.finditer(text):
        target = found["target"] or found["source"]
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        name, _hash, anchor = unquote(target).partition("#")
        file = page.parent / name if name else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            yield target


def test_it_has_no_link_that_leads_nowhere() -> None:
    broken = {str(page.relative_to(ROOT)): list(broken_links(page)) for page in pages()}
    assert {page: links for page, links in broken.items() if links} == {}


def test_its_generated_pages_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "docs.generate", "--check"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, ""), "run `make docs`"


@pytest.mark.parametrize("name", READMES)
def test_a_readme_names_only_make_targets_that_exist(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z-]+)", code((ROOT / name).read_text("utf-8"))))
    assert {"demo", "test"} <= named <= targets


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_shows_only_commands_and_options_that_exist(page: Path) -> None:
    verbs = dict(verbs_of(getattr(get_command(app), "commands", {})))
    for verb, options in commands_in(page.read_text("utf-8"), verbs):
        assert verb in verbs, f"smartcity {verb}"
        known = {"--help", *(opt for param in verbs[verb].params for opt in param.opts)}
        assert set(options) <= known, f"smartcity {verb} {options}"


@pytest.mark.parametrize("name", ["reference/commands.md", "id/perintah.md"])
def test_every_command_option_and_variable_is_explained(name: str) -> None:
    text = (DOCS / name).read_text("utf-8")
    verbs = dict(verbs_of(getattr(get_command(app), "commands", {})))
    for verb, command in verbs.items():
        assert f"## smartcity {verb}" in text
        assert command.help, f"{verb} has no help"
        for param in command.params:
            assert param.param_type_name == "argument" or param.help, f"{verb} {param.opts}"
    read = {
        variable
        for file in (ROOT / "smartcity_kit").rglob("*.py")
        for variable in re.findall(r"environ\S*?[\"'](SMARTCITY_\w+)", file.read_text("utf-8"))
    }
    assert {v for v in read | {"SMARTCITY_LANG"} if f"`{v}`" not in text} == set()


def test_every_exit_code_is_explained() -> None:
    """The table on the page is the table in the code, and every error has a row in it."""
    text = (DOCS / "exit-codes.md").read_text("utf-8")
    rows = re.findall(r"^\| (\d+) \| ([^|]+) \|", text, re.MULTILINE)
    assert {int(number): words.strip() for number, words in rows} == EXIT_CODES
    used = {KitError.exit_code, *(kind.exit_code for kind in KitError.__subclasses__())}
    assert used <= set(EXIT_CODES)


def test_every_card_role_setting_and_indicator_is_explained() -> None:
    text = (DOCS / "id" / "aplikasi.md").read_text("utf-8")
    for card in load_catalogue().apps.values():
        assert f"## {card.title}\n" in text
        for name in (*card.settings, *card.indicators, *card.data, *card.personal):
            assert f"`{name}`" in text, f"{card.name}: {name}"
        for role in card.roles:
            assert f"`{card.name}:{role}`" in text


def test_every_profile_key_is_explained() -> None:
    text = (DOCS / "id" / "profil.md").read_text("utf-8")
    written = {re.sub(r"<\w+>", "*", key) for key in re.findall(r"^\| `([^`]+)` \|", text, re.M)}
    assert written == set(_keys(schema())) - {"apps.*.settings"} | {
        "apps.*.settings",
        "apps.*.settings.*",
    }


def _keys(node: dict[str, Any], path: str = "") -> Iterator[str]:
    """Every key path of the profile's schema; what a person names is `*`."""
    if path:
        yield path
    for name, value in node.get("properties", {}).items():
        yield from _keys(value, f"{path}.{name}".lstrip("."))
    if isinstance(others := node.get("additionalProperties"), dict):
        yield from _keys(others, f"{path}.*")


def test_every_variable_of_a_role_is_explained() -> None:
    text = (DOCS / "reference" / "roles.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| .* \| (.*) \|$", text, re.MULTILINE)
    explained = {name for name, meaning in rows if meaning}
    for file in (paths.PLAYBOOKS / "roles").glob("*/defaults/main.yml"):
        assert set(re.findall(r"^(\w+):", file.read_text("utf-8"), re.MULTILINE)) <= explained, file


def test_every_page_is_found_from_the_index() -> None:
    """Following links from docs/README.md reaches every page below docs/."""
    seen: set[Path] = set()
    waiting = [DOCS / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in seen or page.suffix != ".md" or not page.is_relative_to(DOCS):
            continue
        seen.add(page)
        for found in LINK.finditer(page.read_text("utf-8")):
            target = unquote(found["target"] or found["source"]).partition("#")[0]
            if target and "://" not in target:
                waiting.append(Path(os.path.normpath(page.parent / target)))
    assert {str(p.relative_to(DOCS)) for p in DOCS.rglob("*.md") if p not in seen} == set()


def test_the_version_is_the_newest_change() -> None:
    from smartcity_kit import __version__

    newest = re.findall(r"^## ([0-9.]+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert newest[0] == __version__
