"""A new app's folder in a checkout of the kit: small, complete and green from its first minute."""

import json
import keyword
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from smartcity_kit import paths
from smartcity_kit.catalogue import load_catalogue
from smartcity_kit.digest import LEFTOVERS
from smartcity_kit.errors import KitError
from smartcity_kit.language import _

TEMPLATE = "_app"
NAME = re.compile(r"[a-z][a-z0-9]{1,30}")
TABLE = re.compile(r"[a-z][a-z0-9_-]{1,40}")
# What Django, the base and an app's own folder already call something by.
TAKEN = {
    *("admin", "auth", "base", "config", "contenttypes", "cookiecutter", "django", "messages"),
    *("region", "sessions", "smartcity", "static", "staticfiles", "templates", "tests"),
}
CHECKOUT = ("pyproject.toml", "smartcity_kit", "templates/_base/smartcity_base")


@dataclass(frozen=True)
class NewApp:
    """What was written, and what to look at first: the folder, and its files below it."""

    name: str
    folder: Path
    files: tuple[str, ...]


def new_app(name: str, kit: Path, title: str = "", summary: str = "", table: str = "") -> NewApp:
    """Write templates/<name>/ below `kit`, a checkout of the kit; whole, or not at all.

    `table` names a table of the region's that the app loads its kinds from; "" for none.
    Raises KitError, with exit code 2 for a name that cannot be.
    """
    _check_checkout(kit)
    _check_name(name, kit)
    _check_table(table)
    title, summary = title.strip() or name.upper(), summary.strip()
    for option, text, longest in (("--title", title, 40), ("--summary", summary, 200)):
        if len(text) > longest or not text.isprintable():
            expected = _("{option}: one line of at most {longest} characters")
            raise _refused(expected.format(option=option, longest=longest))
    folder = kit / "templates" / name
    answers = {
        "name": name,
        # Quoted as JSON, which is YAML: any text on one line.
        "title": title,
        "title_quoted": json.dumps(title, ensure_ascii=False),
        "summary": json.dumps(summary or f"{title}.", ensure_ascii=False),
        "order": str(max(card.order for card in load_catalogue().apps.values()) + 10),
        "table": table,
    }
    # Beside the place it goes to, so that one rename brings it there.
    with TemporaryDirectory(dir=folder.parent, prefix=".new-app-") as aside:
        made = _bake(answers, Path(aside))
        try:
            made.rename(folder)
        except OSError as error:
            raise _taken(name, folder) from error
    files = sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())
    return NewApp(name, folder, tuple(files))


def _bake(answers: dict[str, str], aside: Path) -> Path:
    from cookiecutter.main import cookiecutter

    settings = aside / "cookiecutter.yml"
    folders = {name: str(aside / name) for name in ("replay_dir", "cookiecutters_dir")}
    settings.write_text(json.dumps(folders))
    template = shutil.copytree(
        paths.TEMPLATES / TEMPLATE, aside / TEMPLATE, ignore=shutil.ignore_patterns(*LEFTOVERS)
    )
    made = cookiecutter(
        str(template),
        no_input=True,
        extra_context=answers,
        output_dir=str(aside / "made"),
        # A folder whose name comes out empty is the one above it.
        overwrite_if_exists=True,
        accept_hooks=False,
        config_file=str(settings),
    )
    return Path(made)


def _check_checkout(kit: Path) -> None:
    missing = [part for part in CHECKOUT if not (kit / part).exists()]
    if missing:
        message = _("{folder} is not a checkout of the kit: {missing} is not there.")
        raise KitError(
            message.format(folder=kit, missing=missing[0]),
            _("Go to the folder you cloned, or name it with --kit. Nothing was written."),
        )


def _check_name(name: str, kit: Path) -> None:
    if not NAME.fullmatch(name):
        message = _("“{name}” cannot be an app's name: 2 to 31 lower-case letters and digits,"
                    " a letter first.")  # fmt: skip
        plain = re.sub(r"[^a-z0-9]|^[^a-z]+", "", name.lower())[:31]
        hint = _("For example: {name}.").format(name=plain if NAME.fullmatch(plain) else "segar")
        raise _refused(message.format(name=name), hint)
    if (kit / "templates" / name).exists():
        raise _taken(name, kit / "templates" / name)
    if name in TAKEN or keyword.iskeyword(name) or name in sys.stdlib_module_names | _packages(kit):
        message = _("“{name}” is the name of something that every app imports.")
        raise _refused(message.format(name=name))


def _check_table(table: str) -> None:
    from smartcity_kit.profile.sheets import KINDS

    if table and not TABLE.fullmatch(table):
        message = _("--table: “{name}” cannot be a table's name: lower-case letters, digits, “-”"
                    " and “_”.")  # fmt: skip
        raise _refused(message.format(name=table))
    if table in KINDS:
        message = _("--table: there is a table “{name}” already.")
        hint = _("Name another, or leave --table out and read it with `data.table` as it is.")
        raise _refused(message.format(name=table), hint)


def _packages(kit: Path) -> set[str]:
    """The libraries of the apps, as they are imported: near enough for a name of one word."""
    text = (kit / "templates" / "_base" / "requirements.txt").read_text("utf-8")
    return set(re.findall(r"^([a-z0-9]+)==", text, re.MULTILINE))


def _taken(name: str, folder: Path) -> KitError:
    message = _("There is an app “{name}” already: {folder}.").format(name=name, folder=folder)
    return _refused(message, _("Choose another name."))


def _refused(message: str, hint: str = "") -> KitError:
    nothing = _("Nothing was written.")
    error = KitError(message, f"{hint} {nothing}".strip())
    error.exit_code = 2
    return error
