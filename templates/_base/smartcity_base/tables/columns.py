"""What a column is; the dictionary, the heading and the value of every row are this one line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise

Words = str | Promise
Value = Callable[[Any], Any] | str


@dataclass(frozen=True)
class Column:
    """`value`: a function of a row, or the way to it ("village.district.name"; "" where none is).

    `kind` is a type of XML Schema; `unit` and `source` are for who computes with it. A personal
    column is given out only where that was asked for, and to who may.
    """

    name: str  # never changes: programs know it
    meaning: Words
    value: Value
    kind: str = "string"
    unit: Words = ""
    source: Words = ""
    label: Words = ""  # what stands above it in a list, where the meaning is too long for that
    personal: bool = False

    @property
    def heading(self) -> str:
        return str(self.label or self.meaning)

    def of(self, row: Any) -> Any:
        if callable(self.value):
            return self.value(row)
        for step in self.value.split("."):
            if row is None:
                return None
            row = row[step] if isinstance(row, Mapping) else getattr(row, step)
        return row


def values(columns: Sequence[Column], rows: Iterable[Any]) -> Iterator[list[Any]]:
    """The rows as lists, in the order of the columns."""
    for row in rows:
        yield [column.of(row) for column in columns]


def text(value: Any) -> Any:
    """A value as a CSV has it: ISO 8601 with offset, true and false; numbers stay numbers."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return value
        case datetime():
            return timezone.localtime(value).isoformat(timespec="seconds")
        case date():
            return value.isoformat()
    return str(value)
