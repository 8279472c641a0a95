"""What `validate` found, as programs want to read it: each format is one pure function.

    FORMATS["sarif"](checked)     the whole output, ending in a line end; nothing is written

`checked` is what `smartcity_kit.profile.many.check_many` gave, in the order asked.
"""

from collections.abc import Callable, Sequence
from importlib import import_module

from smartcity_kit.profile.many import Checked

FORMATS = ("text", "json", "sarif", "junit", "github")


def formatted(name: str, checked: Sequence[Checked]) -> str:
    """The checked profiles in the format of this name, one of FORMATS. Raises ValueError."""
    if name not in FORMATS:
        raise ValueError(name)
    function: Callable[[Sequence[Checked]], str]
    function = import_module(f"smartcity_kit.formats.{name}").formatted
    return function(checked)
