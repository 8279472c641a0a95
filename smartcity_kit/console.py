"""The only module that prints. Screens are for people; JSON is for scripts and goes out whole."""

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from smartcity_kit.errors import Fault, KitError, ProfileError
from smartcity_kit.language import _

if TYPE_CHECKING:
    from rich.console import Console

    from smartcity_kit.profile.many import Checked


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
    _print(text, style)


def remark(text: str) -> None:
    """One line for a person that is no part of the answer: on standard error, as scripts want."""
    _print(text, stderr=True)


def _print(text: str, style: str = "", *, stderr: bool = False) -> None:
    out = sys.stderr if stderr else sys.stdout
    if out.isatty() or os.environ.get("FORCE_COLOR"):
        screen(stderr).print(text, style=style or None, markup=False)
    else:
        # Where nobody sees colours, loading them would take longer than checking a profile.
        out.write(f"{text}\n")


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


def ask_text(question: str, proposal: str = "") -> str:
    """Ask for a line; an empty answer takes what is proposed."""
    shown = f"{question} [{proposal}] " if proposal else f"{question} "
    return screen().input(shown, markup=False).strip() or proposal


def complain(error: KitError) -> None:
    """Say on standard error what is wrong, where, and what to do next."""
    if isinstance(error, ProfileError):
        show_faults(error.faults)
        return
    _print(error.message, "bold red", stderr=True)
    if error.hint:
        _print(error.hint, stderr=True)


def show_faults(faults: Sequence[Fault]) -> None:
    """Every fault, grouped by file, ending with what an operator most wants to read."""
    from smartcity_kit.formats.text import fault_lines

    for line, style in fault_lines(faults):
        _print(line, style, stderr=True)


def show_checked(checked: "Sequence[Checked]") -> None:
    """What was found in profiles: faults on standard error, that all are valid on the other."""
    from smartcity_kit.formats.text import todo_lines, verdict

    show_faults([fault for one in checked for fault in one.faults])
    for line, style in (*verdict(checked), *todo_lines(checked)):
        _print(line, style)


def fault_json(fault: Fault) -> Mapping[str, Any]:
    """A fault as `validate --format json` prints it."""
    return {name: getattr(fault, name) for name in fault.__dataclass_fields__}
