"""A profile of an older form -> the same profile in this kit's form, comments and order kept.

A migration edits the text where something changed and leaves every other byte as it was; a table
names them by the form they begin from, so that the oldest profile walks through all of them.
"""

import difflib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from smartcity_kit.errors import KitError, ProfileError
from smartcity_kit.language import _
from smartcity_kit.profile.document import Document
from smartcity_kit.profile.files import Unusable, inside, read_bytes, shown
from smartcity_kit.profile.find import FILE
from smartcity_kit.profile.parse import read_document
from smartcity_kit.profile.read import LIMIT
from smartcity_kit.profile.version import OLDER, SCHEMA_LINE, VERSION

BOM = "\ufeff"


@dataclass(frozen=True)
class Migration:
    """What a profile is and what it becomes; `before == after` when it has this kit's form."""

    file: Path
    begins: str
    before: str
    after: str

    @property
    def needed(self) -> bool:
        return self.before != self.after

    @property
    def old(self) -> Path:
        """Where the file is kept as it was."""
        kept = self.file.with_name(f"{FILE}.kit-{self.begins}")
        number = 1
        while kept.exists() and kept.read_bytes() != self.before.encode():
            number += 1
            kept = self.file.with_name(f"{FILE}.kit-{self.begins}.{number}")
        return kept

    @property
    def difference(self) -> str:
        """As `diff -u` shows it."""
        name = shown(self.file)
        lines = difflib.unified_diff(
            self.before.splitlines(keepends=True),
            self.after.splitlines(keepends=True),
            f"{name} ({self.begins})",
            f"{name} ({VERSION})",
        )
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def to_0_2(text: str, document: Document) -> str:
    """The line by which an editor finds the schema comes first; nothing else changes."""
    del document
    head = BOM if text.startswith(BOM) else ""
    body = text.removeprefix(BOM)
    if any(line.startswith("# yaml-language-server:") for line in body.splitlines()):
        return text
    ending = "\r\n" if "\r\n" in body else "\n"
    return f"{head}{SCHEMA_LINE}{ending}{body}"


MIGRATIONS: dict[str, tuple[str, Callable[[str, Document], str]]] = {"0.1": ("0.2", to_0_2)}
"""Where a form leads to, and how."""


def migration_of(folder: Path) -> Migration:
    """What migrating the profile in `folder` would do; nothing is written.

    Raises ProfileError where the file is not sound YAML, KitError where its `kit` is no form that
    this kit knows.
    """
    try:
        text = read_bytes(folder, FILE, LIMIT).decode("utf-8")
    except UnicodeDecodeError as error:
        raise KitError(_("{file} is not UTF-8.").format(file=shown(folder / FILE))) from error
    except Unusable as why:
        fault = why.fault(folder / FILE)
        raise ProfileError(f"{fault.file}: {fault.message}", [fault]) from why
    begins = form = _form(_read(text, folder))
    after = text
    while form != VERSION:
        form, change = MIGRATIONS[form]
        after = _with_form(change(after, _read(after, folder)), form, folder)
    return Migration(inside(folder, FILE).resolve(), begins, text, after)


def write(migration: Migration) -> Path:
    """Put the new text in the file's place at once, and keep the old beside it; its path."""
    old, file = migration.old, migration.file
    if not old.exists():
        _replace(old, migration.before, file)
    _replace(file, migration.after, file)
    return old


def _read(text: str, folder: Path) -> Document:
    file = shown(folder / FILE)
    document = read_document(text.removeprefix(BOM), file)
    if document.faults or not isinstance(document.data, dict):
        message = _("{file} cannot be read; nothing was changed.").format(file=file)
        raise ProfileError(message, document.faults)
    return document


def _form(document: Document) -> str:
    form = document.at("kit")
    if form not in (*OLDER, VERSION):
        message = _("{file} has no form that this kit knows: kit is {found}.")
        known = ", ".join(f'"{known}"' for known in (*OLDER, VERSION))
        place = document.values.get(("kit",))
        raise KitError(
            message.format(file=document.file, found=place.text if place else "–"),
            _("Known here: {names}.").format(names=known),
        )
    return str(form)


def _with_form(text: str, form: str, folder: Path) -> str:
    """The text with `kit` set to `form` where it stands, its quotes and comment kept."""
    document = _read(text, folder)
    place = document.values[("kit",)]
    body = text.removeprefix(BOM)
    lines = body.splitlines(keepends=True)
    line, at = lines[place.line - 1], place.column - 1
    lines[place.line - 1] = line[:at] + line[at:].replace(place.text, form, 1)
    changed = text[: len(text) - len(body)] + "".join(lines)
    if _read(changed, folder).at("kit") != form:
        message = _("{file}: write `kit` on one line, then try again. Nothing was changed.")
        raise KitError(message.format(file=document.file), f'kit: "{document.at("kit")}"')
    return changed


def _replace(file: Path, text: str, like: Path) -> None:
    """Whole or not at all, with the permissions of `like`, also when the power fails midway."""
    with NamedTemporaryFile("wb", dir=file.parent, prefix=f".{FILE}.", delete=False) as aside:
        try:
            aside.write(text.encode("utf-8"))
            aside.flush()
            os.fsync(aside.fileno())
            shutil.copymode(like, aside.name)
            Path(aside.name).replace(file)
        except BaseException:
            Path(aside.name).unlink(missing_ok=True)
            raise
