"""For people: every fault grouped by file, with the way out, ending with how many there are."""

from collections.abc import Iterator, Sequence

from smartcity_kit.errors import Fault
from smartcity_kit.language import _, ngettext
from smartcity_kit.profile.many import Checked

Line = tuple[str, str]
"""A line, and the style that a terminal gives it."""


def formatted(checked: Sequence[Checked]) -> str:
    faults = [fault for one in checked for fault in one.faults]
    lines = [*fault_lines(faults), *verdict(checked)]
    return "".join(f"{line}\n" for line, _style in lines)


def verdict(checked: Sequence[Checked]) -> Iterator[Line]:
    """The last line where all are valid; faults end with their own."""
    if not checked:
        yield _("There was no profile to check."), ""
    elif all(one.valid for one in checked):
        text = ngettext("{n} profile is valid.", "{n} profiles are valid.", len(checked))
        yield text.format(n=len(checked)), "green"
        todo = [note for one in checked for note in one.todo or ()]
        yield from todo_lines(todo)
        if not todo and all(one.todo is not None for one in checked):
            yield _("Nothing is left to do before adopting."), "green"


def todo_lines(notes: Sequence[Fault]) -> Iterator[Line]:
    """What is left to do in valid profiles, grouped by file; nothing where it is nothing."""
    yield from _by_file(notes)
    if notes:
        text = ngettext("{n} thing left to do.", "{n} things left to do.", len(notes))
        yield text.format(n=len(notes)), "bold"


def fault_lines(faults: Sequence[Fault]) -> Iterator[Line]:
    """Every fault, grouped by file; those that fail are counted at the end."""
    yield from _by_file(faults)
    if failing := sum(fault.fails for fault in faults):
        count = ngettext("{n} fault.", "{n} faults.", failing).format(n=failing)
        unchanged = _("Nothing was changed.")
        yield f"{count} {unchanged}", "bold red"


def _by_file(faults: Sequence[Fault]) -> Iterator[Line]:
    file = None
    for fault in sorted(faults):
        if fault.file != file:
            file = fault.file
            yield file, "bold"
        kind = "" if fault.fails else _("warning:")
        what = " ".join(filter(None, (kind, fault.message)))
        yield "  " + "  ".join(filter(None, (fault.place, fault.key, what))), ""
        if fault.hint:
            yield f"    {fault.hint}", "dim"
