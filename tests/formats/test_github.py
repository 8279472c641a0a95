"""Workflow commands that the runner reads back as they were."""

import re
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from smartcity_kit.errors import Fault
from smartcity_kit.formats.github import formatted
from smartcity_kit.profile.many import Checked


def test_it_annotates_the_line_of_every_fault(checked: Sequence[Checked]) -> None:
    assert formatted(checked).split("\n") == [
        "::warning file=profiles/a/profile.yml,line=1,col=6,title=kit::an old form%0AMigrate.",
        "::error file=/srv/b c/profile.yml,line=2,col=1,title=servers.web1.address::none",
        "::error file=profiles/b & c/data/staff.csv,line=7,col=3,title=e%2Cmail%3Ax::"
        '100%25 <b>"no"</b>\x0b%0AWrite%0D%0A* one',
        "",
    ]


def read_back(command: str) -> tuple[dict[str, str], str]:
    """As the runner does it: split at what was not escaped, then undo the escapes."""
    found = re.fullmatch(r"::error ([^:]*)::([^\r\n]*)\n", command)
    assert found, command
    given = (part.split("=", 1) for part in found[1].split(","))
    return {name: undone(value) for name, value in given}, undone(found[2])


def undone(text: str) -> str:
    for code, letter in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, letter)
    return text


@given(st.text(min_size=1), st.text(min_size=1), st.text(min_size=1))
def test_no_text_ends_a_command_or_begins_another(file: str, key: str, message: str) -> None:
    fault = Fault(file, 3, 4, key, message)
    given, text = read_back(formatted([Checked("x", Path("x"), (fault,))]))
    assert given == {"file": file, "line": "3", "col": "4", "title": key}
    assert text == message
