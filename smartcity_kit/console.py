"""The only module that prints. Screens are for people; JSON is for scripts and goes out whole."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from smartcity_kit.errors import Fault, KitError, ProfileError
from smartcity_kit.language import _, ngettext

if TYPE_CHECKING:
    from rich.console import Console


@cache
def screen(stderr: bool = False) -> "Console":
    """The terminal; rich is loaded with the first line that is printed, not before."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=not sys.stdout.isatty())


def interactive() -> bool:
    """True when a person can be asked: both ends are a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def say(text: str = "", style: str = "") -> None:
    """One line for a person. `text` is data: square brackets in it are not markup."""
    screen().print(text, style=style or None, markup=False)


def remark(text: str) -> None:
    """One line for a person that is no part of the answer: on standard error, as scripts want."""
    screen(stderr=True).print(text, markup=False)


def emit(data: Any) -> None:
    """The answer of a verb asked for with --json, on standard output, nothing beside it."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], title: str = "") -> None:
    """A table of plain text cells."""
    from rich.table import Table
    from rich.text import Text

    drawn = Table(title=title or None, title_justify="left", box=None, pad_edge=False)
    for heading in headings:
        drawn.add_column(heading, overflow="fold")
    for row in rows:
        drawn.add_row(*(Text(cell) for cell in row))
    screen().print(drawn)


def ask(question: str) -> bool:
    """Ask yes or no; the default is no, because the question comes before something is changed."""
    choice = _("y/N")
    answer = screen().input(f"{question} [{choice}] ", markup=False)
    return answer.strip().lower() in {"y", "yes", "ya"}


def complain(error: KitError) -> None:
    """Say on standard error what is wrong, where, and what to do next."""
    out = screen(stderr=True)
    if isinstance(error, ProfileError):
        show_faults(error.faults)
        return
    out.print(error.message, style="bold red", markup=False)
    if error.hint:
        out.print(error.hint, markup=False)


def show_faults(faults: Sequence[Fault]) -> None:
    """Every fault, grouped by file, ending with what an operator most wants to read."""
    out = screen(stderr=True)
    file = None
    for fault in sorted(faults):
        if fault.file != file:
            file = fault.file
            out.print(file, style="bold", markup=False)
        what = fault.message
        if not fault.fails:
            what = _("warning: {message}").format(message=what)
        told = "  ".join(filter(None, (fault.place, fault.key, what)))
        out.print(f"  {told}", markup=False)
        if fault.hint:
            out.print(f"    {fault.hint}", style="dim", markup=False)
    if failing := sum(fault.fails for fault in faults):
        count = ngettext("{n} fault.", "{n} faults.", failing).format(n=failing)
        unchanged = _("Nothing was changed.")
        out.print(f"{count} {unchanged}", style="bold red", markup=False)


def fault_json(fault: Fault) -> Mapping[str, Any]:
    """A fault as `validate --format json` prints it."""
    return {name: getattr(fault, name) for name in fault.__dataclass_fields__}
