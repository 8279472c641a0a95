"""A table as read, gathering what is found wrong with it."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from smartcity_kit.errors import Fault, Severity
from smartcity_kit.profile.files import shown
from smartcity_kit.profile.profile import Table
from smartcity_kit.profile.sheets.kinds import Kind
from smartcity_kit.profile.wording import in_short


@dataclass
class Sheet:
    """A table with its faults; `places[i]` is where `rows[i]` begins: (line, row).

    `header` holds the columns' names in the file's order, "" for one that is passed over, and
    `headings` what stands there. `whole` is false when the headings are wrong, so that the rows
    were not looked at. `tab` is the sheet of a workbook, `encoding` that of a text. `examples` are
    the places of rows that only show what a row looks like; they are in no other list. `unread`
    holds the cells, case folded, of rows that could not be told apart into columns.
    """

    name: str
    kind: Kind
    path: Path
    tab: str = ""
    encoding: str = ""
    header: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    rows: list[dict[str, str]] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    examples: list[tuple[int, int]] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    whole: bool = True

    @property
    def table(self) -> Table:
        examples = tuple(line for line, _row in self.examples)
        rows = tuple(self.rows)
        return Table(self.name, self.path, self.kind.names, rows, examples, self.encoding)

    @cached_property
    def file(self) -> str:
        """The path as the person would type it; found out once for however many faults."""
        return shown(self.path)

    @property
    def label(self) -> str:
        """The table by its file, and by its sheet where the file has several."""
        return self.path.name if self.path.stem == self.name else f"{self.path.name}!{self.tab}"

    @property
    def sound(self) -> bool:
        return self.whole and not any(fault.fails for fault in self.faults)

    def fault(
        self,
        row: int,
        column: str,
        message: str,
        hint: str = "",
        severity: Severity = "fault",
        *,
        secret: bool = False,
    ) -> None:
        """Note a fault at a cell of `rows`; its value is told unless it may be about a person."""
        place, number = self.places[row], self.header.index(column)
        value = "" if secret or self.kind.personal else in_short(self.rows[row][column], "{value}")
        key = self.headings[number]
        self.note(place, number + 1, key, message, hint, severity, value=value)

    def note(
        self,
        place: tuple[int, int],
        column: int,
        key: str,
        message: str,
        hint: str = "",
        severity: Severity = "fault",
        *,
        value: str = "",
    ) -> None:
        """Note a fault anywhere in the file."""
        line, row = place
        self.faults.append(
            Fault(
                self.file, line, column, key, message, hint, severity,
                sheet=self.tab, row=row, value=value,
            )
        )  # fmt: skip
