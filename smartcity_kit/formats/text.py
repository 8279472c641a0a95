"""For people: every fault grouped by file, with the way out, ending with how many there are."""

from collections.abc import Iterator, Sequence

from smartcity_kit.errors import Fault
from smartcity_kit.language import _, ngettext
from smartcity_kit.profile.many import Checked

Line = tuple[str, str]
"""A line, and the style that a terminal gives it."""


def formatted(checked: Sequence[Checked]) -> str:
    faults = [fault for one in checked for fault in one.faults]
    lines = [*fault_lines(faults), *verdict(checked), *todo_lines(checked)]
    return "".join(f"{line}\n" for line, _style in lines)


def verdict(checked: Sequence[Checked]) -> Iterator[Line]:
    """The last line where all are valid; faults end with their own."""
    if not checked:
        yield _("There was no profile to check."), ""
    elif all(one.valid for one in checked):
        text = ngettext("{n} profile is valid.", "{n} profiles are valid.", len(checked))
        yield text.format(n=len(checked)), "green"


def todo_lines(checked: Sequence[Checked]) -> Iterator[Line]:
    """What is left to do in valid profiles, where that was asked; nothing where it was not."""
    asked = [one for one in checked if one.valid and one.todo is not None]
    left = [note for one in asked for note in one.todo or ()]
    yield from fault_lines(left)
    if left:
        text = ngettext("{n} thing left to do.", "{n} things left to do.", len(left))
        yield text.format(n=len(left)), "bold"
    elif asked:
        yield _("Nothing is left to do before adopting."), "green"


def fault_lines(faults: Sequence[Fault]) -> Iterator[Line]:
    """Every fault, grouped by file; those that fail are counted at the end."""
    file = None
    for fault in sorted(faults):
        if fault.file != file:
            file = fault.file
            yield file, "bold"
        what = fault.message
        if fault.severity == "warning":
            what = _("warning: {message}").format(message=what)
        yield "  " + "  ".join(filter(None, (fault.place, fault.key, what))), ""
        if fault.hint:
            yield f"    {fault.hint}", "dim"
    if failing := sum(fault.fails for fault in faults):
        count = ngettext("{n} fault.", "{n} faults.", failing).format(n=failing)
        unchanged = _("Nothing was changed.")
        yield f"{count} {unchanged}", "bold red"
