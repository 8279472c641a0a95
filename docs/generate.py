"""The reference pages, made from what they describe: `make docs` writes them, `--check` compares.

Prose is written by people; these tables are read from the command line itself, the example profile,
the cards and the roles, so that they cannot say something else.
"""

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from gettext import translation
from pathlib import Path
from typing import Any

os.environ["SMARTCITY_LANG"] = "en"  # before the kit is imported: texts are chosen then

import yaml
from typer.main import get_command

from docs import bssn
from smartcity_kit import api, paths
from smartcity_kit.catalogue import Card, load_catalogue
from smartcity_kit.cli import app
from smartcity_kit.language import LOCALE

DOCS = Path(__file__).parent
ROOT = DOCS.parent
SCHEMA = "../profiles/profile.schema.json"
EXAMPLE = paths.SAMPLES / "_example" / "profile.yml"
# How the example names what a profile chooses itself.
CHOSEN = {f"apps.{name}": "apps.<aplikasi>" for name in load_catalogue().apps}
CHOSEN["servers.web1"] = "servers.<nama>"
SETTING = re.compile(r"settings\.\w+$")
Translate = Callable[[str], str]
_catalogue = translation("smartcity", LOCALE, ["id"])


def indonesian(text: str) -> str:
    """A text of the command line in Indonesian; nothing stays nothing (it is the header's key)."""
    return _catalogue.gettext(text) if text else ""


def main() -> int:
    """Write every page, or with --check say which are not as they should be; 1 when any is not."""
    check = "--check" in sys.argv
    stale = {
        DOCS / name: text
        for name, text in pages().items()
        if not (DOCS / name).is_file() or (DOCS / name).read_text("utf-8") != text
    }
    for file, text in stale.items():
        if not check:
            file.write_text(text, "utf-8")
        what = "out of date" if check else "written"
        sys.stdout.write(f"{what}: {os.path.relpath(file, ROOT)}\n")
    return int(check and bool(stale))


def pages() -> dict[str, str]:
    """Every generated page by its path below docs/."""
    return {
        "reference/commands.md": "\n".join(commands(ENGLISH, str)),
        "id/perintah.md": "\n".join(commands(INDONESIAN, indonesian)),
        "id/profil.md": "\n".join(profile_keys()),
        "id/aplikasi.md": "\n".join(cards()),
        "id/bssn.md": "\n".join(bssn.page()),
        "reference/roles.md": "\n".join(roles()),
        # Where the first line of every sample points an editor.
        SCHEMA: json.dumps(api.profile_schema(), ensure_ascii=False, indent=1) + "\n",
    }


