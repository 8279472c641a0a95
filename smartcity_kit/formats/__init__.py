"""What `validate` found, as programs want to read it: each format is one pure function.

    FORMATS["sarif"](checked)     the whole output, ending in a line end; nothing is written

`checked` is what `smartcity_kit.profile.many.check_many` gave, in the order asked.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module

from smartcity_kit.profile.many import Checked

FORMATS = ("text", "json", "sarif", "junit", "github")


def formatted(name: str, checked: Sequence[Checked]) -> str:
    """The checked profiles in the format of this name, one of FORMATS. Raises ValueError."""
    if name not in FORMATS:
        raise ValueError(name)
    if name not in ("text", "json"):
        checked = [_with_todo(one) for one in checked]
    function: Callable[[Sequence[Checked]], str]
    function = import_module(f"smartcity_kit.formats.{name}").formatted
    return function(checked)


def _with_todo(one: Checked) -> Checked:
    """What is left to do among the warnings: these formats have no third kind."""
    notes = (replace(note, severity="warning") for note in one.todo or ())
    return replace(one, faults=(*one.faults, *notes))
