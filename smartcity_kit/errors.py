"""What can go wrong for the person at the keyboard, each with the exit code a script can read."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["fault", "warning", "todo"]


class KitError(Exception):
    """Something a person can put right: what is wrong, and what to do next.

    Caught once, in `smartcity_kit.cli.main`, which prints `message` and `hint` and exits with
    `exit_code`.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong in a profile: where (1-based line and column), what, the way out.

    A "warning" is shown and fails nothing; a "todo" is left for a person in a valid profile. In a
    table `row` is the row as a spreadsheet counts it, `sheet` the one in a workbook, and `value`
    the cell; never a value that is about a person.
    """

    file: str
    line: int
    column: int
    key: str
    message: str
    hint: str = ""
    severity: Severity = "fault"
    sheet: str = ""
    row: int = 0
    value: str = ""

    @property
    def fails(self) -> bool:
        """Whether the profile cannot be used because of it."""
        return self.severity == "fault"

    @property
    def place(self) -> str:
        """Where in the file: "line:column", and in a workbook as spreadsheets say it: "Staf!C5"."""
        if not self.sheet:
            return f"{self.line}:{self.column}"
        return f"{self.sheet}!{letters(self.column)}{self.line}"


def letters(column: int) -> str:
    """A column's number as spreadsheets name it: 1 is "A", 27 is "AA"."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


class ProfileError(KitError):
    """A profile that cannot be used, with every fault found in it."""

    exit_code = 3

    def __init__(self, message: str, faults: list[Fault], hint: str = "") -> None:
        super().__init__(message, hint)
        self.faults = faults


class UnreachableError(KitError):
    """A server did not answer, or not as the server whose key was trusted."""

    exit_code = 4


class PartlyDoneError(KitError):
    """Some applications were settled and at least one was not."""

    exit_code = 5


class LockedError(KitError):
    """Someone else is working on this region."""

    exit_code = 7


class RefusedError(KitError):
    """The server is not one the kit may touch; nothing on it was changed."""

    exit_code = 8


EXIT_CODES = {
    0: "done",
    1: "failed",
    2: "wrong usage",
    ProfileError.exit_code: "invalid profile",
    UnreachableError.exit_code: "server unreachable",
    PartlyDoneError.exit_code: "partly done",
    6: "changes pending (with --detailed-exitcode)",
    LockedError.exit_code: "region is locked by another run",
    RefusedError.exit_code: "server refused",
}