def table(head: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """A Markdown table."""
    titles = list(head)
    yield f"| {' | '.join(titles)} |"
    yield f"|{'---|' * len(titles)}"
    yield from (f"| {' | '.join(_cell(str(cell)) for cell in row)} |" for row in rows)
    yield ""


def _cell(text: str) -> str:
    """On one line; what would end the cell or begin a tag is escaped, but not inside code."""
    line = " ".join(text.split()).replace("|", r"\|")
    return line if line.startswith("`") else line.replace("<", r"\<")


# --- Commands -------------------------------------------------------------------------------------


class Words(dict[str, str]):
    """The few words of the commands page that the command line does not have itself."""


ENGLISH = Words(
    title="# Commands",
    by="_Made by `make docs`; do not edit._",
    intro="REGION is a profile's folder name, its Kemendagri code, or a path. Profiles are looked "
    "for in `--profiles`, `SMARTCITY_PROFILES`, `./profiles`, then among the samples.\n\n"
    "What a command answers a script with: [exit codes](../exit-codes.md).",
    option="option",
    meaning="meaning",
    surroundings="## Environment variables",
    variable="variable",
    SMARTCITY_HOME="the kit's state: stores, releases, runs, embedded regions; without it "
    "`$XDG_STATE_HOME/smartcity`, else `~/.local/state/smartcity`",
    SMARTCITY_PROFILES="one more folder with profiles",
    SMARTCITY_LEDGER="where the ledger of rollouts is: a file, or `postgresql://…`; without it "
    "`fleet/ledger.sqlite3` in the kit's state",
    SMARTCITY_LANG="`en` or `id`; without it the locale decides",
    SMARTCITY_VAULT_PASSWORD_FILE="the file with the password of `secrets.yml`, or a program that "
    "prints it; without it `regions/<region>/vault.key` in the kit's state",
    SMARTCITY_VAULT_PASSWORD_KEYRING="`1`: the password of `secrets.yml` is in the keyring",
    SMARTCITY_VAULT_KEY="the older name of `SMARTCITY_VAULT_PASSWORD_FILE`",
    SMARTCITY_DEBUG="`1`: an unexpected error shows where it happened",
)
INDONESIAN = Words(
    title="# Perintah",
    by="_Dibuat oleh `make docs`; jangan disunting._",
    intro="REGION ialah nama folder profil, kode Kemendagri, atau letaknya. Profil dicari di "
    "`--profiles`, `SMARTCITY_PROFILES`, `./profiles`, lalu di antara sampel.\n\n"
    "Arti kode keluar untuk skrip: [kode keluar](../exit-codes.md).",
    option="opsi",
    meaning="arti",
    surroundings="## Variabel lingkungan",
    variable="variabel",
    SMARTCITY_HOME="tempat kit menyimpan semuanya: rilis, catatan, daerah embedded; tanpa ini "
    "`$XDG_STATE_HOME/smartcity`, atau `~/.local/state/smartcity`",
    SMARTCITY_PROFILES="satu folder profil lagi",
    SMARTCITY_LEDGER="letak buku besar rollout: berkas, atau `postgresql://…`; tanpa ini "
    "`fleet/ledger.sqlite3` di tempat kit",
    SMARTCITY_LANG="`id` atau `en`; tanpa ini mengikuti locale",
    SMARTCITY_VAULT_PASSWORD_FILE="berkas sandi pembuka `secrets.yml`, atau program yang "
    "mencetaknya; tanpa ini `regions/<daerah>/vault.key` di tempat kit",
    SMARTCITY_VAULT_PASSWORD_KEYRING="`1`: sandi pembuka `secrets.yml` ada di keyring",
    SMARTCITY_VAULT_KEY="nama lama `SMARTCITY_VAULT_PASSWORD_FILE`",
    SMARTCITY_DEBUG="`1`: kesalahan tak terduga menunjukkan tempat terjadinya",
)


def commands(words: Words, say: Translate) -> Iterator[str]:
    """Every verb with its options, in the order of --help."""
    yield from (words["title"], "", words["by"], "", words["intro"], "")
    verbs: dict[str, Any] = getattr(get_command(app), "commands", {})
    for name, command in verbs_of(verbs):
        arguments = [p.metavar for p in command.params if p.param_type_name == "argument"]
        yield from (f"## smartcity {' '.join([name, *arguments])}", "", say(command.help), "")
        options = [p for p in command.params if p.param_type_name == "option"]
        rows = [(_spelled(option), say(option.help or "")) for option in options]
        yield from table((words["option"], words["meaning"]), rows) if rows else ()
    yield from (words["surroundings"], "")
    variables = [(f"`{name}`", text) for name, text in words.items() if name.isupper()]
    yield from table((words["variable"], words["meaning"]), variables)


def verbs_of(verbs: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """("validate", its command), ("profile migrate", its command) …: groups are not verbs."""
    for name, command in verbs.items():
        inner = getattr(command, "commands", None)
        if inner is None:
            yield name, command
        else:
            yield from ((f"{name} {verb}", below) for verb, below in verbs_of(inner))


def _spelled(option: Any) -> str:
    value = (
        ""
        if option.is_flag
        else f" {option.metavar or {'str': 'TEXT'}.get(option.type.name, option.type.name.upper())}"
    )
    return ", ".join(f"`{name}{value}`" for name in option.opts)


# --- Profile --------------------------------------------------------------------------------------


def profile_keys() -> Iterator[str]:
    """Every key of profile.yml with the words and the value of the example."""
    yield from ("# Kunci profil", "", INDONESIAN["by"], "")
    yield "Dari [contoh yang lengkap](../../profiles/_example/profile.yml), yang dapat disalin."
    yield "Tabel di `data/`: [bentuknya](../../profiles/_example/data/README.md)."
    yield ""
    rows = [(f"`{key}`", said, f"`{value}`" if value else "") for key, said, value in example()]
    yield from table(("kunci", "arti", "contoh"), rows)


def example() -> Iterator[tuple[str, str, str]]:
    """(key path, the comment above it, its value) of the example profile, each key once."""
    said: list[str] = []
    path: list[str] = []
    seen = set[str]()
    for line in EXAMPLE.read_text("utf-8").splitlines():
        comment = re.fullmatch(r" *# (?! *[a-z_0-9]+:( |$))(.*)", line)
        # A key that is switched off: "#tls:", "#  key: tls/key.pem".
        found = re.fullmatch(r"#?( *)([a-z_0-9]+):(?: (.*))?", line)
        if comment and not found:
            said.append(comment[2])
        elif found:
            path = [*path[: len(found[1]) // 2], found[2]]
            key = _chosen(".".join(path))
            if key not in seen:
                seen.add(key)
                yield key, " ".join(said), found[3] or ""
            said = []
        else:
            said = []


def _chosen(key: str) -> str:
    for name, general in CHOSEN.items():
        if key == name or key.startswith(f"{name}."):
            key = general + key.removeprefix(name)
    return SETTING.sub("settings.<setelan>", key)


# --- Apps -----------------------------------------------------------------------------------------


def cards() -> Iterator[str]:
    """Every app of the catalogue: where it comes from, its roles, settings, data and indicators."""
    yield from ("# Aplikasi", "", INDONESIAN["by"], "")
    for card in load_catalogue().apps.values():
        yield from (f"## {card.title}", "", card.summary, "")
        yield from table(("", ""), _facts(card))
        yield from table(
            ("peran", "nama", "boleh apa"),
            [(f"`{card.name}:{name}`", r.title, r.help) for name, r in card.roles.items()],
        )
        yield from table(("setelan", "jenis", "bawaan", "arti"), _settings(card))
        yield from table(
            ("indikator", "nama", "satuan", "rumus"),
            [(f"`{name}`", i.title, i.unit, i.formula) for name, i in card.indicators.items()],
        )


def _facts(card: Card) -> Iterator[tuple[str, str]]:
    yield "nama di profil", f"`{card.name}`"
    yield "meniru", card.seed
    yield "subdomain bawaan", f"`{card.subdomain}`"
    yield "memerlukan aplikasi", ", ".join(f"`{name}`" for name in card.depends) or "–"
    tables = [f"`{t}`{'' if n == 'required' else ' (boleh kosong)'}" for t, n in card.data.items()]
    tables += [f"`{name}` (data pribadi, tidak masuk rilis)" for name in card.personal]
    yield "tabel yang dibaca", ", ".join(tables)


def _settings(card: Card) -> Iterator[tuple[str, str, str, str]]:
    for name, setting in card.settings.items():
        bounds = "" if setting.minimum is None else f" {setting.minimum}–{setting.maximum}"
        default = f"`{_flow(setting.default)}`" if setting.default != "" else "–"
        yield f"`{name}`", f"{setting.type}{bounds}", default, setting.help


# --- Roles ----------------------------------------------------------------------------------------


def roles() -> Iterator[str]:
    """Every Ansible role, and each variable that has a default."""
    yield from ("# Ansible roles", "", ENGLISH["by"], "")
    yield "What a run may set besides the plan, with the value a role takes otherwise."
    yield ""
    for folder in sorted((paths.PLAYBOOKS / "roles").iterdir()):
        spec = yaml.safe_load((folder / "meta" / "argument_specs.yml").read_text("utf-8"))
        yield from (
            f"## {folder.name}",
            "",
            f"{spec['argument_specs']['main']['short_description']}.",
        )
        yield ""
        rows = [(f"`{name}`", f"`{value}`", said) for name, said, value in defaults(folder)]
        yield from table(("variable", "default", "meaning"), rows)


def defaults(folder: Path) -> Iterator[tuple[str, str, str]]:
    """(name, the comment above it, its value) of a role's variables."""
    file = folder / "defaults" / "main.yml"
    values = yaml.safe_load(file.read_text("utf-8"))
    said = ""
    for line in file.read_text("utf-8").splitlines():
        if line.startswith("# "):
            said = f"{said} {line[2:]}".strip()
        elif found := re.match(r"(\w+):", line):
            yield found[1], said, _flow(values[found[1]])
            said = ""


def _flow(value: Any) -> str:
    """A value on one line of YAML; a text as it is."""
    if isinstance(value, str):
        return value
    return yaml.safe_dump(value, default_flow_style=True, width=9999).split("\n...")[0].strip()


if __name__ == "__main__":
    sys.exit(main())
