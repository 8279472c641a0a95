"""Where in a profile's files a secret stands: profile.yml, data, branding, overrides.

Not in tls/, where the certificate's private key may lie, nor in what git and editors keep.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from smartcity_kit.errors import Fault
from smartcity_kit.language import _
from smartcity_kit.profile.document import Document, KeyPath
from smartcity_kit.profile.files import KIB, shown
from smartcity_kit.profile.find import FILE
from smartcity_kit.profile.leaks import recognise
from smartcity_kit.profile.parse import ASIDE

if TYPE_CHECKING:
    from smartcity_kit.profile.sheets import Sheet

LIMIT = 5 * 1024 * KIB
TABLES = "data"
PLACES = ("branding", "overrides")
# `name: "value"`, `name = 'value'`: in code, only what is quoted and in disorder.
ASSIGNED = re.compile(r"([A-Za-z_][\w-]*)[\"']?\s*[:=]\s*[\"']([^\"'\s]{16,})[\"']")
# A line of YAML that could not be read as a whole.
LINE = re.compile(r"^[ \t-]*[\"']?([\w-]+)[\"']?[ \t]*:[ \t]+(\S.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Leak:
    """A secret in the open: the fault that tells of it, and its text, which nothing may show.

    A column of secrets has no text of its own.
    """

    fault: Fault
    text: str


def find_leaks(folder: Path, document: Document, sheets: "Mapping[str, Sheet]") -> list[Leak]:
    """Every secret in the profile's files, each once, in no order."""
    texts = {relative: _text(folder / relative) for relative in _files(folder)}
    found = [*_in_profile(document, texts.get(Path(FILE), "")), *_in_workbooks(sheets.values())]
    covered = {
        (leak.fault.file, leak.fault.line + more)
        for leak in found
        for more in range(leak.text.count("\n") + 2)
    }
    for relative, text in texts.items():
        for leak in _in_text(shown(folder / relative), relative, text, sound=document.sound):
            if (leak.fault.file, leak.fault.line) not in covered:
                covered.add((leak.fault.file, leak.fault.line))
                found.append(leak)
    return found


def _leak(text: str, file: str, line: int, column: int, key: str = "") -> Leak:
    return Leak(Fault(file, line, column, key, *_words()), text)


def _words() -> tuple[str, str]:
    return (
        _("it looks like a secret; nothing of it is shown"),
        _("Take it out and change it where it is used: whoever has the file knows it. Give the new "
          "one with: smartcity secrets set"),
    )  # fmt: skip


def _in_profile(document: Document, text: str) -> Iterator[Leak]:
    # Most profiles have none anywhere, and a look at the whole costs less than one at each value.
    searched = "\\" in text or _matches(text)
    for path, place in document.values.items():
        if place.text and (
            _is_named(path, document.data, place.text) or (searched and _matches(place.text))
        ):
            name = ".".join(str(part) for part in path if part != ASIDE)
            yield _leak(place.text, document.file, place.line, place.column, name)
    for path, place in document.keys.items() if searched else ():
        if _matches(key := str(path[-1])):
            yield _leak(key, document.file, place.line, place.column)


def _is_named(path: KeyPath, data: object, text: str) -> bool:
    named = any(recognise.is_secret_name(part) for part in path if isinstance(part, str))
    return named and recognise.is_filled_in(text) and not isinstance(_at(data, path), bool | None)


def _at(data: object, path: KeyPath) -> object:
    for part in path:
        if isinstance(data, dict):
            data = data.get(part, "")
        elif isinstance(data, list) and isinstance(part, int):
            data = data[part]
        else:
            return ""
    return data


def _matches(text: str) -> bool:
    return any(True for _found in (*recognise.shapes(text), *recognise.tokens(text)))


def _in_workbooks(sheets: "Iterable[Sheet]") -> Iterator[Leak]:
    for sheet in sheets:
        if sheet.path.suffix == ".csv":
            continue
        for number, row in enumerate(sheet.rows):
            for column, cell in row.items():
                if _matches(cell):
                    sheet.fault(number, column, *_words())
                    yield Leak(sheet.faults.pop(), cell)


def _in_text(file: str, relative: Path, text: str, *, sound: bool) -> Iterator[Leak]:
    found = [*recognise.shapes(text)]
    table = relative.suffix == ".csv"
    if relative.parts[0] in PLACES:
        found += [
            (one.start(2), one[2]) for one in ASSIGNED.finditer(text)
            if recognise.is_secret_name(one[1]) and recognise.is_disorder(one[2])
        ]  # fmt: skip
    else:
        found += recognise.tokens(text)
    if relative.name == FILE and not sound:
        found += [
            (one.start(2), one[2]) for one in LINE.finditer(text)
            if recognise.is_secret_name(one[1]) and recognise.is_filled_in(one[2])
        ]  # fmt: skip
    if table:
        found += _headings(text)
    for start, secret in found:
        line = text.count("\n", 0, start) + 1
        before = text[text.rfind("\n", 0, start) + 1 : start]
        yield _leak(secret, file, line, _cell(before) if table else len(before) + 1)


def _headings(text: str) -> Iterator[tuple[int, str]]:
    """Columns of secrets: the heading is the place, for there are as many secrets as rows."""
    start = 0
    for cell in re.split("[,;\t]", text.partition("\n")[0]):
        if recognise.is_secret_name(cell):
            yield start, ""
        start += len(cell) + 1


def _cell(before: str) -> int:
    """The number of the cell that begins after this part of a line of CSV."""
    bare = re.sub(r'"[^"]*("|$)', "", before)
    return 1 + max(bare.count(mark) for mark in ",;\t")


def _files(folder: Path) -> Iterator[Path]:
    tables = sorted((folder / TABLES).glob("*.csv"))
    others = [path for name in PLACES for path in sorted((folder / name).rglob("*"))]
    for path in (folder / FILE, *tables, *others):
        relative = path.relative_to(folder)
        if not any(part.startswith(".") for part in relative.parts) and path.is_file():
            yield relative


def _text(path: Path) -> str:
    """The file as text; nothing where it is a picture, or said elsewhere to be unusable."""
    try:
        with path.open("rb") as file:
            data = file.read(LIMIT)
    except OSError:
        return ""
    return "" if b"\0" in data[:KIB] else data.decode("utf-8-sig", "replace")
