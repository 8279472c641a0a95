"""What a table that is brought in is: its columns, what it would do, and doing it.

An app gives `<app>.imports` with `IMPORTERS`, a tuple of these; the pages are the base's.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Literal

from django.utils.translation import gettext as _

from smartcity_base.config import config
from smartcity_base.imports.sheet import LONGEST, Line
from smartcity_base.loading import Column, Fault, Row, converted
from smartcity_base.models import ImportName, User
from smartcity_base.tables.columns import Words

What = Literal["new", "changed", "same", "skipped"]
Say = Callable[[int, str, str], None]  # row, column, what is wrong and what to do


class Theirs(str):
    """A name of theirs that nobody has said yet what it is here."""


class CannotUndo(Exception):
    """Taking it back would take back what others did since; the message says what."""


@dataclass(frozen=True)
class Change:
    """What one row would do. `key` names the thing; `before`: what stands there now, by column."""

    row: Row
    what: What
    key: str
    before: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""

    @property
    def differs(self) -> list[tuple[str, Any, Any]]:
        """Column, before, after."""
        return [(name, old, self.row[name]) for name, old in self.before.items()
                if old != self.row[name]]  # fmt: skip


@dataclass(frozen=True)
class Importer:
    """`look` says what each row would do and changes nothing; `make` does it, in a transaction.

    `make` answers what `undo` needs (ids, JSON), or None. `matches`: columns that hold a name of
    theirs, and the (id, name) of what it may be here.
    """

    name: str
    title: Words
    help: Words
    roles: tuple[str, ...]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    look: Callable[[Sequence[Row], Say, User], Iterable[Change]]
    make: Callable[[Sequence[Change], User], Any]
    undo: Callable[[Any, User], None] | None = None
    matches: Mapping[str, Callable[[], Iterable[tuple[str, str]]]] = field(default_factory=dict)
    most_rows: int = 5000


@dataclass
class Checked:
    """What a file would do; nothing is done before it has neither faults nor unknown names."""

    changes: list[Change] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unknown: dict[str, list[str]] = field(default_factory=dict)

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(change.what for change in self.changes)

    @property
    def doing(self) -> list[Change]:
        return [change for change in self.changes if change.what in {"new", "changed"}]

    @property
    def is_ready(self) -> bool:
        return bool(self.doing) and not self.faults and not self.unknown

    @property
    def seen(self) -> str:
        """A digest of all that is said: only what was shown is done."""
        told = [(change.row.number, change.what, change.differs) for change in self.changes]
        return hashlib.sha256(repr(told).encode()).hexdigest()[:24]


def check(importer: Importer, file: str, lines: Sequence[Line], user: User) -> Checked:
    """Look at all lines and change nothing. Every fault is told, with row and column."""
    checked = Checked()

    def say(row: int, column: str, message: str) -> None:
        checked.faults.append(Fault(file, row, _heading(importer, column), message))

    (first, head), *rest = lines
    places = _places(importer.columns, head)
    for column in importer.columns:
        if column.name not in places and not column.optional:
            say(first, column.name, _("kolom ini tidak ada"))
    if checked.faults:
        return checked
    named = (
        (number, {name: cells[at] for name, at in places.items() if at < len(cells)})
        for number, cells in rest
    )
    known = _known(importer)
    cells = converted(_short(named, say), importer.columns, (), say)
    rows = list(_once(importer.key, (_matched(row, known) for row in cells), say))
    checked.changes = list(importer.look(rows, say, user))
    for change in checked.doing:
        for name in importer.matches:
            value = change.row[name]
            if isinstance(value, Theirs) and value not in checked.unknown.setdefault(name, []):
                checked.unknown[name].append(value)
    checked.unknown = {name: found for name, found in checked.unknown.items() if found}
    checked.faults.sort(key=lambda fault: fault.row)
    return checked


def remember(importer: Importer, column: str, theirs: str, ours: str) -> None:
    """From now on this name of theirs is that thing here; an id that is none is not kept."""
    if column in importer.matches and ours in dict(importer.matches[column]()):
        ImportName.objects.update_or_create(
            importer=importer.name,
            column=column,
            theirs=theirs.casefold()[:200],
            defaults={"ours": ours},
        )


@lru_cache(maxsize=1)
def importers() -> Mapping[str, Importer]:
    """This app's, by name."""
    name = f"{config().app.name}.imports"
    found = import_module(name).IMPORTERS if find_spec(name) else ()
    return {one.name: one for one in found}


def _heading(importer: Importer, name: str) -> str:
    column = next((one for one in importer.columns if one.name == name), None)
    return column.spellings[0] if column and column.spellings else name


def _places(columns: Sequence[Column], head: Sequence[str]) -> dict[str, int]:
    """Where each column stands; capitals and blanks do not count."""
    there = {" ".join(cell.split()).casefold(): at for at, cell in reversed([*enumerate(head)])}
    return {
        column.name: there[spelling.casefold()]
        for column in columns
        for spelling in reversed((*column.spellings, column.name))
        if spelling.casefold() in there
    }


def _short(named: Iterable[tuple[int, Mapping[str, str]]], say: Say) -> Iterable[Any]:
    for number, cells in named:
        for name, cell in cells.items():
            if len(cell) > LONGEST:
                say(number, name, _("lebih dari %d huruf; pendekkan") % LONGEST)
                break
        else:
            yield number, cells


def _once(key: tuple[str, ...], rows: Iterable[Row], say: Say) -> Iterable[Row]:
    """After the names were matched: two names of one thing are that thing twice."""
    seen: dict[Any, int] = {}
    for row in rows:
        one = tuple(row[name] for name in key)
        if one in seen:
            say(row.number, key[-1], _("sudah dipakai di baris %d") % seen[one])
        else:
            seen[one] = row.number
            yield row


def _known(importer: Importer) -> dict[str, dict[str, str]]:
    """By column: every name to our id. What was said once counts before our own names and ids."""
    found: dict[str, dict[str, str]] = {}
    for column, choices in importer.matches.items():
        ours = list(choices())
        known = {one: one for one, _name in ours} | {name.casefold(): one for one, name in ours}
        said = ImportName.objects.filter(importer=importer.name, column=column)
        known |= {name.theirs: name.ours for name in said if name.ours in known}
        found[column] = known
    return found


def _matched(row: Row, known: Mapping[str, Mapping[str, str]]) -> Row:
    values = dict(row.values)
    for column, ours in known.items():
        values[column] = ours.get(values[column].casefold()) or Theirs(values[column])
    return Row(row.number, values)
